import type { ByteSource } from '../format.js';
import type { Limits } from './limits.js';
import { type Member, writtenAt } from './member.js';

const BLOCK = 512;
const LONGEST_NAME = 65_536;

/** Hands out a tar archive's bytes: whole blocks for headers, the rest as the content of one file. */
class Tape {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Fewer bytes than asked for: the archive ends here. */
  async take(size: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      await this.ready();
      const got = this.#source.read(buffer.subarray(filled));
      if (got <= 0) break;
      filled += got;
    }
    return buffer.subarray(0, filled);
  }

  async skip(size: number): Promise<boolean> {
    for (let left = size; left > 0; ) {
      const got = (await this.take(Math.min(left, 262_144))).length;
      if (got === 0) return false;
      left -= got;
    }
    return true;
  }

  ready(): Promise<void> {
    return this.#source.ready?.() ?? Promise.resolve();
  }

  read(buffer: Uint8Array): number {
    return this.#source.read(buffer);
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly written: number;
  readonly type: string;
}

/** Files of a tar archive (POSIX pax, GNU, old). Links and devices are nothing to read; damage ends it with an error. */
export async function* tarMembers(source: ByteSource, limits: Limits): AsyncGenerator<Member> {
  const tape = new Tape(source);
  let name: string | null = null;
  let size: number | null = null;
  for (;;) {
    const block = await tape.take(BLOCK);
    // Nothing left, or the zeros that end an archive.
    if (block.every((byte) => byte === 0)) return;
    const header = headerOf(block);
    if (header === null) throw new Error('it is cut off or damaged');
    if (header.type === 'L' || header.type === 'x') {
      const said = await extended(tape, header);
      if (said === null) throw new Error('it is cut off or damaged');
      name = said.name ?? name;
      size = said.size ?? size;
      continue;
    }
    const whole = size ?? header.size;
    const rest = new Content(tape, name ?? header.name, whole, limits);
    const isFile = header.type === '0' || header.type === '\0' || header.type === '7';
    // How many follow is not known; nobody packs one file like that.
    if (isFile && whole > 0) {
      const written = writtenAt(header.written * 1000);
      yield { name: rest.name, source: rest, isAmongOthers: true, ...written, damage: () => rest.damage };
    }
    [name, size] = [null, null];
    if (header.type === 'g' || isFile || whole > 0) {
      const padded = rest.left + ((BLOCK - (whole % BLOCK)) % BLOCK);
      if (!(await tape.skip(padded))) return;
    }
  }
}

/** One file on the tape. */
class Content implements ByteSource {
  readonly name: string;
  readonly size = null;
  readonly path = null;
  readonly isFound = true;
  readonly #tape: Tape;
  readonly #limits: Limits;
  readonly #whole: number;
  left: number;
  damage: string | null = null;

  constructor(tape: Tape, name: string, size: number, limits: Limits) {
    this.#tape = tape;
    this.#limits = limits;
    this.name = name;
    this.#whole = size;
    this.left = size;
  }

  ready(): Promise<void> {
    return this.left > 0 ? this.#tape.ready() : Promise.resolve();
  }

  read(buffer: Uint8Array): number {
    if (this.left === 0 || this.damage !== null) return 0;
    const got = this.#tape.read(buffer.subarray(0, Math.min(buffer.length, this.left)));
    this.left -= got;
    if (got === 0) this.damage = 'it ends too early';
    const taken = this.#whole - this.left;
    if (!this.#limits.take(got, taken, taken)) this.damage = this.#limits.met;
    return got;
  }
}

/** GNU's long name, or what pax says of the next file: `27 path=some/long/name\n`. */
async function extended(tape: Tape, { type, size }: Header): Promise<{ name?: string; size?: number } | null> {
  if (size > LONGEST_NAME) return null;
  const bytes = await tape.take(size);
  if (bytes.length < size || !(await tape.skip((BLOCK - (size % BLOCK)) % BLOCK))) return null;
  const text = Buffer.from(bytes).toString('utf8');
  if (type === 'L') return { name: text.split('\0', 1)[0] ?? '' };
  const said: { name?: string; size?: number } = {};
  for (const line of text.split('\n', 256)) {
    const path = /^\d+ path=(.*)$/.exec(line);
    const length = /^\d+ size=(\d{1,15})$/.exec(line);
    if (path !== null) said.name = path[1] ?? '';
    if (length !== null) said.size = Number(length[1]);
  }
  return said;
}

/** Null when the checksum doesn't fit: no header. */
function headerOf(block: Uint8Array): Header | null {
  if (block.length < BLOCK) return null;
  let sum = 0;
  for (let i = 0; i < BLOCK; i += 1) sum += i >= 148 && i < 156 ? 32 : (block[i] ?? 0);
  const size = numberAt(block, 124, 12);
  if (numberAt(block, 148, 8) !== sum || size === null) return null;
  const prefix = textAt(block, 257, 5) === 'ustar' && block[262] === 0 ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    written: numberAt(block, 136, 12) ?? 0,
    type: String.fromCharCode(block[156] ?? 0),
  };
}

function textAt(block: Uint8Array, at: number, size: number): string {
  return (
    Buffer.from(block.subarray(at, at + size))
      .toString('utf8')
      .split('\0', 1)[0] ?? ''
  );
}

/** Octal digits, or GNU's big-endian number with the highest bit set. */
function numberAt(block: Uint8Array, at: number, size: number): number | null {
  if (((block[at] ?? 0) & 0x80) !== 0) {
    let value = 0;
    for (let i = at + 1; i < at + size; i += 1) value = value * 256 + (block[i] ?? 0);
    return value <= Number.MAX_SAFE_INTEGER ? value : null;
  }
  const digits = textAt(block, at, size).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : digits === '' ? 0 : null;
}
