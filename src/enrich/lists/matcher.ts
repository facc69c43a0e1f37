import type { Address } from '../../address/address.js';
import { classify } from '../../address/classify.js';
import { sameAddress } from '../../address/compare.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import type { ListHit, ListSource } from '../../model/listing.js';
import { blockHolds } from './_blocks.js';
import { blockText } from './_block-text.js';
import { dayText } from './_fields.js';
import { type BlockTable, decodeLists, type ListFile, NO_CONFIDENCE, NONE } from './list-file.js';

/** A service port of a peer. */
export interface PortAsked {
  readonly port: number;
  readonly protocol: string;
}

/** Finds every entry of every list that speaks of a peer. */
export interface ListMatcher {
  readonly sources: readonly ListSource[];
  /** Entries of all lists together. */
  readonly entryCount: number;
  /**
   * All entries that contain the address or name its AS: narrowest block first, AS entries last. An IPv6 address
   * that carries a public IPv4 (mapped, NAT64, 6to4, Teredo) is looked up by both.
   * `ports`: the peer's service ports. An entry for another port is a hit too, `matched` without its port,
   * at half its confidence, and its label says for which port it is.
   */
  hits(address: Address, ports: readonly PortAsked[], as: number | null): readonly ListHit[];
}

/** An entry for this address but another port: same machine, other service. */
const OTHER_PORT = 0.5;

const NO_HITS: readonly ListHit[] = [];

/** Opens compiled lists in place, in well under a millisecond per list. Throws UserError when damaged. */
export function openLists(bytes: ArrayBufferLike): ListMatcher {
  return new CompiledLists(decodeLists(bytes));
}

class CompiledLists implements ListMatcher {
  private readonly labels: (string | undefined)[] = [];
  /** The address asked for, in the words of its family. */
  private readonly asked = new Uint32Array(4);

  constructor(private readonly file: ListFile) {}

  get sources(): readonly ListSource[] {
    return this.file.sources;
  }

  get entryCount(): number {
    return this.file.entryCount;
  }

  hits(address: Address, ports: readonly PortAsked[], as: number | null): readonly ListHit[] {
    const hits: ListHit[] = [];
    this.blockHits(address, ports, hits);
    if (address.family === 6) {
      const { lookup } = classify(address);
      if (lookup?.family === 4) this.blockHits(lookup, ports, hits);
    }
    if (as !== null) this.asHits(as, hits);
    return hits.length === 0 ? NO_HITS : hits;
  }

  private blockHits(address: Address, ports: readonly PortAsked[], hits: ListHit[]): void {
    const table = address.family === 4 ? this.file.ipv4 : this.file.ipv6;
    const { asked } = this;
    if (address.family === 4) asked[0] = address.w3;
    else asked.set([address.w0, address.w1, address.w2, address.w3]);
    let block = lastNotAfter(table, asked);
    while (block !== NONE) {
      if (blockHolds(table.width, table.firsts, table.lengths, block, asked, 0)) this.addBlock(table, block, ports, hits);
      const parent = table.parents[block] ?? NONE;
      // A parent always stands before its block; anything else is a damaged file and would never end.
      block = parent < block ? parent : NONE;
    }
  }

  private addBlock(table: BlockTable, block: number, ports: readonly PortAsked[], hits: ListHit[]): void {
    const end = table.starts[block + 1] ?? 0;
    for (let i = table.starts[block] ?? 0; i < end; i++) {
      const detail = table.entries[i] ?? 0;
      const [first, last] = this.ends(table, block, detail);
      const hit = this.hit(detail, blockText(first, last), sameAddress(first, last) ? 'address' : 'prefix', ports);
      if (hit !== null) hits.push(hit);
    }
  }

  private asHits(as: number, hits: ListHit[]): void {
    const { numbers, starts, entries } = this.file.as;
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[middle] ?? 0) < as) low = middle + 1;
      else high = middle;
    }
    if (numbers[low] !== as) return;
    for (let i = starts[low] ?? 0; i < (starts[low + 1] ?? 0); i++) {
      const hit = this.hit(entries[i] ?? 0, `AS${as}`, 'as', []);
      if (hit !== null) hits.push(hit);
    }
  }

  private hit(
    detail: number,
    block: string,
    kind: 'address' | 'prefix' | 'as',
    ports: readonly PortAsked[],
  ): ListHit | null {
    const { details, protocols, sources } = this.file;
    const source = sources[details.sources[detail] ?? 0];
    if (source === undefined) return null;
    const seen = details.seen[detail] ?? 0;
    const percent = details.confidences[detail] ?? NO_CONFIDENCE;
    const confidence = percent === NO_CONFIDENCE ? null : percent / 100;
    const label = this.label(details.labels[detail] ?? 0);
    const port = details.ports[detail] ?? 0;
    const said = { source, entry: block, label, lastSeen: seen === 0 ? null : dayText(seen), confidence };
    if (port === 0) return { ...said, matched: kind };
    const protocol = protocols[(details.protocols[detail] ?? 0) - 1] ?? null;
    const entry = block.includes(':') ? `[${block}]:${port}` : `${block}:${port}`;
    const isSamePort = ports.some((p) => p.port === port && (protocol === null || p.protocol === protocol));
    if (isSamePort) return { ...said, entry, matched: 'address-port' };
    const other = `listed for port ${port}${protocol === null ? '' : `/${protocol}`}`;
    return {
      ...said,
      entry,
      matched: kind,
      label: label === null ? other : `${label} (${other})`,
      confidence: (confidence ?? 1) * OTHER_PORT,
    };
  }

  /** The ends of an entry: of its block, or of the range that the block is a part of. */
  private ends(table: BlockTable, block: number, detail: number): readonly [first: Address, last: Address] {
    const { ranges } = this.file;
    const range = this.file.details.ranges[detail] ?? NONE;
    if (range === NONE) return blockEnds(table, block);
    const at = range * 9 + 1;
    if (table.width === 1) return [ipv4(ranges[at + 3] ?? 0), ipv4(ranges[at + 7] ?? 0)];
    return [
      ipv6(ranges[at] ?? 0, ranges[at + 1] ?? 0, ranges[at + 2] ?? 0, ranges[at + 3] ?? 0),
      ipv6(ranges[at + 4] ?? 0, ranges[at + 5] ?? 0, ranges[at + 6] ?? 0, ranges[at + 7] ?? 0),
    ];
  }

  private label(number: number): string | null {
    if (number === 0) return null;
    return (this.labels[number] ??= this.readLabel(number - 1));
  }

  private readLabel(index: number): string {
    const { labelEnds, labelBytes } = this.file;
    const start = index === 0 ? 0 : (labelEnds[index - 1] ?? 0);
    // `slice` copies, because decoders refuse shared memory.
    return new TextDecoder().decode(labelBytes.slice(start, labelEnds[index] ?? start));
  }
}

/** The last block that starts at or before the address; NONE when all start after it. */
function lastNotAfter(table: BlockTable, asked: Uint32Array): number {
  let low = 0;
  let high = table.lengths.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startsAfter(table, middle, asked)) high = middle;
    else low = middle + 1;
  }
  return low === 0 ? NONE : low - 1;
}

function startsAfter({ width, firsts }: BlockTable, block: number, asked: Uint32Array): boolean {
  for (let w = 0; w < width; w++) {
    const first = firsts[block * width + w] ?? 0;
    const word = asked[w] ?? 0;
    if (first !== word) return first > word;
  }
  return false;
}

function blockEnds({ width, firsts, lengths }: BlockTable, block: number): readonly [first: Address, last: Address] {
  const length = lengths[block] ?? 0;
  const first = firsts.subarray(block * width, block * width + width);
  const last = Array.from(first, (word, w) => word | hostMask(length - 32 * w));
  const [a = 0, b = 0, c = 0, d = 0] = first;
  if (width === 1) return [ipv4(a), ipv4(last[0] ?? 0)];
  return [ipv6(a, b, c, d), ipv6(last[0] ?? 0, last[1] ?? 0, last[2] ?? 0, last[3] ?? 0)];
}

/** The bits of a word behind the first `length`. */
function hostMask(length: number): number {
  if (length <= 0) return -1;
  return length >= 32 ? 0 : -1 >>> length;
}
