import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { readInput } from './index.js';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);
const MANIFEST = new URL('MANIFEST.json', CORPUS);
const OURS = /^(?:win-netstat.*|linux-netstat|ss|negative)$/;
/** Tables whose header names columns that are known; the rest of the corpus belongs to formats of their own. */
const TABLES = new Set(['velo-netstat', 'zeek-trickbot', 'zeek-scranton', 'zeek-combined-json', 'otrf-bitsadmin']);

interface Expected {
  readonly rows: number;
  readonly externalPeerCount: number;
  readonly externalPeers?: readonly string[];
  readonly externalPeersSha256: string;
  readonly hostnamePeers?: readonly string[];
  readonly truncatedPeers?: readonly string[];
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
  ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { samples: Sample[] }).samples.filter(
      (sample) => OURS.test(sample.kind) || TABLES.has(sample.id),
    )
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
    const external = new Set(rows.map(externalOf).filter((peer) => peer !== null));
    const sorted = byBytes(external);
    const others = rows.filter((row) => row.protocol !== 'tcp' && row.protocol !== 'udp').length;
    const isNumeric = (list: readonly string[]): string[] => byBytes(list);
    expect({
      rows: summary.rows,
      peers: expected.externalPeers === undefined ? sorted.length : sorted,
      hash: createHash('sha256').update(sorted.join('\n')).digest('hex'),
      names: byBytes(summary.nameOnlyPeers),
      cut: summary.truncatedPeers,
      badLines: summary.badLines,
      otherProtoRows: others,
      forbidden: (expected.mustNotReport ?? []).filter((peer) => external.has(peer)),
      format: summary.format,
    }).toEqual({
      rows: expected.rows,
      peers: expected.externalPeers === undefined ? expected.externalPeerCount : isNumeric(expected.externalPeers),
      hash: expected.externalPeersSha256,
      names: byBytes(expected.hostnamePeers ?? []),
      cut: expected.truncatedPeers ?? [],
      badLines: [],
      otherProtoRows: expected.otherProtoRows ?? 0,
      forbidden: [],
      format: formatOf(kind),
    });
  },
);

function formatOf(kind: string): string | null {
  if (kind === 'negative') return null;
  if (kind.startsWith('win-netstat')) return 'windows-netstat';
  return kind === 'ss' || kind === 'linux-netstat' ? kind : 'table';
}
