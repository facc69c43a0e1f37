import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import { CHUNK_BYTES } from './_driver.js';
import { openDecoder } from './_encoding.js';
import { memorySource } from './_memory-source.js';
import type { Head } from './format.js';
import { formats, readInput, readInputs } from './index.js';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);
const MANIFEST = new URL('MANIFEST.json', CORPUS);
/** Kinds of formats that are no text: their first bytes tell them. */
const BINARY = /^(?:sysmon|winsec-5156|pcap)$/;
/** Kinds whose format has another name; an ending tells text from tables. */
const FORMATS: Readonly<Record<string, string>> = {
  meterpreter: 'metasploit',
  nfdump: 'table',
  procnet: 'proc-net',
  suricata: 'table',
  sysmon: 'evtx',
  'sysmon-json': 'table',
  velociraptor: 'table',
  'winsec-5156': 'evtx',
  'wireshark-csv': 'table',
  zeek: 'table',
};

interface Expected {
  readonly rows: number;
  readonly externalPeerCount: number;
  readonly externalPeers?: readonly string[];
  readonly externalPeersSha256: string;
  readonly hostnamePeers?: readonly string[];
  readonly truncatedPeers?: readonly string[];
  readonly ambiguousPeers?: readonly string[];
  readonly mustNotReport?: readonly string[];
  readonly otherProtoRows?: number;
}

interface Sample {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly expected: Expected;
}

const samples: Sample[] = existsSync(MANIFEST)
  ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { samples: Sample[] }).samples
  : [];

function byBytes(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function externalOf(connection: Connection): string | null {
  const { address } = connection.remote;
  if (address === null) return null;
  const kind = classify(address);
  if (!kind.isGlobal) return null;
  const isMapped = address.family === 6 && kind.class.includes('mapped');
  return formatAddress({ ...(isMapped ? (kind.lookup ?? address) : address), zone: null });
}

test.runIf(samples.length > 0).each(samples)(
  '$id is read as the manifest says',
  async ({ id, kind, file, expected }) => {
    const rows: Connection[] = [];
    const bytes = readFileSync(new URL(file, CORPUS));
    const summary = await readInput(memorySource(id, bytes), { connection: (row) => rows.push(row) });
    const ambiguous = new Set(expected.ambiguousPeers ?? []);
    const external = new Set(
      rows.map(externalOf).filter((peer): peer is string => peer !== null && !ambiguous.has(peer)),
    );
    const sorted = byBytes(external);
    const others = rows.filter((row) => row.protocol !== 'tcp' && row.protocol !== 'udp').length;
    const isNumeric = (list: readonly string[]): string[] => byBytes(list);
    expect({
      rows: summary.rows,
      peers: expected.externalPeers === undefined ? sorted.length : sorted,
      hash: createHash('sha256').update(sorted.join('\n')).digest('hex'),
      names: byBytes(summary.nameOnlyPeers),
      cut: byBytes(summary.truncatedPeers),
      badLines: summary.badLines,
      otherProtoRows: others,
      forbidden: (expected.mustNotReport ?? []).filter((peer) => external.has(peer)),
      format: summary.format,
    }).toEqual({
      rows: expected.rows,
      peers: expected.externalPeers === undefined ? expected.externalPeerCount : isNumeric(expected.externalPeers),
      hash: expected.externalPeersSha256,
      names: byBytes(expected.hostnamePeers ?? []),
      cut: byBytes(expected.truncatedPeers ?? []),
      badLines: [],
      otherProtoRows: expected.otherProtoRows ?? 0,
      forbidden: [],
      format: formatOf(kind, file),
    });
  },
);

function formatOf(kind: string, file: string): string | null {
  if (kind === 'negative') return null;
  if (kind.startsWith('win-netstat')) return 'windows-netstat';
  return kind === 'volatility' && file.endsWith('.csv') ? 'table' : (FORMATS[kind] ?? kind);
}

test.runIf(samples.length > 0).each(samples)('$id is claimed by exactly one format', async ({ id, kind, file }) => {
  const bytes = readFileSync(new URL(file, CORPUS)).subarray(0, CHUNK_BYTES);
  const binary = formats.filter((entry) => 'isBytes' in entry && entry.isBytes(bytes)).map(({ name }) => name);
  expect(binary).toEqual(BINARY.test(kind) ? [formatOf(kind, file)] : []);
  if (binary.length > 0) return;
  const decoder = openDecoder(bytes);
  await decoder.prepare(bytes);
  const text = decoder.decode(bytes);
  const head: Head = { bytes, text, lines: text.split(/\r*\n/), encoding: decoder.encoding, name: id };
  const sure: string[] = [];
  let surest = 0;
  for (const entry of formats) {
    if (entry.name === 'free-text' || 'isBytes' in entry) continue;
    const certainty = (await entry.load()).sniff(head);
    if (certainty > surest) sure.length = 0;
    if (certainty >= surest && certainty > 0) sure.push(entry.name);
    surest = Math.max(surest, certainty);
  }
  const claimed = formatOf(kind, file);
  expect(sure).toEqual(claimed === null ? [] : [claimed]);
});

test.runIf(samples.length > 0)('the whole tree gives each listing its rows and passes over what is none', async () => {
  let rows = 0;
  const given: Record<string, number> = {};
  for (const { kind, file } of samples) {
    const source = { ...memorySource(file, readFileSync(new URL(file, CORPUS))), isFound: true };
    for await (const input of readInputs(source, { connection: () => (rows += 1) })) {
      given[input.name] = input.rows;
      expect(input.format).toBe(formatOf(kind, file));
    }
  }
  const listings = samples.filter(({ kind }) => kind !== 'negative');
  expect(given).toEqual(Object.fromEntries(listings.map(({ file, expected }) => [file, expected.rows])));
  expect(rows).toBeGreaterThanOrEqual(listings.reduce((sum, { expected }) => sum + expected.rows, 0));
});
