import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expectation } from '../model/judgement.js';
import type { NetworkKind } from '../model/knowledge.js';
import { type Example, example } from './_example.js';
import { judge } from './index.js';

const rented = { kind: 'hosting', organisation: 'Example Hosting' } as const;
const microsoft = { kind: 'cloud-platform', provider: 'microsoft', organisation: 'Microsoft' } as const;
const svchost = {
  name: 'svchost.exe',
  known: { key: 'svchost', title: 'Service host', kind: 'service-host', owners: ['microsoft'], ports: [[443, 443]] },
} as const;
const spotify = { use: 'Spotify', kind: 'app', confidence: 'high', owners: ['google'], programs: ['spotify'] } as const;

function expectation(wanted: Example): Expectation | null {
  return judge(example(wanted)).expectation;
}

test('a part of the system at its maker is expected', () => {
  expect(expectation({ ...microsoft, programs: [svchost] })).toEqual({
    grade: 'expected',
    says: 'Service host: 443/tcp at Microsoft is where it normally connects to.',
    basis: ['program', 'owner', 'port', 'direction'],
  });
});

test('a part of the system at a rented machine contradicts what is known of it', () => {
  const found = expectation({ ...rented, programs: [svchost] });
  expect(found?.grade).toBe('contradictory');
  expect(found?.says).toMatch(/Service host normally reaches Microsoft; 443\/tcp at Example Hosting contradicts/);
});

test('a contradiction is said though something heavier is unusual', () => {
  const subject = { ...rented, ports: ['8443/tcp', '4070/tcp'], uses: { 4070: [spotify] } };
  expect(expectation(subject)?.grade).toBe('contradictory');
});

test('plain netstat is judged by owner and port', () => {
  expect(expectation(microsoft)).toMatchObject({ grade: 'expected', basis: ['owner', 'port', 'direction'] });
  expect(expectation({ ...rented, ports: ['8443/tcp'] })?.grade).toBe('unusual');
  expect(expectation({ ...rented, ports: ['4070/tcp'], uses: { 4070: [spotify] } })?.grade).toBe('contradictory');
  expect(expectation(rented)).toMatchObject({
    grade: 'plausible',
    says: 'Something here reaches Example Hosting on 443/tcp: nothing contradicts it, and nothing says that they belong together.',
  });
});

test('a visitor is plausible, and seen from the right side', () => {
  expect(expectation({ ...rented, ports: ['local 22/tcp'], directions: { inbound: 1 } })?.says).toMatch(
    /^A visitor from Example Hosting came to our port 22\/tcp/,
  );
});

test('where neither owner nor program is known nothing is expected', () => {
  expect(expectation({ organisation: null })).toBeNull();
});

test('behaviour and lists leave the expectation as it is', () => {
  const timing = { from: 0, to: 1, days: 1, longestMs: 9e7, failedRun: 40, rhythm: null };
  expect(expectation({ ...rented, timing })).toEqual(expectation(rented));
});

test('it never disagrees with the verdict: expected peers are neither unusual nor contradictory', () => {
  const kinds = fc.constantFrom<NetworkKind>(
    'hosting',
    'cloud-platform',
    'cdn',
    'access',
    'resolver',
    'unknown',
    'special',
  );
  const ports = fc.subarray(['443/tcp', '80/tcp', '53/udp', '123/udp', '8080/tcp', '4070/tcp', 'local 22/tcp'], {
    minLength: 1,
  });
  const programs = fc.constantFrom([], [svchost], [{ name: 'thing.exe' }]);
  fc.assert(
    fc.property(kinds, ports, programs, (kind, ports, programs) => {
      const subject = example({ kind, provider: 'microsoft', ports, programs, uses: { 4070: [spotify] } });
      const { verdict, expectation } = judge(subject);
      const grade = expectation?.grade ?? 'expected';
      expect(verdict !== 'expected' || grade === 'expected' || grade === 'plausible').toBe(true);
    }),
  );
});
