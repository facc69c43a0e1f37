import type { HttpSource } from '../source.js';

/** What most services share that only know where an address is and whose: context beside the pack, asked by name only. */
export const geoService = {
  kind: 'passive',
  isDefault: false,
  tlpCeiling: 'green',
  families: [4, 6],
  batch: 1,
  maxAgeHours: 168,
  negativeMaxAgeHours: 24,
  via: 'http',
  reads: [],
  maxBytes: 500_000,
} as const satisfies Partial<HttpSource>;
