import type { PackSource } from './pack-manifest.js';

/** The packages the pack is compiled from. Licences were read from the packages; the attribution is in THIRD-PARTY.md. */
export const PACK_SOURCES = {
  asn: {
    key: 'asn',
    name: 'ip-location-db asn (RouteViews, NRO, DB-IP)',
    licence: 'CC BY 4.0',
    url: 'https://github.com/sapics/ip-location-db',
  },
  geoWhois: {
    key: 'geo-whois-asn-country',
    name: 'ip-location-db geo-whois-asn-country (geofeeds, whois, NRO)',
    licence: 'CC0 1.0, data of the NRO CC BY 4.0',
    url: 'https://github.com/sapics/ip-location-db',
  },
  registry: {
    key: 'asn-country',
    name: 'ip-location-db asn-country (NRO delegations)',
    licence: 'CC0 1.0, data of the NRO CC BY 4.0',
    url: 'https://www.nro.net/',
  },
  dbip: {
    key: 'dbip-country',
    name: 'DB-IP Lite country',
    licence: 'CC BY 4.0',
    url: 'https://db-ip.com/',
  },
} as const satisfies Record<string, Omit<PackSource, 'date'>>;

/** Data date out of a package version: `2.3.2026061719` was made on 2026-06-17 at 19 h. */
export function dateOfVersion(version: string): string {
  const stamp = /(\d{4})(\d{2})(\d{2})\d{2}$/.exec(version);
  if (stamp === null) throw new Error(`no date in the data package version ${version}`);
  return `${stamp[1]}-${stamp[2]}-${stamp[3]}`;
}
