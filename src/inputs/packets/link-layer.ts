/** No Internet protocol in this frame. */
const NOT_IP = -1;
/** A link type that isn't read here. */
export const UNKNOWN_LINK = -2;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** EtherTypes of tags and their bytes: VLAN, and what Cisco's fabric extenders put before it (VN-Tag, 802.1BR). */
const TAGS: ReadonlyMap<number, number> = new Map([
  [0x8100, 4],
  [0x88a8, 4],
  [0x9100, 4],
  [0x8926, 6],
  [0x893f, 8],
]);

/** Where the IP header of a frame begins, or one of the two constants. Link types: tcpdump.org/linktypes.html. */
export function ipStart(link: number, bytes: Uint8Array, start: number, end: number): number {
  switch (link) {
    case 1:
      return behindType(bytes, start + 12, end);
    case 0:
    case 108:
      return loopback(bytes, start, end);
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return start;
    case 113:
      return behindType(bytes, start + 14, end);
    case 276:
      // Linux cooked v2: the protocol comes first, the header has 20 bytes.
      return start + 20 <= end && isIp(word(bytes, start)) ? start + 20 : NOT_IP;
    case 9:
      return pointToPoint(bytes, start, end);
    case 10:
      // FDDI: frame control and two addresses.
      return behindSnap(bytes, start + 13, end);
    case 104:
      // Cisco's HDLC: address, control, EtherType.
      return behindType(bytes, start + 2, end);
    case 105:
      return wireless(bytes, start, end);
    case 127:
      // Radiotap tells its own length.
      return wireless(bytes, start + (bytes[start + 2] ?? 0) + ((bytes[start + 3] ?? 0) << 8), end);
    default:
      return UNKNOWN_LINK;
  }
}

/** EtherType, behind any number of tags, one MPLS label stack or a PPPoE header. */
function behindType(bytes: Uint8Array, typeAt: number, end: number): number {
  let at = typeAt;
  for (let tags = 0; tags < 8 && at + 2 <= end; tags += 1) {
    const type = word(bytes, at);
    if (isIp(type)) return at + 2;
    if (type === 0x8864) return at + 8 < end ? pointToPoint(bytes, at + 8, end) : NOT_IP;
    if (type === 0x8847) return behindLabels(bytes, at + 2, end);
    const length = TAGS.get(type);
    if (length === undefined) return NOT_IP;
    at += length;
  }
  return NOT_IP;
}

/** LLC with SNAP, in the place of an EtherType. */
function behindSnap(bytes: Uint8Array, at: number, end: number): number {
  const isSnap = word(bytes, at) === 0xaaaa && (bytes[at + 2] ?? 0) === 3;
  return isSnap ? behindType(bytes, at + 6, end) : NOT_IP;
}

/** IEEE 802.11: data frames that are not encrypted; a fourth address, QoS and HT make the header longer. */
function wireless(bytes: Uint8Array, start: number, end: number): number {
  const [kind = 0, flags = 0] = bytes.subarray(start, start + 2);
  const hasData = (kind & 0x0c) === 0x08 && (kind & 0x40) === 0;
  if (!hasData || (flags & 0x40) !== 0 || start + 24 > end) return NOT_IP;
  const isQos = (kind & 0x80) !== 0;
  const length = 24 + ((flags & 3) === 3 ? 6 : 0) + (isQos ? 2 : 0) + (isQos && (flags & 0x80) !== 0 ? 4 : 0);
  return behindSnap(bytes, start + length, end);
}

function behindLabels(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + 4 < end && at < from + 40; at += 4) {
    if (((bytes[at + 2] ?? 0) & 1) === 1)
      return (bytes[at + 4] ?? 0) >> 4 === 4 || (bytes[at + 4] ?? 0) >> 4 === 6 ? at + 4 : NOT_IP;
  }
  return NOT_IP;
}

function pointToPoint(bytes: Uint8Array, start: number, end: number): number {
  const at = word(bytes, start) === 0xff03 ? start + 2 : start;
  // RFC 1661, 6.5: an odd first byte is the whole protocol.
  const length = ((bytes[at] ?? 0) & 1) === 1 ? 1 : 2;
  if (at + length > end) return NOT_IP;
  const protocol = length === 1 ? (bytes[at] ?? 0) : word(bytes, at);
  return protocol === 0x21 || protocol === 0x57 ? at + length : NOT_IP;
}

/** BSD loopback: an address family in the byte order of the machine; 2 is IPv4, IPv6 differs by system. */
function loopback(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return NOT_IP;
  const family =
    word(bytes, start) === 0 ? word(bytes, start + 2) : (bytes[start] ?? 0) | ((bytes[start + 1] ?? 0) << 8);
  return family === 2 || family === 24 || family === 28 || family === 30 || family === 10 ? start + 4 : NOT_IP;
}

function isIp(type: number): boolean {
  return type === IPV4 || type === IPV6;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
