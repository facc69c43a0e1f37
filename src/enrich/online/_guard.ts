import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { classify } from '../../address/classify.js';
import { parseAddress } from '../../address/parse.js';

/** True for an address on the public Internet, by its text. */
export function isPublic(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && classify(address).isGlobal;
}

/**
 * Resolves a name and keeps only public addresses, and those are what is connected to: neither a redirect nor a name
 * that answers differently the second time leads into the network we stand in (SSRF, DNS rebinding).
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...(options as LookupOptions), all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0);
    const kept = found.filter(({ address }) => isPublic(address));
    if (kept.length === 0) return callback(new NotPublic(hostname), '', 0);
    if (options.all === true) (callback as unknown as (error: null, found: LookupAddress[]) => void)(null, kept);
    else callback(null, kept[0].address, kept[0].family);
  });
};

/** The name leads to an address that is no public one. */
export class NotPublic extends Error {
  readonly code = 'ENOTPUBLIC';
  constructor(hostname: string) {
    super(`${hostname} leads to a private address, which is never asked`);
  }
}
