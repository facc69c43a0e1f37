import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { BlindSpot, InputSummary } from '../model/input.js';
import { peek } from './_peek.js';
import type { ByteSource } from './format.js';

/** Inputs that begin alike are compared; of most pairs that is all that must be read twice. */
const START = 4_096;
const PIECE = 262_144;
/** What comes as a stream is held for that long: 64 MB. */
const MOST_HELD = 67_108_864;
/** Inputs of one size and start that are compared; more is made to cost time. */
const MOST_ALIKE = 1_000;

const SAME = 'same-content';

/** What was read, by its content. */
interface Known {
  /** Of the whole input; perhaps its hash is still being made. */
  readonly summary: InputSummary;
  readonly path: string | null;
}

/** An input that is about to be read. */
export interface Opened {
  /** What to read it from instead. */
  readonly source: ByteSource;
  /** The input of the same content that was read before; its rows are not to be counted again. */
  readonly same: InputSummary | null;
  /** What became of it. Adds what must be said where it was too big to be held. */
  read(summary: InputSummary): InputSummary;
}

/** Inputs that begin alike. */
interface Alike {
  readonly bySize: Map<number, Known[]>;
  /** The largest that a stream may be held for. */
  largest: number;
}

/** An archive beside what was unpacked from it, a file that was given twice: the content of all inputs of a run. */
export class Contents {
  /** By the hash of their first bytes. */
  readonly #known = new Map<string, Alike>();

  async open(source: ByteSource): Promise<Opened> {
    const { head, whole } = await peek(source, START);
    const start = createHash('sha256').update(head).digest('hex');
    const alike = this.#known.get(start) ?? { bySize: new Map<number, Known[]>(), largest: 0 };
    const { size, path } = source;
    let count = 0;
    const counted = (from: ByteSource): ByteSource => ({
      ...from,
      read(buffer) {
        const got = from.read(buffer);
        count += Math.max(got, 0);
        return got;
      },
    });
    const read = (summary: InputSummary): InputSummary => {
      if (summary.format === null || summary.rows === 0 || summary.partial) return summary;
      const length = size ?? count;
      const twin = size === null ? found(alike, length, summary.sha256) : null;
      if (length <= MOST_HELD) alike.largest = Math.max(alike.largest, length);
      const same = alike.bySize.get(length) ?? [];
      if (same.length < MOST_ALIKE) same.push({ summary, path });
      alike.bySize.set(length, same);
      this.#known.set(start, alike);
      return twin === null ? summary : withSpot(summary, twice(summary.name, twin.name));
    };
    if (size === null ? alike.largest === 0 : !alike.bySize.has(size))
      return { source: counted(whole), same: null, read };
    if (size !== null && path !== null) return { source: counted(whole), same: found(alike, size, hashOf(path)), read };
    const held = await peek(whole, alike.largest + 1);
    const sha256 = alike.bySize.has(held.head.length) ? createHash('sha256').update(held.head).digest('hex') : null;
    return { source: counted(held.whole), same: found(alike, held.head.length, sha256), read };
  }
}

/** Its summary, where the rows of an input were counted with those of another. */
export function sameContent(name: string, same: InputSummary): InputSummary {
  const why = name === same.name ? 'was given twice' : `has the same content as ${same.name}`;
  const says = `${name} ${why}: its rows are counted once.`;
  return {
    ...same,
    name,
    tool: `${same.tool}, read before`,
    rows: 0,
    badLines: [],
    badLineCount: 0,
    nameOnlyPeers: [],
    truncatedPeers: [],
    blindSpots: [{ id: SAME, says, fix: '' }],
  };
}

/** All that were counted with others are told of in one sentence, that of the first. */
export function toldOnce(inputs: readonly InputSummary[]): InputSummary[] {
  const again = inputs.filter(({ blindSpots }) => blindSpots[0]?.id === SAME);
  const [first, ...others] = again;
  if (first === undefined || others.length === 0) return [...inputs];
  const says = `${first.name} and ${others.length} more have the same content as other inputs: their rows are counted once.`;
  return inputs.map((input) => {
    if (!again.includes(input)) return input;
    return { ...input, blindSpots: input === first ? [{ id: SAME, says, fix: '' }] : [] };
  });
}

function twice(name: string, other: string): BlindSpot {
  const says = `${name} has the same content as ${other}, which was found too late: its rows are counted twice.`;
  return { id: 'counted-twice', says, fix: `Leave one of them out: ${name}` };
}

function withSpot(summary: InputSummary, spot: BlindSpot): InputSummary {
  return Object.assign(summary, { blindSpots: [spot, ...summary.blindSpots] });
}

function found({ bySize }: Alike, size: number, sha256: string | null): InputSummary | null {
  if (sha256 === null || sha256 === '') return null;
  for (const { summary, path } of bySize.get(size) ?? []) {
    const known = summary.sha256 === '' && path !== null ? hashOf(path) : summary.sha256;
    if (known === sha256) return { ...summary, sha256 };
  }
  return null;
}

/** Null where it can't be read; what is wrong with it is told when that is tried. */
function hashOf(path: string): string | null {
  try {
    const descriptor = openSync(path, 'r');
    const hash = createHash('sha256');
    const buffer = new Uint8Array(PIECE);
    for (let got = readSync(descriptor, buffer); got > 0; got = readSync(descriptor, buffer))
      hash.update(buffer.subarray(0, got));
    closeSync(descriptor);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
