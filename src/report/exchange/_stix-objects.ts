import type { Tlp } from '../_tlp.js';
import { tlpLabel } from '../_tlp.js';
import { canonicalJson, OWN_NAMESPACE, uuid5 } from './_uuid.js';

/** Ids of observables are made in this namespace (STIX 2.1, section 2.9). */
const OASIS_NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** How TLP 2.0 is marked in STIX 2.1: an extension, and markings whose ids are the same for everybody. */
const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const TLP_IDS: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** A STIX object: `type`, `id` and what the type has. */
export type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

/** Properties that make up an observable's id, by type (STIX 2.1, section 6). */
const ID_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  file: ['name', 'parent_directory_ref'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols'],
};

/** An observable with the id that everybody gives it. */
export function observable(type: string, properties: Readonly<Record<string, unknown>>): StixObject {
  const named = ID_PROPERTIES[type].filter((name) => properties[name] !== undefined);
  const key = canonicalJson(Object.fromEntries(named.map((name) => [name, properties[name]])));
  return { type, spec_version: '2.1', id: `${type}--${uuid5(OASIS_NAMESPACE, key)}`, ...properties };
}

/** A process has no properties that identify it, so its id is ours: made of where it was seen. */
export function processObject(key: unknown, properties: Readonly<Record<string, unknown>>): StixObject {
  return { type: 'process', spec_version: '2.1', id: ownId('process', key), ...properties };
}

/** An id in our own namespace: the same things give the same id. */
export function ownId(type: string, key: unknown): string {
  return `${type}--${uuid5(OWN_NAMESPACE, canonicalJson([type, key]))}`;
}

export function tlpMarking(tlp: Tlp): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: TLP_IDS[tlp],
    created: '2022-10-01T00:00:00.000Z',
    name: tlpLabel(tlp),
    extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp } },
  };
}

/** A text inside a pattern (STIX 2.1, section 9): backslash and quote are escaped. */
export function patternText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
