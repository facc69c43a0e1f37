import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { COUNTED_PACE, EVEN_GAPS, LEAST_CORE, LEAST_GAPS, LEAST_SECONDS, paceOf, REGULAR, STRICT } from './pace.js';
import { WEIGHTS } from './weights.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const rhythm = fc.record({
  starts: fc.integer({ min: 1, max: 4096 }),
  everySeconds: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.nat(100_000)),
  deviationSeconds: fc.nat(100),
  gaps: fc.oneof(share, fc.double({ min: 0.55, max: 0.65, noNaN: true })),
  sizes: fc.option(fc.oneof(share, fc.constant(1))),
  spread: fc.oneof(share, fc.constant(1)),
  duration: fc.option(fc.oneof(share, fc.constant(1))),
});

test('a rhythm whose gaps are too uneven or too short for it is never strict, whatever else is even', () => {
  let strict = 0;
  fc.assert(
    fc.property(rhythm, (rhythm) => {
      const timing = { from: 0, to: 1e9, days: 11, longestMs: null, failedRun: 0, rhythm };
      const pace = paceOf({ firstSeen: 0, lastSeen: 0, bytesSent: null, bytesReceived: null, timing });
      if ((pace & STRICT) === 0) return;
      strict++;
      expect(rhythm.gaps).toBeGreaterThanOrEqual(LEAST_GAPS);
      const core = rhythm.sizes === null ? rhythm.gaps : (rhythm.gaps + rhythm.sizes) / 2;
      expect(core).toBeGreaterThanOrEqual(LEAST_CORE);
      expect(rhythm.everySeconds).toBeGreaterThanOrEqual(LEAST_SECONDS);
    }),
    { numRuns: 2000 },
  );
  expect(strict).toBeGreaterThan(0);
});

test('what the counted pace leaves out is said and weighs nothing', () => {
  expect(COUNTED_PACE & (EVEN_GAPS | REGULAR)).toBe(0);
  expect(WEIGHTS['regular-beacon.fair'].decibans).toBe(0);
  expect(WEIGHTS['known-scheduler'].decibans).toBe(0);
});
