import { createHash } from 'node:crypto';
import type { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BlindSpot, InputSummary } from '../../model/input.js';
import { type ContainerKind, containerKind } from '../_magic.js';
import { peek } from '../_peek.js';
import type { ByteSource } from '../format.js';
import { inflated, piecesOf } from './inflate.js';
import { Limits } from './limits.js';
import { mailMembers } from './mail.js';
import type { Watch } from '../watch.js';
import { type Member, PieceSource, shownName } from './member.js';
import { tarMembers } from './tar.js';
import { zipMembers } from './zip.js';
import { ownZstd, WITH_ZSTD, type Zstd } from './zstd.js';

/** What became of a file inside: a listing, a companion, which has gone its own way, or `same` content as what was read. */
export type MemberRead =
  | { readonly as: 'listing'; readonly summary: InputSummary }
  | { readonly as: 'companion' }
  | { readonly as: 'same'; readonly before: string };
type Read = (source: ByteSource) => Promise<MemberRead>;

/** What came of the files inside, for the archive's own summary. */
class Tally {
  read = 0;
  companions = 0;
  /** Files of the same content as what was read before, and the first of those. */
  same = 0;
  before = '';
  passedOver = 0;
  encrypted = 0;
  unsupported = 0;
  damaged = 0;
  /** Why the archive itself could not be read to its end. */
  damage: string | null = null;
  noZstd = false;
  isStopped = false;
  /** A sheet or file without the columns that the user named. */
  missed: BlindSpot | null = null;

  get files(): number {
    return this.known + this.passedOver + this.encrypted + this.unsupported;
  }

  /** Files that are a listing or a companion. */
  get known(): number {
    return this.read + this.companions + this.same;
  }
}

/**
 * Reads what lies inside an archive: a summary for each listing, then one for the archive that says what was passed
 * over. Where one compressed file is all there is, it stands for the archive. Never throws on a bad archive.
 */
export async function* readContainer(
  source: ByteSource,
  kind: ContainerKind,
  read: Read,
  watch: Watch | null = null,
  zstd: Zstd | null = ownZstd(),
): AsyncGenerator<InputSummary> {
  const whole = new HashedSource(source);
  const walk = new Walk(read, watch, zstd);
  const isPacked = kind === 'gzip' || kind === 'zstd';
  const only: InputSummary[] = [];
  for await (const summary of walk.into(whole, kind, source.name, 1, source.isAmongOthers === true)) {
    // One file alone stands for the archive; others follow their rows.
    if (isPacked && !walk.hasInner) only.push(summary);
    else yield summary;
  }
  const sha256 = await whole.digest(watch?.isStopped === true);
  const [first] = only;
  if (first !== undefined && only.length === 1 && first.name.startsWith(`${source.name}!`) && !walk.hasInner) {
    yield { ...first, name: source.name, sha256 };
    return;
  }
  yield* only;
  const own = walk.summary(source.name, kind, sha256);
  if (source.isFound !== true || own.format !== null) yield own;
}

/** Goes through an archive and the archives inside it. */
class Walk {
  readonly #read: Read;
  readonly #watch: Watch | null;
  readonly #zstd: Zstd | null;
  readonly #limits = new Limits();
  readonly #tally = new Tally();
  isWorkbook = false;
  /** An archive was found inside. */
  hasInner = false;

  constructor(read: Read, watch: Watch | null, zstd: Zstd | null) {
    this.#read = read;
    this.#watch = watch;
    this.#zstd = zstd;
  }

  async *into(
    source: ByteSource,
    kind: ContainerKind,
    name: string,
    depth: number,
    isAmongOthers: boolean,
  ): AsyncGenerator<InputSummary> {
    try {
      if (kind === 'gzip' || kind === 'zstd') yield* this.#packed(source, kind, name, depth, isAmongOthers);
      else {
        const members =
          kind === 'mail'
            ? mailMembers(source, this.#limits)
            : kind === 'tar'
              ? tarMembers(source, this.#limits)
              : zipMembers(source, this.#limits, {
                  encrypted: () => void (this.#tally.encrypted += 1),
                  unsupported: () => void (this.#tally.unsupported += 1),
                  workbook: () => void (this.isWorkbook = true),
                });
        for await (const member of members) {
          if (kind === 'tar' && !this.#limits.entry()) return;
          const isOneOfMany = isAmongOthers || member.isAmongOthers === true;
          yield* this.#member(member, `${name}!${shownName(member.name)}`, depth, isOneOfMany);
          this.#tally.isStopped ||= this.#watch?.isStopped === true;
          if (this.#limits.isSpent || this.#tally.isStopped) return;
        }
      }
    } catch (error) {
      this.#tally.damage ??= error instanceof Error ? error.message : 'it is damaged';
    }
  }

  /** A compressed tar keeps the name of the whole; any other content is the file without its ending. */
  async *#packed(
    source: ByteSource,
    kind: 'gzip' | 'zstd',
    name: string,
    depth: number,
    isAmongOthers: boolean,
  ): AsyncGenerator<InputSummary> {
    const decoder: Transform | null = kind === 'gzip' ? createGunzip() : (this.#zstd?.() ?? null);
    if (decoder === null) {
      this.#tally.noZstd = true;
      this.#tally.unsupported += 1;
      return;
    }
    const inner = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'), name.lastIndexOf('!')) + 1);
    const plain = inner.replace(/\.(?:gz|zst|zstd)$/i, '').replace(/\.tgz$/i, '.tar');
    const content = new PieceSource(`${name}!${plain}`, inflated(piecesOf(source), decoder, this.#limits));
    const { head, whole } = await peek(content);
    const within = containerKind(head);
    const written = source.written === undefined ? {} : { written: source.written };
    const member = { name: plain, source: whole, ...written, damage: () => content.damage };
    try {
      if (within === 'tar') {
        this.hasInner = true;
        yield* this.into(whole, within, name, depth, isAmongOthers);
        if (content.damage !== null) this.#tally.damage ??= content.damage;
      } else if (this.#limits.entry()) yield* this.#member(member, `${name}!${plain}`, depth, isAmongOthers);
    } finally {
      await content.close();
    }
  }

  async *#member(member: Member, name: string, depth: number, isAmongOthers: boolean): AsyncGenerator<InputSummary> {
    const { head, whole } = await peek(member.source);
    const kind = containerKind(head);
    if (kind !== null) {
      this.hasInner = true;
      if (this.#limits.depth(depth + 1)) yield* this.into(whole, kind, name, depth + 1, isAmongOthers);
      else this.#tally.passedOver += 1;
      return;
    }
    const written = member.written === undefined ? {} : { written: member.written };
    const read = await this.#read({ ...whole, ...written, name, isFound: true, isAmongOthers });
    const damage = member.damage();
    if (read.as === 'companion') {
      this.#tally.companions += 1;
      return;
    }
    if (read.as === 'same') {
      this.#tally.before ||= read.before;
      this.#tally.same += 1;
      return;
    }
    const { summary } = read;
    if (summary.format === null || summary.rows + summary.badLineCount === 0) {
      if (damage !== null) this.#tally.damaged += 1;
      this.#tally.passedOver += 1;
      this.#tally.missed ??= summary.blindSpots.find(({ id }) => id === 'no-such-column') ?? null;
      return;
    }
    this.#tally.read += 1;
    yield damage === null ? summary : cutShort(summary, damage);
  }

  /** The archive itself as an input: what it is and what wasn't read of it. */
  summary(name: string, kind: ContainerKind, sha256: string): InputSummary {
    const { known, same, files, damage, passedOver, missed } = this.#tally;
    const blindSpots = [...spotsOf(this.#tally, this.#limits)];
    if (known === 0) blindSpots.push(missed ?? nothingInside(files));
    const what = this.isWorkbook
      ? counted('workbook', files, 'sheet')
      : kind === 'mail'
        ? counted('mail', files, 'part')
        : counted(`${kind} archive`, files, 'file');
    const told = same > 0 ? `, ${same} read before` : '';
    const others = passedOver > 0 ? `, ${passedOver} no listings` : '';
    return {
      name,
      sha256,
      format: known === 0 ? null : this.isWorkbook ? 'xlsx' : kind,
      tool: `${what}: ${known - same} read${told}${others}`,
      language: null,
      encoding: 'binary',
      os: 'unknown',
      rows: 0,
      badLines: [],
      badLineCount: 0,
      nameOnlyPeers: [],
      truncatedPeers: [],
      blindSpots,
      partial: damage !== null || blindSpots.some(({ id }) => id.startsWith('archive-') && id !== 'archive-nothing'),
      hasPrograms: false,
    };
  }
}

function counted(what: string, count: number, of: string): string {
  return `${what}, ${count} ${of}${count === 1 ? '' : 's'}`;
}

function cutShort(summary: InputSummary, damage: string): InputSummary {
  const says = `Only its beginning could be unpacked: ${damage}.`;
  const spot = { id: 'archive-cut', says, fix: 'Copy the archive again, or unpack it with a repair tool.' };
  return { ...summary, partial: true, blindSpots: [spot, ...summary.blindSpots] };
}

function* spotsOf(tally: Tally, limits: Limits): Generator<BlindSpot> {
  const { encrypted, unsupported, damaged, damage, noZstd, isStopped, same, before } = tally;
  if (isStopped)
    yield {
      id: 'archive-stopped',
      says: 'Stopped by the user: files further on in the archive were not read.',
      fix: 'Read it again and let it come to its end.',
    };
  if (damage !== null)
    yield {
      id: 'archive-damaged',
      says: `The archive could not be read to its end: ${damage}.`,
      fix: 'Copy the archive again, or unpack it with a repair tool.',
    };
  if (limits.met !== null)
    yield {
      id: 'archive-limits',
      says: `The archive holds ${limits.met}, which is left out.`,
      fix: 'Unpack it yourself and name the files.',
    };
  if (encrypted > 0)
    yield {
      id: 'archive-encrypted',
      says: `${files(encrypted)} encrypted.`,
      fix: 'Unpack it with its password first.',
    };
  if (noZstd)
    yield {
      id: 'archive-zstd',
      says: `It is packed with Zstandard, which this Node.js cannot unpack; ${WITH_ZSTD} can.`,
      fix: 'zstd -d FILE',
    };
  else if (unsupported > 0)
    yield {
      id: 'archive-method',
      says: `${files(unsupported)} packed in a way that isn't read here.`,
      fix: 'Unpack it yourself and name the files.',
    };
  if (damaged > 0)
    yield {
      id: 'archive-files',
      says: `${files(damaged)} damaged.`,
      fix: 'Copy the archive again, or unpack it with a repair tool.',
    };
  if (same > 0) {
    const says = `${same === 1 ? '1 file inside has' : `${same} files inside have`} the same content as what was read (${before}): counted once.`;
    yield { id: 'same-inside', says, fix: '' };
  }
}

function files(count: number): string {
  return count === 1 ? '1 file inside is' : `${count} files inside are`;
}

function nothingInside(files: number): BlindSpot {
  const says =
    files === 0
      ? 'No file could be read from the archive.'
      : `None of the ${files} files inside is a listing that is read here.`;
  return { id: 'archive-nothing', says, fix: 'farend formats' };
}

/** The bytes of an archive on their way, summed up. What its reader doesn't ask for is read at the end. */
class HashedSource implements ByteSource {
  readonly #source: ByteSource;
  readonly #hash = createHash('sha256');
  readonly name: string;
  readonly size: number | null;
  readonly path: string | null;
  readonly written?: number;
  readonly ready?: () => Promise<void>;

  constructor(source: ByteSource) {
    this.#source = source;
    if (source.written !== undefined) this.written = source.written;
    this.name = source.name;
    this.size = source.size;
    this.path = source.path;
    const ready = source.ready?.bind(source);
    if (ready !== undefined) this.ready = ready;
  }

  read(buffer: Uint8Array): number {
    const got = this.#source.read(buffer);
    if (got > 0) this.#hash.update(buffer.subarray(0, got));
    return got;
  }

  /** Of the whole archive, or of what was read of it until somebody stopped that. */
  async digest(isStopped: boolean): Promise<string> {
    if (isStopped) return this.#hash.digest('hex');
    const buffer = new Uint8Array(262_144);
    do if (this.ready !== undefined) await this.ready();
    while (this.read(buffer) > 0);
    return this.#hash.digest('hex');
  }
}
