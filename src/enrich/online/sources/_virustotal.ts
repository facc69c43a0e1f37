import type { HttpSource } from '../source.js';

/** What the units of the service share. */
export const virustotalService = {
  service: 'virustotal',
  hosts: ['www.virustotal.com'],
  kind: 'passive',
  key: { env: ['FAREND_VIRUSTOTAL_KEY'], howToGet: 'https://www.virustotal.com/gui/my-apikey', isOptional: false },
  tlpCeiling: 'amber',
  quota: {
    perMinute: 4,
    perDay: 500,
    perMonth: 15_500,
    concurrent: 1,
    note: 'The public key; renewed at 00:00 UTC. Premium keys have more.',
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['virustotal'],
  licence: 'Public key: not for commercial products or business workflows; no republication',
  url: 'https://docs.virustotal.com/reference/ip-info',
  page: (address: string) => `https://www.virustotal.com/gui/ip-address/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  maxBytes: 4_000_000,
} as const satisfies Partial<HttpSource>;
