import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress } from '../src/address/format.js';
import { parseAddress } from '../src/address/parse.js';
import { type Columns, stripped } from './_strip.js';

/** A row of a labelled incident, as the data set writes it. */
export interface Row {
  readonly label: 'malicious' | 'benign' | 'unknown';
  readonly labelStrength: string;
  readonly remoteScope: string;
  readonly direction?: string | null;
  readonly host?: string | null;
  readonly process?: string | null;
  readonly processPath?: string | null;
  readonly pid?: number | null;
  readonly proto?: string | null;
  readonly localIp?: string | null;
  readonly localPort?: number | null;
  readonly remoteIp: string;
  readonly remotePort?: number | null;
  readonly remoteHost?: string | null;
  readonly state?: string | null;
  readonly time?: string | null;
  readonly bytesOut?: number | null;
  readonly bytesIn?: number | null;
}

/** Rows of one peer with its label. */
export interface LabelledPeer {
  readonly address: string;
  readonly isMalicious: boolean;
  readonly isPublic: boolean;
  readonly rows: readonly Row[];
}

export interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly host: string;
  readonly peers: readonly LabelledPeer[];
}

/** Reads every incident of a folder; null when there is none. */
export function readIncidents(folder: string): Incident[] | null {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'MANIFEST.json');
  return files.length === 0
    ? null
    : files.sort().map((name) => incidentOf(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

function incidentOf({ id, kind, rows }: { id: string; kind: string; rows: Row[] }): Incident {
  const byAddress = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.label === 'unknown' || row.labelStrength === 'source-blanket' || row.direction === 'in') continue;
    const parsed = parseAddress(row.remoteIp);
    if (parsed === null) continue;
    const address = formatAddress(parsed);
    const same = byAddress.get(address);
    if (same === undefined) byAddress.set(address, [row]);
    else same.push(row);
  }
  const peers = [...byAddress].map(([address, rows]) => ({
    address,
    isMalicious: rows.some(({ label }) => label === 'malicious'),
    isPublic: rows[0].remoteScope === 'public',
    rows,
  }));
  return { id, kind, host: rows[0]?.host ?? id, peers };
}

/** A small seeded generator (mulberry32), so that every run draws the same peers. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, to make a seed of a name. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/**
 * The peers of one case: the incident's own, topped up to `size` benign ones drawn from the public benign peers of
 * the other incidents. Addresses are taken once.
 */
export function caseOf(
  incident: Incident,
  all: readonly Incident[],
  options: { keepPrivate: boolean; size: number; seed: number },
): LabelledPeer[] {
  const own = incident.peers.filter(({ isPublic }) => isPublic || options.keepPrivate);
  const taken = new Set(own.map(({ address }) => address));
  const pool: LabelledPeer[] = [];
  for (const other of all) {
    if (other.id === incident.id) continue;
    for (const peer of other.peers) {
      if (!peer.isPublic || peer.isMalicious || taken.has(peer.address)) continue;
      taken.add(peer.address);
      pool.push(peer);
    }
  }
  const random = generator(options.seed ^ hash(incident.id));
  for (let index = pool.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [pool[index], pool[other]] = [pool[other], pool[index]];
  }
  const missing = Math.max(0, options.size - own.filter(({ isMalicious }) => !isMalicious).length);
  return [...own, ...pool.slice(0, missing)];
}

export interface TableOptions {
  /** Adds the host names of the captures, which the JSON contract does not ask for. */
  readonly names: boolean;
  /** Groups of columns that no row keeps; see `STRIPPABLE`. */
  readonly strip: readonly string[];
}

/** The case as a table of another tool: NDJSON in the columns of the JSON contract, all rows under one host. */
export function ndjsonOf(peers: readonly LabelledPeer[], host: string, { names, strip }: TableOptions): string {
  const lines: string[] = [];
  for (const { rows } of peers) {
    for (const row of rows) {
      const columns = columnsOf(row, host);
      lines.push(JSON.stringify(stripped(names ? { ...columns, remoteHost: row.remoteHost ?? null } : columns, strip)));
    }
  }
  return `${lines.join('\n')}\n`;
}

function columnsOf(row: Row, host: string): Columns {
  const direction = row.direction === 'out' ? 'outbound' : (row.direction ?? null);
  return {
    host,
    process: row.process ?? null,
    processPath: row.processPath ?? null,
    pid: row.pid ?? null,
    protocol: row.proto ?? null,
    localAddress: row.localIp ?? null,
    localPort: row.localPort ?? null,
    remoteAddress: row.remoteIp,
    remotePort: row.remotePort ?? null,
    state: row.state ?? null,
    direction,
    time: row.time ?? null,
    bytesSent: row.bytesOut ?? null,
    bytesReceived: row.bytesIn ?? null,
  };
}
