/**
 * Ranks the labelled incidents beside the repository with the road that a user takes: rows as NDJSON -> readInput ->
 * investigate -> ranked peers. `--json`, `--ablate` (leaves each rule out), `--weights` (what each rule meets),
 * `--names` (adds host names), `--cases` (one line per incident), `--seed N`, `--data DIR`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareAddresses } from '../src/address/compare.js';
import { investigate } from '../src/flow/investigate.js';
import { sceneOf } from '../src/flow/_scene.js';
import { type Knowledge, openKnowledge } from '../src/flow/knowledge.js';
import type { PeerTable } from '../src/flow/peer-table.js';
import type { ByteSource } from '../src/inputs/format.js';
import { judge, rules, WEIGHTS } from '../src/judge/index.js';
import type { Rule } from '../src/judge/rule.js';
import { viewOf } from '../src/judge/view.js';
import type { Investigation, JudgedPeer } from '../src/model/investigation.js';
import type { Judgement, Scene, Subject } from '../src/model/judgement.js';
import { caseOf, type Incident, ndjsonOf, readIncidents } from './_incidents.js';
import { type Metrics, metricsOf, type Ranking } from './_metrics.js';

const BENIGN_PEERS = 100;
const SEED = 20_260_101;

interface RankedPeer {
  readonly subject: Subject;
  readonly judged: JudgedPeer;
  readonly isMalicious: boolean;
}

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly isPrivate: boolean;
  readonly peers: readonly RankedPeer[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ablate: { type: 'boolean', default: false },
      cases: { type: 'boolean', default: false },
      data: { type: 'string', default: join(import.meta.dirname, '../../shared/detect') },
      json: { type: 'boolean', default: false },
      names: { type: 'boolean', default: false },
      pack: { type: 'string', default: join(import.meta.dirname, '../dist/pack') },
      seed: { type: 'string', default: String(SEED) },
      weights: { type: 'boolean', default: false },
      worst: { type: 'boolean', default: false },
    },
  });
  const incidents = readIncidents(values.data);
  if (incidents === null) {
    process.stdout.write(`No labelled incidents in ${values.data}: nothing to evaluate.\n`);
    return 0;
  }
  const knowledge = openKnowledge(values.pack, new Date());
  const cases: Case[] = [];
  for (const incident of incidents) {
    for (const isPrivate of needsPrivate(incident) ? [false, true] : [false]) {
      cases.push(
        await rank(incident, incidents, { isPrivate, seed: Number(values.seed), names: values.names }, knowledge),
      );
    }
  }
  const result = {
    ...summary(cases),
    ...(values.ablate ? { ablation: ablation(cases) } : {}),
    ...(values.weights ? { weights: weights(cases) } : {}),
  };
  process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : markdown(result));
  if (values.cases) process.stdout.write(caseLines(cases));
  if (values.worst) process.stdout.write(worstLines(cases));
  return 0;
}

/** Lab attacks run on private addresses: those are ranked with private peers kept as well. */
function needsPrivate({ kind, peers }: Incident): boolean {
  return (
    (kind === 'windows-events' || kind === 'memory') &&
    peers.some(({ isPublic, isMalicious }) => isMalicious && !isPublic)
  );
}

interface RankOptions {
  readonly isPrivate: boolean;
  readonly seed: number;
  readonly names: boolean;
}

async function rank(
  incident: Incident,
  all: readonly Incident[],
  options: RankOptions,
  knowledge: Knowledge,
): Promise<Case> {
  const peers = caseOf(incident, all, { keepPrivate: options.isPrivate, size: BENIGN_PEERS, seed: options.seed });
  const labels = new Map(peers.map(({ address, isMalicious }) => [address, isMalicious]));
  const source = bytesOf(ndjsonOf(peers, incident.host, options.names));
  const investigation = await investigate(
    [source],
    { keepPrivate: options.isPrivate, command: 'evaluate', version: '0', only: null },
    knowledge,
  );
  const scene = sceneAgain(investigation, knowledge);
  const ranked: RankedPeer[] = [];
  for (const judged of investigation.peers) {
    const isMalicious = labels.get(judged.peer.text);
    if (isMalicious !== undefined) ranked.push({ subject: subjectOf(judged, scene, knowledge), judged, isMalicious });
  }
  return { id: incident.id, kind: incident.kind, isPrivate: options.isPrivate, peers: ranked };
}

/** A table file in memory. */
function bytesOf(text: string): ByteSource {
  const bytes = Buffer.from(text);
  let at = 0;
  return {
    name: 'evaluate.ndjson',
    size: bytes.length,
    path: null,
    read(buffer) {
      const written = bytes.copy(buffer, 0, at);
      at += written;
      return written;
    },
  };
}

/** The scene of a finished investigation, to judge its peers again with other rules. */
function sceneAgain({ peers, inputs }: Investigation, knowledge: Knowledge): Scene {
  const all = [...peers];
  const table = {
    length: all.length,
    at: (index: number) => all[index].peer,
    addressAt: (index: number) => all[index].peer.address,
  };
  return sceneOf(table as unknown as PeerTable, inputs, knowledge);
}

function subjectOf({ peer, owner, ports }: JudgedPeer, scene: Scene, knowledge: Knowledge): Subject {
  const programs = peer.processes.map((process) => knowledge.program(process));
  const services = peer.processes.map(({ services }) =>
    services.map((name) => knowledge.service(name)).filter((known) => known !== null),
  );
  return { peer, owner, ports, programs, services, scene };
}

function labelsOf({ peers }: Case): Ranking {
  return peers.map(({ isMalicious }) => isMalicious);
}

interface Summary {
  readonly all: Metrics;
  readonly byKind: Record<string, Metrics>;
  readonly falseAlarms: { readonly benign: number; readonly malicious: number; readonly suspicious: number };
  readonly verdicts: Record<string, number>;
  readonly firstReasons: Record<string, number>;
  readonly worstBenign: readonly string[];
}

function summary(cases: readonly Case[]): Summary {
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
    firstReasons: tally(
      topMalicious.map(({ judged }) => judged.judgement.findings.find(({ weight }) => weight > 0)?.rule ?? 'none'),
    ),
    worstBenign: [...benign]
      .sort(([, a], [, b]) => b.score - a.score)
      .slice(0, 12)
      .map(([address, { score }]) => `${address} (${score})`),
  };
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
function ablation(cases: readonly Case[]): Record<string, Metrics> {
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
    .map(({ subject, isMalicious }) => ({ subject, isMalicious, score: judge(subject, { rules: kept }).score }))
    .sort((a, b) => b.score - a.score || compareAddresses(a.subject.peer.address, b.subject.peer.address))
    .map(({ isMalicious }) => isMalicious);
}

interface Met {
  readonly decibans: number;
  malicious: number;
  benign: number;
  measured: number;
}

/**
 * What each weight meets: malicious and benign peers (each address once) and the decibans that they measure, with one
 * imaginary peer of each sort added so that small counts stay small.
 */
function weights(cases: readonly Case[]): Record<string, Met> {
  const seen = { malicious: new Set<string>(), benign: new Set<string>() };
  const met: Record<string, Met> = {};
  for (const { peers } of cases) {
    for (const { subject, judged, isMalicious } of peers) {
      const side = isMalicious ? 'malicious' : 'benign';
      if (seen[side].has(judged.peer.text)) continue;
      seen[side].add(judged.peer.text);
      for (const key of firedKeys(subject)) {
        met[key] ??= { decibans: WEIGHTS[key as keyof typeof WEIGHTS].decibans, malicious: 0, benign: 0, measured: 0 };
        met[key][side]++;
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

type Result = Summary & { ablation?: Record<string, Metrics>; weights?: Record<string, Met> };

function markdown({
  all,
  byKind,
  falseAlarms,
  verdicts,
  firstReasons,
  worstBenign,
  ablation,
  weights,
}: Result): string {
  const lines = [
    '| incidents | n | hit@1 | hit@3 | recall@10 | MAP |',
    '|---|---|---|---|---|---|',
    line('**all**', all),
  ];
  for (const [kind, metrics] of Object.entries(byKind)) lines.push(line(kind, metrics));
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  lines.push(
    '',
    `False alarms: of ${falseAlarms.benign} benign peers ${percent(falseAlarms.malicious)} malicious, ${percent(falseAlarms.suspicious)} suspicious.`,
  );
  lines.push(
    `Verdicts of malicious peers: ${texts(verdicts)}.`,
    `First reasons of malicious peers in the top 10: ${texts(firstReasons)}.`,
  );
  lines.push(`Highest benign: ${worstBenign.join(', ')}.`);
  if (ablation !== undefined) {
    lines.push('', '| left out | n | hit@1 | hit@3 | recall@10 | MAP |', '|---|---|---|---|---|---|');
    for (const [id, metrics] of Object.entries(ablation)) lines.push(line(id, metrics));
  }
  if (weights !== undefined) {
    lines.push('', '| weight | decibans | measured | malicious | benign |', '|---|---|---|---|---|');
    for (const [key, met] of Object.entries(weights))
      lines.push(`| ${key} | ${met.decibans} | ${met.measured} | ${met.malicious} | ${met.benign} |`);
  }
  return `${lines.join('\n')}\n`;
}

function line(name: string, { cases, hit1, hit3, recall10, map }: Metrics): string {
  return `| ${name} | ${cases} | ${[hit1, hit3, recall10, map].map((value) => value.toFixed(3)).join(' | ')} |`;
}

function texts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}

/** One line per incident, worst ranked first. */
function caseLines(cases: readonly Case[]): string {
  const lines = cases
    .filter(({ peers }) => peers.some(({ isMalicious }) => isMalicious))
    .map((one) => ({ one, map: metricsOf([labelsOf(one)]).map }))
    .sort((a, b) => a.map - b.map)
    .map(
      ({ one, map }) =>
        `${map.toFixed(2)} ${one.id}${one.isPrivate ? ' (private on)' : ''}\n${one.peers
          .map(peerLine)
          .filter((_, index) => index < 4 || one.peers[index].isMalicious)
          .slice(0, 14)
          .join('\n')}`,
    );
  return `\n${lines.join('\n')}\n`;
}

function peerLine({ judged: { peer, owner, judgement }, isMalicious }: RankedPeer, index: number): string {
  const { organisation, network } = owner;
  const ports = peer.ports
    .slice(0, 3)
    .map(({ port, protocol, isLocal }) => `${isLocal ? 'local ' : ''}${port}/${protocol}`)
    .join(' ');
  const findings = judgement.findings.map(({ rule, weight }) => `${rule} ${weight}`).join(', ');
  const programs = peer.processes
    .map(({ name }) => name)
    .filter((name) => name !== null)
    .slice(0, 2)
    .join(' ');
  return `  ${index + 1}. ${isMalicious ? 'MAL' : 'ben'} ${judgement.score} ${peer.text} ${ports} [${programs}] ${organisation} (${network.kind}): ${findings}`;
}

/** The benign peers that score highest, once each. */
function worstLines(cases: readonly Case[]): string {
  const lines = new Map<string, { score: number; text: string }>();
  for (const { peers } of cases) {
    peers.forEach((ranked, index) => {
      const { score } = ranked.judged.judgement;
      const { text } = ranked.judged.peer;
      if (!ranked.isMalicious && (lines.get(text)?.score ?? -99) < score)
        lines.set(text, { score, text: peerLine(ranked, index) });
    });
  }
  return `\n${[...lines.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, 120)
    .map(({ text }) => text)
    .join('\n')}\n`;
}

process.exitCode = await main();
