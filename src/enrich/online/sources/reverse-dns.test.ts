import { expect, test } from 'vitest';
import { CouldNotAsk } from '../../update/publisher.js';
import { answersOf, asked, fakeWorld } from '../_fake-world.js';
import type { Resolver } from '../source.js';
import { reverseDns } from './reverse-dns.js';

function worldOf(resolver: Partial<Resolver>) {
  const none = (): Promise<readonly string[]> => Promise.resolve([]);
  return { ...fakeWorld({ endpoints: [] }).effects, resolver: { reverse: none, forward: none, ...resolver } };
}

test('a name that leads back is confirmed, another is a claim', async () => {
  const effects = worldOf({
    reverse: () => Promise.resolve(['DNS.example.', 'www.bank.example']),
    forward: (name) => Promise.resolve(name.toLowerCase().startsWith('dns') ? ['9.9.9.9', '8.8.8.8'] : ['192.0.2.1']),
  });
  const answer = (await answersOf(reverseDns, asked('8.8.8.8'), effects)).get('8.8.8.8');
  expect(answer?.names).toEqual([
    { name: 'dns.example', isConfirmed: true },
    { name: 'www.bank.example', isConfirmed: false },
  ]);
  expect(answer?.facts.map(({ value }) => value).join()).toContain('does not lead back');
});

test('IPv6 leads back whatever way the zone writes it', async () => {
  const effects = worldOf({
    reverse: () => Promise.resolve(['a.example']),
    forward: () => Promise.resolve(['2A00:0:0:0::1']),
  });
  expect((await answersOf(reverseDns, asked('2a00::1'), effects)).get('2a00::1')?.names[0].isConfirmed).toBe(true);
});

test('no name is "not known", a dead resolver could not be asked', async () => {
  expect((await answersOf(reverseDns, asked('8.8.8.8'), worldOf({}))).get('8.8.8.8')?.answer).toBe('not-known');
  const dead = worldOf({ reverse: () => Promise.reject(new CouldNotAsk('no resolver answered')) });
  expect((await answersOf(reverseDns, asked('8.8.8.8'), dead)).get('8.8.8.8')).toMatchObject({
    answer: 'could-not-ask',
    obstacle: 'network',
  });
});

test('what cannot be a host name is none', async () => {
  const effects = worldOf({
    reverse: () => Promise.resolve(['<script>.example', '\u001b[31m', '', 'x'.repeat(300), 'good.example']),
  });
  expect(
    (await answersOf(reverseDns, asked('8.8.8.8'), effects)).get('8.8.8.8')?.names.map(({ name }) => name),
  ).toEqual(['good.example']);
});

test('it is active, so it is never asked by default', () => expect(reverseDns.kind).toBe('active'));
