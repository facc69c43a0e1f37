import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Investigation } from '../model/investigation.js';
import { observable, patternText } from './exchange/_stix-objects.js';
import { sha1 } from './exchange/_sha1.js';
import { canonicalJson, uuid5 } from './exchange/_uuid.js';
import { fakeInvestigation } from './_fake-investigation.js';
import { goldenInvestigation } from './_golden-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { PLAIN_OPTIONS, renderedText } from './_rendered.js';
import type { RenderOptions } from './report.js';
import { stix } from './stix.js';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../fixtures/report/stix/objects.schema.json', import.meta.url), 'utf8'),
);

type StixTestObject = Record<string, unknown> & { type: string; id: string };

function bundle(investigation: Investigation = goldenInvestigation(), options: Partial<RenderOptions> = {}) {
  const text = renderedText(stix, investigation, { ...PLAIN_OPTIONS, ...options });
  return JSON.parse(text) as { id: string; objects: StixTestObject[] };
}

function ofType(type: string, objects = bundle().objects): StixTestObject[] {
  return objects.filter((object) => object.type === type);
}

function errors(document: unknown): unknown {
  const validate = new Ajv2020({ strictTypes: false }).compile(SCHEMA);
  return validate(document) ? [] : validate.errors;
}

test.each([
  ['ipv4-addr', { value: '198.51.100.3' }, 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'],
  ['ipv4-addr', { value: '203.0.113.7' }, 'ipv4-addr--9ddd739e-87b1-587d-83f2-62ef1130af2f'],
  ['ipv6-addr', { value: '2001:db8::7' }, 'ipv6-addr--9ed76cd5-ab3b-55a5-b6ec-b55c3efb0be2'],
  ['autonomous-system', { number: 64500, name: 'x' }, 'autonomous-system--0a5f7072-df00-5729-9f0a-4eb18631a446'],
  ['domain-name', { value: 'example.com' }, 'domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7'],
  [
    'network-traffic',
    {
      src_ref: 'ipv4-addr--a2fbe2c6-009e-52e0-b452-90b71e3109c2',
      dst_ref: 'ipv4-addr--9ddd739e-87b1-587d-83f2-62ef1130af2f',
      src_port: 50000,
      dst_port: 443,
      protocols: ['ipv4', 'tcp'],
      is_active: true,
    },
    'network-traffic--d33238ce-30b0-5a1a-ac32-f8eb5f2a8bf4',
  ],
])('%s %j has the id that everybody gives it', (type, properties, id) => {
  expect(observable(type, properties).id).toBe(id);
});

test('SHA-1 of any bytes is what everybody calls SHA-1', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Buffer.from(sha1(bytes)).toString('hex')).toBe(createHash('sha1').update(bytes).digest('hex'));
    }),
  );
});

test('a name-based UUID is the one of RFC 9562', () => {
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('canonical JSON has sorted keys, no blanks, nothing undefined', () => {
  expect(canonicalJson({ b: [1, { d: 'é"', c: null }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":null,"d":"é\\""}]}',
  );
});

test('the bundle follows the parts of STIX 2.1 that it uses', () => {
  expect(errors(bundle())).toEqual([]);
});

test('it follows them with hostile text, impossible times and counts in every field', () => {
  expect(errors(bundle(fakeInvestigation(hostilePeers())))).toEqual([]);
});

test('the schema refuses what the standard forbids', () => {
  const document = bundle();
  const [traffic] = ofType('network-traffic', document.objects);
  Object.assign(traffic, { is_active: true, end: '2026-06-17T10:00:00.000Z' });
  expect(errors(document)).not.toEqual([]);
});

test('every reference leads to an object of the bundle, and no object is there twice', () => {
  const { objects } = bundle(fakeInvestigation([...goldenInvestigation().peers, ...hostilePeers()]));
  const ids = new Set(objects.map(({ id }) => id));
  expect(ids.size).toBe(objects.length);
  const refs = objects.flatMap((object) =>
    Object.entries(object).flatMap(([key, value]) => (/_refs?$/.test(key) ? [value].flat() : [])),
  );
  expect(refs.filter((ref) => !ids.has(String(ref)))).toEqual([]);
});

test('an indicator is made of malicious public peers only', () => {
  expect(ofType('indicator').map(({ pattern }) => pattern)).toEqual([
    "[ipv4-addr:value = '185.220.101.34']",
    "[ipv6-addr:value = '2a00:1450:4001:80b::200e']",
    "[ipv4-addr:value = '104.16.1.1']",
  ]);
});

test('times are those of the evidence, else when it was taken', () => {
  const observed = ofType('observed-data').map((object) => [object.first_observed, object.last_observed]);
  expect(observed[0]).toEqual(['2026-06-17T10:00:00.000Z', '2026-06-17T11:30:00.000Z']);
  expect(observed[1]).toEqual(['2026-06-17T14:03:09.000Z', '2026-06-17T14:03:09.000Z']);
});

test('traffic of a peer that came to us has it as its source, and the port is ours', () => {
  const { objects } = bundle();
  const address = objects.find(({ value }) => value === '45.9.20.7')?.id;
  expect(ofType('network-traffic', objects).find(({ src_ref }) => src_ref === address)).toMatchObject({
    dst_port: 3389,
    protocols: ['ipv4', 'tcp'],
  });
});

test('a sighting names the host, a note the reasons', () => {
  const { objects } = bundle();
  const [sighting] = ofType('sighting', objects);
  const host = objects.find(({ id }) => [sighting.where_sighted_refs].flat().includes(id));
  expect(host).toMatchObject({ type: 'identity', name: 'PC1' });
  expect(String(ofType('note', objects)[0].content)).toContain('+19.5 The program runs from a temporary folder');
});

test.each(['clear', 'green', 'amber', 'amber+strict', 'red'] as const)('TLP %s marks every object', (tlp) => {
  const { objects } = bundle(goldenInvestigation(), { tlp });
  const [marking] = ofType('marking-definition', objects);
  expect(marking.name).toBe(`TLP:${tlp.toUpperCase()}`);
  const unmarked = objects.filter(({ object_marking_refs }) => object_marking_refs === undefined);
  expect(unmarked.map(({ type }) => type)).toEqual(['marking-definition', 'identity']);
});

test('the same evidence is the same bundle, other evidence another one', () => {
  expect(renderedText(stix, goldenInvestigation())).toBe(renderedText(stix, goldenInvestigation()));
  expect(bundle(goldenInvestigation(), { observedAt: 0 }).id).not.toBe(bundle().id);
});

test('a text in a pattern can not end it', () => {
  expect(patternText("a'b\\")).toBe("'a\\'b\\\\'");
});
