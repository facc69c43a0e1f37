import { expect, test } from 'vitest';
import { cpuTime } from '../../../test/cpu-time.js';
import type { Address } from '../../address/address.js';
import { formatAddress } from '../../address/format.js';
import { ipv4 } from '../../address/ipv4.js';
import { compileLists } from './compile.js';
import { encodeLists } from './list-file.js';
import { openLists } from './matcher.js';
import { parsePublishedList } from './parse-list.js';
import { listSource } from './published-list.js';
import { publishedLists } from './sources.js';

const NETWORKS = 1_000_000;
const PEERS = 100_000;

/** Numbers from a seed (xorshift), so that each run asks the same. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A public address from any number: first octet 11..126. */
function publicWord(n: number): number {
  return ((11 + (n % 89)) << 24) | ((n >>> 7) & 0xff_ffff);
}

function timed<T>(work: () => T): [result: T, milliseconds: number] {
  const taken = cpuTime();
  const result = work();
  return [result, taken()];
}

test('a million networks are read and laid out, and a hundred thousand peers matched, in about a second of processor', () => {
  const list = publishedLists.find((l) => l.key === 'threatfox-ips');
  if (list === undefined) throw new Error('no list');
  const next = numbers(20_261_122);
  const lines: string[] = [];
  for (let i = 0; i < NETWORKS; i++) lines.push(`${formatAddress(ipv4(publicWord(next())))}/${16 + (next() % 17)}`);
  const text = Buffer.from(lines.join('\n'));
  const peers: Address[] = Array.from({ length: PEERS }, () => ipv4(publicWord(next())));
  const [parsed, parse] = timed(() => parsePublishedList({ ...list, hasBogons: true }, text));
  const [bytes, compile] = timed(() =>
    encodeLists(compileLists([{ source: listSource(list, null), entries: parsed.entries }])),
  );
  const [matcher, open] = timed(() => openLists(bytes.buffer));
  const ask = [{ port: 443, protocol: 'tcp' }];
  const [hits, match] = timed(() => peers.reduce((sum, peer) => sum + matcher.hits(peer, ask, null).length, 0));
  const ms = (n: number) => `${n.toFixed(1)} ms`;
  console.info(
    `${parsed.entries.length} networks (${text.length} bytes): parse ${ms(parse)}, compile ${ms(compile)}, ` +
      `file ${bytes.length} bytes, open ${ms(open)}, ${PEERS} peers ${ms(match)}, ${hits} hits`,
  );
  expect(parsed.entries.length).toBeGreaterThan(0.95 * NETWORKS);
  expect(hits).toBeGreaterThan(PEERS / 10);
  // A loose bound for slow machines; the figures above are what counts.
  expect(parse + compile + open + match).toBeLessThan(8000);
  expect(match).toBeLessThan(2000);
});
