import { formatAddress } from '../../../address/format.js';
import type { Registration } from '../../../model/answer.js';
import type { Statement } from '../source.js';
import { type Block, cidrOf } from './block.js';

export const NOTHING_REGISTERED: Registration = {
  registry: null,
  handle: null,
  first: null,
  last: null,
  cidrs: [],
  name: null,
  type: null,
  country: null,
  organisation: null,
  description: [],
  abuse: null,
  registered: null,
  changed: null,
  originAs: [],
  parent: null,
};

/** The fields of a block. */
export function blockFields(block: Block): Pick<Registration, 'first' | 'last' | 'cidrs'> {
  const cidr = cidrOf(block);
  return { first: formatAddress(block.first), last: formatAddress(block.last), cidrs: cidr === null ? [] : [cidr] };
}

/** ISO 3166 codes only: registries also write `EU`, `AP` and `ZZ`, which are no countries. */
export function countryOf(text: string | null): string | null {
  const code = text?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) && !['EU', 'AP', 'ZZ', 'XX'].includes(code) ? code : null;
}

/** Blocks that a registry keeps to say that somebody else knows: no answer about an address. */
export function isPlaceholder({ name, handle, first }: Pick<Registration, 'name' | 'handle' | 'first'>): boolean {
  // The root of the tree, which nobody holds.
  if (first === '0.0.0.0' || first === '::') return true;
  return /^(?:NON-RIPE-NCC-MANAGED|IANA-BLK|IANA-NETBLOCK|EU-ZZ-|ERX-NETBLOCK|NOT-MANAGED-BY)/i.test(
    name ?? handle ?? '',
  );
}

/** A registration as facts for a person. */
export function registrationFacts(it: Registration): Statement[] {
  const range = it.first === null ? null : `${it.first} - ${it.last}`;
  const rows: (readonly [string, string | null])[] = [
    ['registered organisation', it.organisation],
    ['netblock', it.cidrs.length > 0 && it.cidrs.length < 4 ? it.cidrs.join(', ') : range],
    ['network name', it.name],
    ['allocation', it.type],
    ['country of registration', it.country],
    ['abuse contact', it.abuse],
    ['registered', it.registered],
    ['registration changed', it.changed],
    ['origin AS', it.originAs.length === 0 ? null : it.originAs.map((number) => `AS${number}`).join(' ')],
    ['description', it.description.length === 0 ? null : it.description.slice(0, 4).join('; ')],
    ['registry', it.registry],
  ];
  return rows.flatMap(([what, value]) => (value === null || value === '' ? [] : [{ what, value, asOf: it.changed }]));
}
