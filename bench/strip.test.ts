import { expect, test } from 'vitest';
import { parseStrip, STRIPPABLE, stripped } from './_strip.js';

const row = {
  host: 'a',
  process: 'x.exe',
  processPath: null,
  pid: 1,
  protocol: 'tcp',
  localAddress: '192.0.2.1',
  localPort: 50000,
  remoteAddress: '203.0.113.7',
  remotePort: 443,
  state: 'ESTABLISHED',
};

test('named columns go, the others stay', () => {
  expect(stripped(row, ['state', 'process'])).toEqual({
    host: 'a',
    protocol: 'tcp',
    localAddress: '192.0.2.1',
    localPort: 50000,
    remoteAddress: '203.0.113.7',
    remotePort: 443,
  });
  expect(stripped(row, [])).toBe(row);
});

test('a tuple is address, port and protocol', () => {
  expect(stripped(row, ['tuple'])).toEqual({ protocol: 'tcp', remoteAddress: '203.0.113.7', remotePort: 443 });
});

test('an unknown word is refused', () => {
  expect(parseStrip('state,process')).toEqual(['state', 'process']);
  expect(parseStrip('')).toEqual([]);
  expect(parseStrip('state,colour')).toBeNull();
  expect(STRIPPABLE).toContain('tuple');
});
