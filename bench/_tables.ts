import type { Calibration } from './_calibration.js';
import { type Metrics, metricsOf } from './_metrics.js';
import { type Case, labelsOf, type RankedPeer } from './_rank.js';
import type { Met, Summary } from './_summary.js';

export type Result = Summary & { ablation?: Record<string, Metrics>; weights?: Record<string, Met> };

/** All that was measured, as Markdown. */
export function markdown({
  all,
  byKind,
  falseAlarms,
  verdicts,
  benignVerdicts,
  firstReasons,
  reasons,
  calibration,
  calibrationByKind,
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
    `Verdicts of malicious peers: ${texts(verdicts)}; of benign: ${texts(benignVerdicts)}.`,
    `First reasons of malicious peers in the top 10: ${texts(firstReasons)}.`,
  );
  lines.push(
    `First reason true for ${percent(reasons.isTrue)} of ${reasons.peers} (holds on the malicious rows alone ${percent(reasons.holds)}, separates other incidents ${percent(reasons.separates)}); not: ${texts(reasons.untrue)}.`,
  );
  lines.push(`Highest benign: ${worstBenign.join(', ')}.`, ...calibrationLines(calibration, calibrationByKind));
  if (ablation !== undefined) {
    lines.push('', '| left out | n | hit@1 | hit@3 | recall@10 | MAP |', '|---|---|---|---|---|---|');
    for (const [id, metrics] of Object.entries(ablation)) lines.push(line(id, metrics));
  }
  if (weights !== undefined) {
    lines.push('', '| weight | decibans | measured | malicious | incidents | benign |', '|---|---|---|---|---|---|');
    for (const [key, met] of Object.entries(weights))
      lines.push(
        `| ${key} | ${met.decibans} | ${met.measured} | ${met.malicious} | ${met.incidents} | ${met.benign} |`,
      );
  }
  return `${lines.join('\n')}\n`;
}

/** Brier scores by kind, and how often a probability came true. */
function calibrationLines(all: Calibration, byKind: Readonly<Record<string, Calibration>>): string[] {
  const row = (name: string, { peers, base, brier, brierAtBase, brierOfBase }: Calibration): string =>
    `| ${name} | ${peers} | ${[base, brier, brierAtBase, brierOfBase].map((value) => value.toFixed(3)).join(' | ')} |`;
  const [first] = all.bins;
  return [
    '',
    '| calibration | peers | malicious | Brier | Brier, prior of this data | Brier of the share alone |',
    '|---|---|---|---|---|---|',
    row('**all**', all),
    ...Object.entries(byKind).map(([kind, one]) => row(kind, one)),
    ...(first === undefined
      ? []
      : ['', '| said, with the prior of this data | peers | mean said | observed |', '|---|---|---|---|']),
    ...all.bins.map(
      ({ from, to, peers, said, observed }) =>
        `| ${from} to ${to} | ${peers} | ${said.toFixed(3)} | ${observed.toFixed(3)} |`,
    ),
  ];
}

/** One row of a table of metrics. */
export function line(name: string, { cases, hit1, hit3, recall10, map }: Metrics): string {
  return `| ${name} | ${cases} | ${[hit1, hit3, recall10, map].map((value) => value.toFixed(3)).join(' | ')} |`;
}

function texts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}

/** One line per incident, worst ranked first. */
export function caseLines(cases: readonly Case[]): string {
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
export function worstLines(cases: readonly Case[]): string {
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
