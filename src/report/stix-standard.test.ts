import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { fakeInvestigation } from './_fake-investigation.js';
import { goldenInvestigation } from './_golden-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { renderedText } from './_rendered.js';
import { stix } from './stix.js';

// The schemas of OASIS themselves (oasis-open/cti-stix2-json-schemas, see THIRD-PARTY.md), as they publish them.
const FOLDER = new URL('../../fixtures/report/stix/oasis/', import.meta.url);

interface Schema {
  readonly $id: string;
}

const schemas = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [
      name.slice(name.lastIndexOf('/') + 1, -'.json'.length),
      JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Schema,
    ]),
);
// They name formats that are checked by their patterns too, and escape more than the Unicode mode allows.
const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
for (const schema of schemas.values()) ajv.addSchema(schema);

function validatorOf(type: string): ValidateFunction {
  const found = ajv.getSchema(schemas.get(type)?.$id ?? '');
  if (found === undefined) throw new Error(`OASIS has no schema for ${type}`);
  return found;
}

interface Bundle {
  readonly objects: readonly { readonly type: string; readonly id: string }[];
}

test.each([
  ['one peer of each kind', goldenInvestigation()],
  ['hostile text in every field', fakeInvestigation(hostilePeers())],
  ['the usual example', fakeInvestigation()],
])('every object is what the schemas of OASIS want: %s', (_, investigation) => {
  const { objects } = JSON.parse(renderedText(stix, investigation)) as Bundle;
  const wrong = objects.flatMap((object) => {
    const validate = validatorOf(object.type);
    const { id } = object;
    return validate(object) ? [] : [{ id, errors: validate.errors }];
  });
  expect(wrong).toEqual([]);
});

test('observed data, traffic, indicators and sightings are among them, and the schemas refuse what is wrong', () => {
  const { objects } = JSON.parse(renderedText(stix, goldenInvestigation())) as Bundle;
  const types = new Set(objects.map(({ type }) => type));
  for (const type of ['observed-data', 'network-traffic', 'indicator', 'sighting']) expect(types).toContain(type);
  expect(validatorOf('indicator')({ type: 'indicator', id: 'indicator--1', spec_version: '2.1' })).toBe(false);
  const traffic = objects.find(({ type }) => type === 'network-traffic');
  expect(validatorOf('network-traffic')({ ...traffic, dst_port: 70_000 })).toBe(false);
});
