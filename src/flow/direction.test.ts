import { expect, test } from 'vitest';
import { inferDirection } from './direction.js';

const ends = { state: 'established', localPort: 51544, remotePort: 443, isListening: false } as const;

test('a handed-out local port and a low remote port mean that we opened the connection', () => {
  expect(inferDirection(ends)).toBe('outbound');
  expect(inferDirection({ ...ends, remotePort: 4070 })).toBe('outbound');
});

test('a listener on the local port means that the other end opened it, whatever the numbers look like', () => {
  expect(inferDirection({ ...ends, localPort: 51413, remotePort: 6881, isListening: true })).toBe('inbound');
});

test('only the opener sends a SYN, only the other end is answered with one', () => {
  expect(inferDirection({ ...ends, state: 'syn-sent', localPort: 445 })).toBe('outbound');
  expect(inferDirection({ ...ends, state: 'syn-received' })).toBe('inbound');
});

test('a service port at our end and a handed-out one at theirs is an inbound session', () => {
  expect(inferDirection({ ...ends, localPort: 3389, remotePort: 50123 })).toBe('inbound');
  expect(inferDirection({ ...ends, localPort: 22, remotePort: 40000 })).toBe('inbound');
});

test('Windows XP hands out local ports from 1025 to 5000', () => {
  expect(inferDirection({ ...ends, localPort: 1054, remotePort: 80 })).toBe('outbound');
  expect(inferDirection({ ...ends, localPort: 1054, remotePort: 8080 })).toBe('outbound');
});

test('two handed-out ports, or a missing one, decide nothing', () => {
  expect(inferDirection({ ...ends, remotePort: 50000 })).toBe('unknown');
  expect(inferDirection({ ...ends, localPort: null })).toBe('unknown');
});
