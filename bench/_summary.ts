import { compareAddresses } from '../src/address/compare.js';
import { judge, PRIOR, rules, WEIGHTS } from '../src/judge/index.js';
import type { Rule } from '../src/judge/rule.js';
import { viewOf } from '../src/judge/view.js';
import type { JudgedPeer } from '../src/model/investigation.js';
import type { Judgement, Subject } from '../src/model/judgement.js';
import { type Calibration, calibrationOf, type Told } from './_calibration.js';
import { type Metrics, metricsOf, type Ranking } from './_metrics.js';
import { type Case, labelsOf } from './_rank.js';
import { type Reasons, reasonsOf } from './_reasons.js';

export interface Summary {
  readonly all: Metrics;
  readonly byKind: Record<string, Metrics>;
  readonly falseAlarms: { readonly benign: number; readonly malicious: number; readonly suspicious: number };
  readonly verdicts: Record<string, number>;
  readonly benignVerdicts: Record<string, number>;
  readonly firstReasons: Record<string, number>;
  readonly reasons: Reasons;
  readonly calibration: Calibration;
  readonly calibrationByKind: Record<string, Calibration>;
  readonly worstBenign: readonly string[];
}

/** Metrics, false alarms, verdicts and reasons of ranked cases; private peers only in their own lines. */
export function summary(cases: readonly Case[]): Summary {
  const open = cases.filter(({ isPrivate }) => !isPrivate);
  const byKind: Record<string, Metrics> = {};
  for (const kind of [...new Set(cases.map(kindOf))].sort())
    byKind[kind] = metricsOf(cases.filter((one) => kindOf(one) === kind).map(labelsOf));
  const benign = new Map<string, Judgement>();
  for (const { peers } of open)
    for (const { judged, isMalicious } of peers) if (!isMalicious) keepWorst(benign, judged);
  const share = (verdict: string): number =>
    [...benign.values()].filter((judgement) => judgement.verdict === verdict).length / benign.size;
  const malicious = open.flatMap(({ peers }) => peers.filter(({ isMalicious }) => isMalicious));
  const topMalicious = open.flatMap(({ peers }) => peers.slice(0, 10).filter(({ isMalicious }) => isMalicious));
  return {
    all: metricsOf(open.map(labelsOf)),
    byKind,
    falseAlarms: { benign: benign.size, malicious: share('malicious'), suspicious: share('suspicious') },
    verdicts: tally(malicious.map(({ judged }) => judged.judgement.verdict)),
    benignVerdicts: tally([...benign.values()].map(({ verdict }) => verdict)),
    firstReasons: tally(
      topMalicious.map(({ judged }) => judged.judgement.findings.find(({ weight }) => weight > 0)?.rule ?? 'none'),
    ),
    reasons: reasonsOf(open),
    calibration: calibrationOf(told(open), PRIOR),
    calibrationByKind: Object.fromEntries(
      [...new Set(cases.map(kindOf))]
        .sort()
        .map((kind) => [kind, calibrationOf(told(cases.filter((one) => kindOf(one) === kind)), PRIOR)]),
    ),
    worstBenign: [...benign]
      .sort(([, a], [, b]) => b.score - a.score)
      .slice(0, 12)
      .map(([address, { score }]) => `${address} (${score})`),
  };
}

function told(cases: readonly Case[]): Told[] {
  return cases.flatMap(({ peers }) =>
    peers.map(({ judged, isMalicious }) => ({ score: judged.judgement.score, isMalicious })),
  );
}

function kindOf({ kind, isPrivate }: Case): string {
  return isPrivate ? `${kind}, private on` : kind;
}

function keepWorst(kept: Map<string, Judgement>, { peer, judgement }: JudgedPeer): void {
  const before = kept.get(peer.text);
  if (before === undefined || before.score < judgement.score) kept.set(peer.text, judgement);
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}

/** Metrics without one rule, for each rule. */
export function ablation(cases: readonly Case[]): Record<string, Metrics> {
  const open = cases.filter(({ isPrivate }) => !isPrivate);
  const without: Record<string, Metrics> = { '(none left out)': metricsOf(open.map((one) => again(one, rules))) };
  for (const left of rules)
    without[left.id] = metricsOf(
      open.map((one) =>
        again(
          one,
          rules.filter((rule) => rule !== left),
        ),
      ),
    );
  return without;
}

function again({ peers }: Case, kept: readonly Rule[]): Ranking {
  return peers
    .map(({ judged, isMalicious }) => ({ judged, isMalicious, score: judge(judged, { rules: kept }).score }))
    .sort((a, b) => b.score - a.score || compareAddresses(a.judged.peer.address, b.judged.peer.address))
    .map(({ isMalicious }) => isMalicious);
}

export interface Met {
  readonly decibans: number;
  malicious: number;
  /** Incidents that the malicious peers come from: a hundred peers of one botnet are one observation. */
  incidents: number;
  benign: number;
  measured: number;
}

/**
 * What each weight meets: malicious and benign peers (each address once) and the decibans that they measure, with one
 * imaginary peer of each sort added so that small counts stay small.
 */
export function weights(cases: readonly Case[]): Record<string, Met> {
  const seen = { malicious: new Set<string>(), benign: new Set<string>() };
  const met: Record<string, Met> = {};
  const lastIncident = new Map<string, string>();
  for (const { id, peers } of cases) {
    for (const { judged, isMalicious } of peers) {
      const side = isMalicious ? 'malicious' : 'benign';
      if (seen[side].has(judged.peer.text)) continue;
      seen[side].add(judged.peer.text);
      for (const key of firedKeys(judged)) {
        met[key] ??= {
          decibans: WEIGHTS[key as keyof typeof WEIGHTS].decibans,
          malicious: 0,
          incidents: 0,
          benign: 0,
          measured: 0,
        };
        met[key][side]++;
        if (isMalicious && lastIncident.get(key) !== id) {
          lastIncident.set(key, id);
          met[key].incidents++;
        }
      }
    }
  }
  for (const one of Object.values(met)) {
    const ratio = (one.malicious + 1) / (seen.malicious.size + 2) / ((one.benign + 1) / (seen.benign.size + 2));
    one.measured = Math.round(100 * Math.log10(ratio)) / 10;
  }
  return Object.fromEntries(Object.entries(met).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function firedKeys(subject: Subject): string[] {
  const view = viewOf(subject);
  return rules.map((rule) => rule.judge(view)?.weight).filter((key) => key !== undefined);
}
