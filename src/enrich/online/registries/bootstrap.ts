import type { Address } from '../../../address/address.js';
import { parsePrefix, type Prefix, prefixContains } from '../../../address/prefix.js';
import { isObject, listOf, textsOf } from '../shape.js';
import { registryOf } from './registry.js';

/** An RDAP server for a block, out of a bootstrap file. */
export interface BootstrapEntry {
  readonly block: Prefix;
  /** https, ends in `/`. */
  readonly base: string;
}

/**
 * Reads an IANA bootstrap file (RFC 9224, `services`: pairs of blocks and base URLs), the longest prefix first. Servers
 * without https are left out. Null when it is no such file.
 */
export function readBootstrap(value: unknown): BootstrapEntry[] | null {
  if (!isObject(value) || !Array.isArray(value.services)) return null;
  const entries = listOf(value.services).flatMap((service) => {
    const [blocks, urls] = listOf(service);
    const base = textsOf(urls).find((url) => URL.canParse(url) && new URL(url).protocol === 'https:');
    if (base === undefined) return [];
    return textsOf(blocks).flatMap((text) => {
      const block = parsePrefix(text);
      return block === null ? [] : [{ block, base: base.endsWith('/') ? base : `${base}/` }];
    });
  });
  return entries.length === 0 ? null : entries.sort((a, b) => b.block.length - a.block.length);
}

/** Base URL of the RDAP server for an address: by a bootstrap file of today, else by the built-in table. */
export function rdapBase(address: Address, bootstrap: readonly BootstrapEntry[] = []): string | null {
  const found = bootstrap.find(({ block }) => prefixContains(block, address));
  return found?.base ?? registryOf(address)?.rdap ?? null;
}
