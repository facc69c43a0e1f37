import type { ComparedPeer, Comparison } from '../model/comparison.js';
import { jsonText } from './_json-text.js';
import { counted } from './_numbers.js';
import { terminalText } from './terminal-text.js';

/** Peers named per list; the rest is counted. */
const MOST = 200;

/** Two investigations side by side for a person: what is new, what is judged otherwise, what is gone. */
export function comparisonText({ new: fresh, gone, changed, same }: Comparison): string {
  const lines = [
    `${counted(fresh.length, 'new peer')}, ${counted(changed.length, 'changed verdict')}, ${counted(gone.length, 'peer')} gone, ${same} as before`,
    ...section('New', fresh, (peer) => `${verdictOf(peer)}  ${peerWords(peer)}`),
    ...section(
      'Changed',
      changed,
      ({ before, after }) => `${verdictOf(after)}  ${peerWords(after)} (was ${before.verdict} ${scoreOf(before)})`,
    ),
    ...section('Gone', gone, (peer) => `${verdictOf(peer)}  ${peerWords(peer)}`),
  ];
  return `${lines.map((line) => terminalText(line)).join('\n')}\n`;
}

/** The same for a machine. */
export function comparisonJson(comparison: Comparison): string {
  return `${jsonText({ schema: 1, ...comparison })}\n`;
}

function section<T>(title: string, peers: readonly T[], line: (peer: T) => string): string[] {
  if (peers.length === 0) return [];
  const more = peers.length > MOST ? [`  and ${peers.length - MOST} more`] : [];
  return ['', title, ...peers.slice(0, MOST).map((peer) => `  ${line(peer)}`), ...more];
}

function verdictOf({ verdict }: ComparedPeer): string {
  return verdict.padEnd('unexplained'.length);
}

function peerWords(peer: ComparedPeer): string {
  const { address, organisation, ports, programs } = peer;
  const said = [organisation ?? 'unknown owner', ports.join(' '), programs.join(' ')].filter((part) => part !== '');
  return `${address}  ${scoreOf(peer)}  ${said.join(' · ')}`;
}

function scoreOf({ score }: ComparedPeer): string {
  return score > 0 ? `+${score.toFixed(1)}` : score.toFixed(1);
}
