import type { Address } from './address.js';
import { formatAddress } from './format.js';
import { ipv4 } from './ipv4.js';
import type { Embedding } from './special-purpose.js';

/** The IPv4 address inside an IPv6 address of this layout, or null when this one carries none. One level only. */
export function embeddedIPv4(a: Address, layout: Embedding): Address | null {
  switch (layout) {
    case 'low':
      return ipv4(a.w3);
    case 'nat64-local':
      // RFC 8215 leaves the layout inside the /48 to the operator; only the /96 form can be recognised.
      return (a.w1 & 0xffff) === 0 && a.w2 === 0 ? ipv4(a.w3) : null;
    case '6to4':
      return ipv4((a.w0 << 16) | (a.w1 >>> 16));
    case 'teredo':
      return ipv4(~a.w3);
    default:
      // ISATAP, RFC 5214 section 6.1: interface id 0000:5efe, or 0200:5efe when the IPv4 is globally unique.
      return a.w2 === 0x0000_5efe || a.w2 === 0x0200_5efe ? ipv4(a.w3) : null;
  }
}

/** Server, NAT flags and client port of a Teredo address (RFC 4380 section 4), for a person. */
export function teredoNote(a: Address): string {
  const flags = a.w2 >>> 16;
  const port = (a.w2 & 0xffff) ^ 0xffff;
  const cone = (flags & 0x8000) === 0 ? '' : ' (cone NAT)';
  return `Teredo server ${formatAddress(ipv4(a.w1))}, flags 0x${flags.toString(16).padStart(4, '0')}${cone}, client port ${port}`;
}
