import { parsePrefix } from '../../address/prefix.js';
import { toBigInt } from '../../address/bigint.js';

/** A value that an mmdb row may hold. */
export type MmdbValue = string | number | { readonly [key: string]: MmdbValue };

const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const NODE_BYTES = 8;

/**
 * Bytes of a small IPv6 mmdb file (MaxMind DB file format 2.0, 32-bit records) for tests. IPv4 lies at ::/96.
 */
export function mmdbFile(type: string, builtOn: Date, rows: readonly (readonly [string, MmdbValue])[]): Buffer {
  const nodes: [number, number][] = [[-1, -1]];
  const data: Buffer[] = [];
  let dataSize = 0;
  for (const [text, value] of rows) {
    const encoded = encode(value);
    // Data offsets are told apart from node numbers by being below -1.
    insert(nodes, text, -2 - dataSize);
    data.push(encoded);
    dataSize += encoded.length;
  }
  const tree = Buffer.alloc(nodes.length * NODE_BYTES);
  nodes.flat().forEach((record, index) => tree.writeUInt32BE(recordOf(record, nodes.length), index * 4));
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: Math.floor(builtOn.getTime() / 1000),
    database_type: type,
    ip_version: 6,
    node_count: nodes.length,
    record_size: 32,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, MARKER, metadata]);
}

function recordOf(record: number, count: number): number {
  if (record === -1) return count;
  return record >= 0 ? record : count + 16 + (-2 - record);
}

function insert(nodes: [number, number][], text: string, leaf: number): void {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(text);
  const { first, length } = prefix;
  const depth = first.family === 4 ? 96 + length : length;
  const value = toBigInt(first);
  let node = 0;
  for (let bit = 0; bit < depth; bit++) {
    const side = Number((value >> BigInt(127 - bit)) & 1n) as 0 | 1;
    if (bit === depth - 1) nodes[node][side] = leaf;
    else {
      if (nodes[node][side] < 0) nodes[node][side] = nodes.push([-1, -1]) - 1;
      node = nodes[node][side];
    }
  }
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)]),
  ]);
}

function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
}
