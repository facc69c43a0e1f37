import { expect, test } from 'vitest';
import type { NetworkKind, Owner } from '../model/knowledge.js';
import { example } from './_example.js';
import { isAlternativeWeb, ownerFit, programText } from './_match.js';
import { viewOf } from './view.js';

function owner(kind: NetworkKind, provider: string | null, organisation: string | null = null): Owner {
  return { country: null, as: null, organisation, network: { kind, provider, service: null } };
}

test.each([
  ['named', ['microsoft'], owner('cloud-platform', 'microsoft')],
  ['customer', ['microsoft'], owner('cloud-tenant', 'microsoft')],
  ['customer', ['microsoft', 'akamai', 'fastly'], owner('cloud-tenant', 'microsoft')],
  ['customer', ['microsoft', 'akamai'], owner('hosting', 'akamai')],
  ['customer', ['*', 'google'], owner('cloud-tenant', 'google')],
  ['named', ['microsoft', 'akamai'], owner('cdn', 'akamai')],
  ['named', ['slack', 'amazon', 'fastly'], owner('cloud-tenant', 'amazon')],
  ['named', ['anydesk', 'ovh', 'hetzner'], owner('hosting', 'ovh')],
  ['named', ['kind:hosting'], owner('hosting', 'vultr')],
  ['none', ['kind:hosting'], owner('cdn', 'vultr')],
  ['any', ['*'], owner('unknown', null)],
  ['none', ['microsoft'], owner('hosting', 'vultr')],
  ['none', [], owner('unknown', null)],
] as const)('fit is %s for %j', (fit, owners, to) => {
  expect(ownerFit(owners, to)).toBe(fit);
});

test.each([
  ['riot-games', 'Riot Games, Inc', 'named'],
  ['box', 'Box, Inc', 'named'],
  ['box', 'box', 'named'],
  ['box', 'Boxed Hosting', 'none'],
  ['line', 'Linear Networks', 'none'],
  ['hp', 'HP2 Cloud', 'none'],
  ['level', 'Le', 'none'],
] as const)('%s at an organisation called %s: %s', (entry, organisation, fit) => {
  expect(ownerFit([entry], owner('unknown', null, organisation))).toBe(fit);
});

test('a second web port is one over TCP', () => {
  const knowledge = { port: 8080, protocol: 'tcp', registered: null, observed: [] };
  expect(isAlternativeWeb({ port: 8080, protocol: 'tcp', isUdp: false, knowledge })).toBe(true);
  expect(isAlternativeWeb({ port: 8080, protocol: 'udp', isUdp: true, knowledge })).toBe(false);
  expect(isAlternativeWeb({ port: 4444, protocol: 'tcp', isUdp: false, knowledge })).toBe(false);
});

test('a program is named so that its name and what it is are both read', () => {
  const text = (name: string, title: string): string => {
    const [actor] = viewOf(example({ programs: [{ name, known: { title } }] })).actors;
    return actor === undefined ? '' : programText(actor);
  };
  expect(text('python3.11', 'Python')).toBe('Python');
  expect(text('EQNEDT32.EXE', 'Office Equation Editor')).toBe('EQNEDT32.EXE (Office Equation Editor)');
  expect(text('redis-server', 'data stores')).toBe('redis-server (data stores)');
});
