import { parseAddress } from '../../address/parse.js';

/** Whether the bytes between brackets are an IPv6 address that every row may name. */
export function isTokenAddress(bytes: Uint8Array, start: number, end: number): boolean {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]);
  if (text === '::') return true;
  const address = parseAddress(text);
  // Zero written otherwise is a wildcard that a scanner doesn't know as one.
  return address?.family === 6 && (address.w0 | address.w1 | address.w2 | address.w3) !== 0;
}
