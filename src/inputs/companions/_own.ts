import type { Address } from '../../address/address.js';
import { parseAddress } from '../../address/parse.js';
import { parsePrefix, prefixContains } from '../../address/prefix.js';
import type { CompanionSink } from './companion.js';

/** `255.255.255.0` or `0xffffff00` -> 24; null where the bits have gaps. */
export function lengthOfMask(text: string): number | null {
  const word = /^0x[0-9a-f]{8}$/i.test(text) ? Number(text) : (parseAddress(text)?.w3 ?? null);
  if (word === null || (text.includes(':') && !text.startsWith('0x'))) return null;
  const length = Math.clz32(~word);
  return length === 32 || (word << length) >>> 0 === 0 ? length : null;
}

/** The machine's own address, and the network around it. */
export function giveOwn(sink: CompanionSink, text: string, length: number | null): Address | null {
  const address = parseAddress(text);
  if (address === null || isZero(address)) return null;
  sink.ownAddress(address);
  if (length !== null) giveNetwork(sink, text, length, address);
  return address;
}

/** A directly connected network. `self` proves that it is the machine's own. */
export function giveNetwork(sink: CompanionSink, base: string, length: number, self: Address | null): void {
  const prefix = parsePrefix(`${base.replace(/%.*$/, '')}/${length}`);
  if (prefix === null) return;
  const isInside = self !== null && prefixContains(prefix, self);
  sink.network({ first: prefix.first, last: prefix.last, length, self: isInside ? self : null });
}

export function giveGateway(sink: CompanionSink, text: string): boolean {
  const address = parseAddress(text);
  if (address === null || isZero(address)) return false;
  sink.gateway(address);
  return true;
}

export function isZero({ w0, w1, w2, w3 }: Address): boolean {
  return w0 === 0 && w1 === 0 && w2 === 0 && w3 === 0;
}
