/** What is read of one packet; one object is used for all. */
export class IpPacket {
  family: 4 | 6 = 4;
  /** Words of the addresses, most significant first; IPv4 uses the last one. */
  readonly source = new Uint32Array(4);
  readonly destination = new Uint32Array(4);
  protocol = 0;
  sourcePort = 0;
  destinationPort = 0;
  hasPorts = false;
  /** FIN 1, SYN 2, RST 4, ACK 16 of TCP, and 8 (PSH's bit) for a SYN that came without ACK; 0 for others. */
  flags = 0;
  /** IP length in bytes, headers included, as on the wire. */
  size = 0;
  /** Captured payload behind the transport header. */
  payload = 0;
  payloadEnd = 0;
  /** A fragment other than the first has no ports; its datagram's number tells where it belongs. */
  isLaterFragment = false;
  isFirstFragment = false;
  fragmentId = 0;

  /** Reads the packet at `at`. False when it is no IP packet or its header is cut. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    const version = (bytes[at] ?? 0) >> 4;
    this.flags = 0;
    this.hasPorts = false;
    this.isFirstFragment = false;
    this.isLaterFragment = false;
    if (version === 4) return this.#four(bytes, at, end);
    return version === 6 && this.#six(bytes, at, end);
  }

  #four(bytes: Uint8Array, at: number, end: number): boolean {
    const header = ((bytes[at] ?? 0) & 15) * 4;
    if (header < 20 || at + header > end) return false;
    this.family = 4;
    // Segmentation offload leaves the length 0: the frame tells it.
    this.size = word(bytes, at + 2) || end - at;
    this.protocol = bytes[at + 9] ?? 0;
    this.source.fill(0, 0, 3);
    this.destination.fill(0, 0, 3);
    this.source[3] = long(bytes, at + 12);
    this.destination[3] = long(bytes, at + 16);
    const fragment = word(bytes, at + 6);
    this.fragmentId = word(bytes, at + 4);
    this.isLaterFragment = (fragment & 0x1fff) !== 0;
    this.isFirstFragment = fragment === 0x2000 || fragment === 0x6000;
    this.#transport(bytes, at + header, Math.min(end, at + Math.max(this.size, header)));
    return true;
  }

  #six(bytes: Uint8Array, at: number, end: number): boolean {
    if (at + 40 > end) return false;
    this.family = 6;
    const length = word(bytes, at + 4);
    this.size = length === 0 ? end - at : length + 40;
    for (let i = 0; i < 4; i += 1) {
      this.source[i] = long(bytes, at + 8 + i * 4);
      this.destination[i] = long(bytes, at + 24 + i * 4);
    }
    return this.#extensions(bytes, bytes[at + 6] ?? 59, at + 40, Math.min(end, at + this.size));
  }

  /** RFC 8200 section 4: extension headers stand before the transport; a handful at most. */
  #extensions(bytes: Uint8Array, first: number, from: number, end: number): boolean {
    let next = first;
    let at = from;
    for (let i = 0; i < 10; i += 1) {
      this.protocol = next;
      const isFragment = next === 44;
      const isAuthentication = next === 51;
      if (!isFragment && !isAuthentication && next !== 0 && next !== 43 && next !== 60 && next !== 135) break;
      if (at + 8 > end) return true;
      if (isFragment) {
        const fragment = word(bytes, at + 2);
        this.isLaterFragment = (fragment & 0xfff8) !== 0;
        this.isFirstFragment = !this.isLaterFragment && (fragment & 1) === 1;
        this.fragmentId = long(bytes, at + 4);
      }
      next = bytes[at] ?? 59;
      at += isFragment ? 8 : isAuthentication ? ((bytes[at + 1] ?? 0) + 2) * 4 : ((bytes[at + 1] ?? 0) + 1) * 8;
    }
    this.protocol = next;
    this.#transport(bytes, at, end);
    return true;
  }

  #transport(bytes: Uint8Array, at: number, end: number): void {
    const { protocol } = this;
    this.payload = end;
    this.payloadEnd = end;
    if (this.isLaterFragment || at + 4 > end) return;
    const isTcp = protocol === 6;
    // SCTP, DCCP and UDP-Lite begin with the two ports as well.
    if (!isTcp && protocol !== 17 && protocol !== 132 && protocol !== 33 && protocol !== 136) return;
    this.hasPorts = true;
    this.sourcePort = word(bytes, at);
    this.destinationPort = word(bytes, at + 2);
    if (isTcp && at + 14 <= end) {
      const flags = (bytes[at + 13] ?? 0) & 0x17;
      this.flags = (flags & 0x12) === 0x02 ? flags | 8 : flags;
      this.payload = Math.min(end, at + Math.max(20, ((bytes[at + 12] ?? 0) >> 4) * 4));
    } else if (!isTcp) this.payload = Math.min(end, at + 8);
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function long(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}
