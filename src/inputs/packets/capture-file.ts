/** One packet as it lies in the capture; `bytes` from `start` to `end` are lent until the call returns. */
export interface PacketTarget {
  packet(link: number, time: number, bytes: Uint8Array, start: number, end: number, number: number): void;
  /** A name for an address that the capture file itself carries (pcapng name resolution block). */
  name(address: Uint8Array, name: string): void;
  broken(number: number, reason: string): void;
}

/** tcpdump's own limit is 256 KB; a longer packet is a damaged length. */
const LONGEST_PACKET = 1_048_576;
/** Longer packets are not looked for after damage. */
const LONGEST_RESYNCED = 65_600;
/** A block of another kind is skipped without holding it. */
const LONGEST_BLOCK = 2_097_152;
const MOST_INTERFACES = 4_096;
const DAY_SECONDS = 86_400;

interface Interface {
  readonly link: number;
  readonly ticksPerMs: number;
  readonly offsetMs: number;
}

/** Splits pcap (libpcap's pcap-savefile(5)) and pcapng (draft-ietf-opsawg-pcapng) into packets, piece by piece. */
export class CaptureFile {
  readonly #target: PacketTarget;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #held: Uint8Array = new Uint8Array(0);
  #at = 0;
  #skip = 0;
  #mode: 'unknown' | 'pcap' | 'pcapng' | 'lost' = 'unknown';
  #little = true;
  #interfaces: Interface[] = [];
  #headerSize = 16;
  #isResync = false;
  #lastSeconds = 0;
  packets = 0;
  skippedBlocks = 0;

  constructor(target: PacketTarget) {
    this.#target = target;
  }

  push(chunk: Uint8Array): void {
    this.#append(chunk);
    if (this.#mode === 'unknown') this.#begin();
    if (this.#mode === 'pcap') this.#pcap();
    else if (this.#mode === 'pcapng') this.#pcapng();
    else if (this.#mode === 'lost') this.#at = this.#bytes.length;
  }

  end(): void {
    if (this.#mode !== 'lost' && (this.#at < this.#bytes.length || this.#skip > 0))
      this.#target.broken(this.packets + 1, 'the capture ends inside a packet');
  }

  #append(chunk: Uint8Array): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    const fresh = chunk.subarray(skipped);
    const rest = this.#bytes.subarray(this.#at);
    if (rest.length === 0) this.#look(fresh);
    else {
      const length = rest.length + fresh.length;
      this.#hold(rest, length);
      this.#held.set(fresh, rest.length);
      this.#look(this.#held.subarray(0, length));
    }
    // What is left over must outlive the lent chunk.
    if (rest.length === 0 && this.#mode === 'unknown' && fresh.length < 24) this.#keep();
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Puts bytes at the start of what is held from chunk to chunk, with room for `length` in all. */
  #hold(bytes: Uint8Array, length: number): void {
    if (length > this.#held.length) {
      const wider = new Uint8Array(length * 2);
      wider.set(bytes);
      this.#held = wider;
    } else if (bytes.buffer !== this.#held.buffer || bytes.byteOffset > 0) this.#held.set(bytes);
  }

  #keep(): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#hold(rest, rest.length);
    this.#look(this.#held.subarray(0, rest.length));
  }

  #begin(): void {
    if (this.#bytes.length < 24) return;
    const magic = this.#view.getUint32(0);
    if (magic === 0x0a0d0d0a) {
      this.#mode = 'pcapng';
      return;
    }
    const [big, little] = [magic, this.#view.getUint32(0, true)];
    this.#little = [0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34].includes(little);
    const word = this.#little ? little : big;
    // Kuznetzov's variant has an interface index and a protocol behind each header.
    this.#headerSize = word === 0xa1b2cd34 ? 24 : 16;
    const link = this.#view.getUint32(20, this.#little) & 0xffff;
    this.#interfaces = [{ link, ticksPerMs: word === 0xa1b23c4d ? 1_000_000 : 1_000, offsetMs: 0 }];
    this.#mode = 'pcap';
    this.#at = 24;
  }

  #pcap(): void {
    const { link, ticksPerMs } = this.#interfaces[0] ?? { link: 0, ticksPerMs: 1_000 };
    const [view, bytes, little, header] = [this.#view, this.#bytes, this.#little, this.#headerSize];
    while (this.#at + header <= bytes.length) {
      const at = this.#at;
      const captured = view.getUint32(at + 8, little);
      if (captured > LONGEST_PACKET || this.#isResync) {
        if (!this.#resync()) break;
        continue;
      }
      const start = at + header;
      if (start + captured > bytes.length) break;
      const seconds = view.getUint32(at, little);
      this.#lastSeconds = seconds;
      this.packets += 1;
      const time = seconds * 1_000 + view.getUint32(at + 4, little) / ticksPerMs;
      this.#target.packet(link, time, bytes, start, start + captured, this.packets);
      this.#at = start + captured;
    }
    this.#keep();
  }

  /** After a damaged length: the next place where two packet headers in a row make sense. False: more bytes are needed. */
  #resync(): boolean {
    if (!this.#isResync)
      this.#target.broken(this.packets + 1, 'a damaged packet length; searching for the next packet');
    this.#isResync = true;
    const last = this.#bytes.length - this.#headerSize * 2;
    let at = this.#at + 1;
    for (; at <= last; at += 1) {
      if (!this.#isHeader(at)) continue;
      const next = at + this.#headerSize + this.#view.getUint32(at + 8, this.#little);
      if (next + this.#headerSize > this.#bytes.length || !this.#isHeader(next)) continue;
      this.#at = at;
      this.#isResync = false;
      return true;
    }
    // A candidate whose successor hasn't come yet must be looked at again.
    this.#at = Math.max(this.#at, Math.min(at, this.#bytes.length) - LONGEST_RESYNCED);
    return false;
  }

  #isHeader(at: number): boolean {
    const [view, little] = [this.#view, this.#little];
    const captured = view.getUint32(at + 8, little);
    const original = view.getUint32(at + 12, little);
    if (captured < 14 || captured > 65_536 || original < captured || original > LONGEST_PACKET) return false;
    const far = Math.abs(view.getUint32(at, little) - this.#lastSeconds) > DAY_SECONDS;
    return !far && view.getUint32(at + 4, little) < 1_000_000_000;
  }

  #pcapng(): void {
    while (this.#at + 12 <= this.#bytes.length) {
      const at = this.#at;
      let type = this.#view.getUint32(at, this.#little);
      if (this.#view.getUint32(at) === 0x0a0d0d0a) {
        this.#little = this.#view.getUint32(at + 8, true) === 0x1a2b3c4d;
        this.#interfaces = [];
        type = 0x0a0d0d0a;
      }
      const length = this.#view.getUint32(at + 4, this.#little);
      if (length < 12 || length % 4 !== 0) {
        this.#target.broken(this.packets + 1, 'a damaged block length; the rest of the capture is lost');
        this.#mode = 'lost';
        this.#at = this.#bytes.length;
        return;
      }
      if (at + length > this.#bytes.length) {
        if (length <= LONGEST_BLOCK) break;
        this.skippedBlocks += 1;
        this.#skip = at + length - this.#bytes.length;
        this.#at = this.#bytes.length;
        break;
      }
      this.#block(type, at + 8, at + length - 4);
      this.#at = at + length;
    }
    this.#keep();
  }

  #block(type: number, start: number, end: number): void {
    if (type === 6) this.#enhanced(start, end, 8, 4);
    else if (type === 1) this.#interface(start, end);
    else if (type === 3) this.#simple(start, end);
    else if (type === 2) this.#enhanced(start, end, 8, 4, true);
    else if (type === 4) this.#names(start, end);
    else if (type !== 0x0a0d0d0a) this.skippedBlocks += 1;
  }

  #interface(start: number, end: number): void {
    if (end - start < 8 || this.#interfaces.length >= MOST_INTERFACES) return;
    let ticksPerMs = 1_000;
    let offsetMs = 0;
    for (const [code, at, size] of this.#options(start + 8, end)) {
      // if_tsresol: a power of 10, or of 2 with the high bit set.
      if (code === 9 && size >= 1) {
        const power = this.#view.getUint8(at);
        ticksPerMs = (power & 0x80 ? 2 ** (power & 0x7f) : 10 ** Math.min(power, 20)) / 1_000;
      } else if (code === 14 && size >= 8) offsetMs = Number(this.#view.getBigInt64(at, this.#little)) * 1_000;
    }
    this.#interfaces.push({ link: this.#view.getUint16(start, this.#little), ticksPerMs, offsetMs });
  }

  *#options(from: number, end: number): Generator<readonly [code: number, at: number, size: number]> {
    let at = from;
    while (at + 4 <= end) {
      const code = this.#view.getUint16(at, this.#little);
      const size = this.#view.getUint16(at + 2, this.#little);
      if (code === 0 || at + 4 + size > end) return;
      yield [code, at + 4, size];
      at += 4 + ((size + 3) & ~3);
    }
  }

  /** Enhanced Packet Block; the obsolete Packet Block has the same fields with a 16-bit interface number. */
  #enhanced(start: number, end: number, timeAt: number, lengthAt: number, isObsolete = false): void {
    this.packets += 1;
    if (end - start < 20) return this.#target.broken(this.packets, 'a packet block without a packet');
    const [view, little] = [this.#view, this.#little];
    const id = isObsolete ? view.getUint16(start, little) : view.getUint32(start, little);
    const from = this.#interfaces[id];
    const captured = view.getUint32(start + timeAt + lengthAt, little);
    if (from === undefined || start + 20 + captured > end)
      return this.#target.broken(this.packets, 'a damaged packet block');
    const ticks = view.getUint32(start + 4, little) * 4_294_967_296 + view.getUint32(start + timeAt, little);
    const time = ticks / from.ticksPerMs + from.offsetMs;
    this.#target.packet(from.link, time, this.#bytes, start + 20, start + 20 + captured, this.packets);
  }

  #simple(start: number, end: number): void {
    const [from] = this.#interfaces;
    this.packets += 1;
    if (from === undefined || end - start < 4) return this.#target.broken(this.packets, 'a damaged packet block');
    const size = Math.min(this.#view.getUint32(start, this.#little), end - start - 4);
    this.#target.packet(from.link, Number.NaN, this.#bytes, start + 4, start + 4 + size, this.packets);
  }

  /** Name Resolution Block: type 1 is IPv4, 2 IPv6; address, then names that end in NUL. */
  #names(start: number, end: number): void {
    for (const [type, at, size] of this.#options(start, end)) {
      const width = type === 1 ? 4 : type === 2 ? 16 : 0;
      if (width === 0 || size <= width) continue;
      const text = String.fromCharCode(...this.#bytes.subarray(at + width, at + Math.min(size, width + 255)));
      this.#target.name(this.#bytes.subarray(at, at + width), text.split('\0', 1)[0] ?? '');
    }
  }
}
