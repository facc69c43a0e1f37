import { readBootstrap } from '../online/registries/bootstrap.js';
import { LayoutError } from '../ranges/range-entry.js';
import type { Publisher, Reading } from './publisher.js';

/** Keys of the copies that tell which registry answers for which block. */
export const BOOTSTRAP_KEYS = ['rdap-bootstrap-ipv4', 'rdap-bootstrap-ipv6'] as const;

/** IANA's RDAP bootstrap files (RFC 9224): small, and the same for years. */
export function registryPublishers(): Publisher[] {
  return BOOTSTRAP_KEYS.map((key) => {
    const family = key.slice(-4);
    return {
      key,
      aliases: ['rdap-bootstrap'],
      title: `IANA RDAP bootstrap, ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`,
      group: 'registry',
      licence: 'public domain (IANA)',
      urls: () => [`https://data.iana.org/rdap/${family}.json`],
      page: null,
      hosts: [],
      everyHours: 24 * 7,
      // 218 and 40 blocks in 2024.
      bounds: { min: 20, max: 5000 },
      maxBytes: 1024 * 1024,
      isGzip: false,
      leastShare: 0.5,
      end: null,
      isDefault: true,
      read: reading,
    };
  });
}

function reading(bytes: Uint8Array): Reading {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw new LayoutError('no JSON');
  }
  const entries = readBootstrap(value);
  if (entries === null) throw new LayoutError('no RDAP bootstrap file');
  const { publication } = value as { publication?: unknown };
  const asOf = typeof publication === 'string' ? (/^\d{4}-\d\d-\d\d/.exec(publication)?.[0] ?? null) : null;
  return { entries: entries.length, rejected: 0, asOf, refused: null, blocks: [] };
}
