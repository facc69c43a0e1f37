import type { HttpSource } from '../source.js';

/** What the units of the service share. */
export const otxService = {
  service: 'otx',
  hosts: ['otx.alienvault.com'],
  kind: 'passive',
  // Since 2025 questions without a key come back empty.
  key: { env: ['FAREND_OTX_KEY'], howToGet: 'https://otx.alienvault.com/api', isOptional: false },
  tlpCeiling: 'green',
  quota: {
    perSecond: 2,
    concurrent: 2,
    note: 'Not published; 10,000 an hour with a key is an old statement. Often slow.',
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['otx'],
  licence: 'Open Threat Exchange terms; written by its users, not verified',
  url: 'https://otx.alienvault.com/assets/static/external_api.html',
  page: (address: string) => `https://otx.alienvault.com/indicator/ip/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [],
  // Fifty pulses with all their tags and references.
  maxBytes: 8_000_000,
  requestOf:
    (section: string): HttpSource['request'] =>
    ([one], [key]) => ({
      method: 'GET',
      url: `https://otx.alienvault.com/api/v1/indicators/IPv${one?.address.family ?? 4}/${encodeURIComponent(one?.text ?? '')}/${section}`,
      headers: { accept: 'application/json', 'x-otx-api-key': key ?? '' },
    }),
} as const satisfies Partial<HttpSource> & Record<string, unknown>;
