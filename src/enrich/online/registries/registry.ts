import type { Address } from '../../../address/address.js';
import { parsePrefix, type Prefix, prefixContains } from '../../../address/prefix.js';
import { IPV4_OCTETS, IPV6_BLOCKS } from './registry-table.js';

/** A regional Internet registry: where it answers, and how often it likes to be asked. */
export interface Registry {
  readonly key: RegistryKey;
  readonly title: string;
  readonly rdap: string;
  readonly whois: string;
  /** No registry publishes firm numbers; these are what operators live with. */
  readonly perMinute: number;
}

export type RegistryKey = 'afrinic' | 'apnic' | 'arin' | 'lacnic' | 'ripencc';

export const REGISTRIES: Readonly<Record<RegistryKey, Registry>> = {
  afrinic: {
    key: 'afrinic',
    title: 'AFRINIC',
    rdap: 'https://rdap.afrinic.net/rdap/',
    whois: 'whois.afrinic.net',
    perMinute: 60,
  },
  apnic: { key: 'apnic', title: 'APNIC', rdap: 'https://rdap.apnic.net/', whois: 'whois.apnic.net', perMinute: 60 },
  arin: {
    key: 'arin',
    title: 'ARIN',
    rdap: 'https://rdap.arin.net/registry/',
    whois: 'whois.arin.net',
    perMinute: 60,
  },
  // Blocks who asks more than a few times a minute.
  lacnic: {
    key: 'lacnic',
    title: 'LACNIC',
    rdap: 'https://rdap.lacnic.net/rdap/',
    whois: 'whois.lacnic.net',
    perMinute: 6,
  },
  ripencc: {
    key: 'ripencc',
    title: 'RIPE NCC',
    rdap: 'https://rdap.db.ripe.net/',
    whois: 'whois.ripe.net',
    perMinute: 60,
  },
};

let octets: (RegistryKey | undefined)[] | null = null;
let blocks: (readonly [Prefix, RegistryKey])[] | null = null;

/** The registry that IANA gave the block around an address to; null where it is in no such block. */
export function registryOf(address: Address): Registry | null {
  const key = address.family === 4 ? octetTable()[address.w3 >>> 24] : ipv6Registry(address);
  return key === undefined ? null : REGISTRIES[key];
}

function octetTable(): (RegistryKey | undefined)[] {
  if (octets !== null) return octets;
  octets = [];
  for (const [key, ranges] of Object.entries(IPV4_OCTETS) as [RegistryKey, string][]) {
    for (const range of ranges.split(' ')) {
      const [from = '', to = from] = range.split('-');
      for (let octet = Number(from); octet <= Number(to); octet++) octets[octet] = key;
    }
  }
  return octets;
}

function ipv6Registry(address: Address): RegistryKey | undefined {
  blocks ??= (Object.entries(IPV6_BLOCKS) as [RegistryKey, string][]).flatMap(([key, texts]) =>
    texts.split(' ').flatMap((text) => {
      const prefix = parsePrefix(text);
      return prefix === null ? [] : [[prefix, key] as const];
    }),
  );
  return blocks.find(([prefix]) => prefixContains(prefix, address))?.[1];
}
