import type { Address } from '../../address/address.js';
import { classify } from '../../address/classify.js';
import { formatAddress } from '../../address/format.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import type { ListHit, ListSource } from '../../model/listing.js';
import { NOT_TOLD } from '../../model/port-text.js';
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
    const inside = address.family === 6 ? ipv4Inside(address) : null;
    if (inside !== null) this.blockHits(inside, ports, hits);
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
      if (blockHolds(table.width, table.firsts, table.lengths, block, asked, 0))
        this.addBlock(table, block, ports, hits);
      const parent = table.parents[block] ?? NONE;
      // A parent always stands before its block; anything else is a damaged file and would never end.
      block = parent < block ? parent : NONE;
    }
  }

  private addBlock(table: BlockTable, block: number, ports: readonly PortAsked[], hits: ListHit[]): void {
    const { ranges } = this.file.details;
    const kind = table.lengths[block] === table.width * 32 ? 'address' : 'prefix';
    let text: string | null = null;
    // Bounded by what is there, so that a damaged file can't make up hits without end.
    const end = Math.min(table.starts[block + 1] ?? 0, table.entries.length);
    for (let i = table.starts[block] ?? 0; i < end; i++) {
      const detail = table.entries[i] ?? 0;
      const range = ranges[detail] ?? NONE;
      const hit =
        range === NONE
          ? this.hit(detail, (text ??= cidrText(table, block)), kind, ports)
          : this.hit(detail, this.rangeText(range), 'prefix', ports);
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
    const end = Math.min(starts[low + 1] ?? 0, entries.length);
    for (let i = starts[low] ?? 0; i < end; i++) {
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
    const { details, sources } = this.file;
    const source = sources[details.sources[detail] ?? 0];
    if (source === undefined) return null;
    const seen = details.seen[detail] ?? 0;
    const percent = details.confidences[detail] ?? NO_CONFIDENCE;
    const hit: ListHit = {
      source,
      matched: kind,
      entry: block,
      label: this.label(details.labels[detail] ?? 0),
      lastSeen: seen === 0 ? null : dayText(seen),
      confidence: percent === NO_CONFIDENCE ? null : percent / 100,
    };
    const port = details.ports[detail] ?? 0;
    return port === 0 ? hit : this.withPort(hit, port, details.protocols[detail] ?? 0, ports);
  }

  /** The hit of an entry that names a port: as strong as it gets with that port, weaker with any other. */
  private withPort(hit: ListHit, port: number, protocolNumber: number, ports: readonly PortAsked[]): ListHit {
    const protocol = this.file.protocols[protocolNumber - 1] ?? null;
    const entry = hit.entry.includes(':') ? `[${hit.entry}]:${port}` : `${hit.entry}:${port}`;
    const isProtocol = (asked: string): boolean => protocol === null || asked === protocol || asked === NOT_TOLD;
    const isSamePort = ports.some((asked) => asked.port === port && isProtocol(asked.protocol));
    if (isSamePort) return { ...hit, entry, matched: 'address-port' };
    const other = `listed for port ${port}${protocol === null ? '' : `/${protocol}`}`;
    const label = hit.label === null ? other : `${hit.label} (${other})`;
    return { ...hit, entry, label, confidence: (hit.confidence ?? 1) * OTHER_PORT };
  }

  /** A range that is no single CIDR, of which the block found is a part. */
  private rangeText(range: number): string {
    const words = this.file.ranges.subarray(range * 9, range * 9 + 9);
    const [family = 0, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = words;
    return family === 4 ? blockText(ipv4(d), ipv4(h)) : blockText(ipv6(a, b, c, d), ipv6(e, f, g, h));
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

/** The IPv4 address that an IPv6 one stands for: mapped always, other forms when what they carry is public. */
function ipv4Inside(address: Address): Address | null {
  const { class: kind, embedded, lookup } = classify(address);
  if (kind === 'v4-mapped') return embedded;
  return lookup?.family === 4 ? lookup : null;
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

/** A block as CIDR, or as an address when it is one. */
function cidrText({ width, firsts, lengths }: BlockTable, block: number): string {
  const length = lengths[block] ?? 0;
  const at = block * width;
  const first =
    width === 1
      ? ipv4(firsts[at] ?? 0)
      : ipv6(firsts[at] ?? 0, firsts[at + 1] ?? 0, firsts[at + 2] ?? 0, firsts[at + 3] ?? 0);
  return length === width * 32 ? formatAddress(first) : `${formatAddress(first)}/${length}`;
}
