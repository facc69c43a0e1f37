import type { Registration } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, listOf, numberOf, objectsOf, textOf, textsOf } from '../shape.js';
import { WrongShape } from '../source.js';
import { parsePrefix } from '../../../address/prefix.js';
import { type Block, blockOf, isIn } from './block.js';
import { type Contact, contactsOf } from './jcard.js';
import { blockFields, countryOf } from './registration.js';

export interface RdapNetwork {
  readonly registration: Registration;
  readonly block: Block;
}

/** Reads an `ip network` object (RFC 9083 section 5.4). Throws WrongShape for anything else. */
export function readNetwork(value: JsonObject, registry: string | null): RdapNetwork {
  // RIPE's first servers left objectClassName out; a network without its ends is none.
  const block = blockOf(textOf(value.startAddress) ?? '', textOf(value.endAddress) ?? '');
  const kind = value.objectClassName ?? 'ip network';
  if (kind !== 'ip network' || block === null) throw new WrongShape('its answer is no RDAP network');
  const contacts = contactsOf(value);
  const descriptions = describing(value);
  const name = textOf(value.name);
  const fields = blockFields(block);
  const cidrs = cidrsOf(value, block);
  return {
    block,
    registration: {
      registry: registry ?? registryByPort43(textOf(value.port43)),
      handle: textOf(value.handle),
      ...fields,
      cidrs: cidrs.length > 0 ? cidrs : fields.cidrs,
      name,
      type: textOf(value.type),
      country: countryOf(textOf(value.country)) ?? countryOfHolder(contacts),
      organisation: organisationOf(contacts) ?? descriptions[0] ?? name,
      description: descriptions,
      abuse: contacts.find(({ roles, email }) => roles.includes('abuse') && email !== null)?.email ?? null,
      registered: eventDate(value, 'registration'),
      changed: eventDate(value, 'last changed'),
      originAs: originsOf(value),
      parent: textOf(value.parentHandle),
    },
  };
}

/** Maintainers and contact groups are no owners, and persons are nobody's business. */
function organisationOf(contacts: readonly Contact[]): string | null {
  const holders = contacts.filter(({ roles }) => roles.includes('registrant'));
  const owner = holders.find((contact) => isOrganisation(contact) && nameOf(contact) !== null);
  if (owner !== undefined) return nameOf(owner);
  const admins = contacts.filter(({ roles, kind }) => roles.includes('administrative') && kind === 'org');
  return admins.map(nameOf).find((name) => name !== null) ?? null;
}

function nameOf({ name, organisation }: Contact): string | null {
  return name ?? organisation;
}

function isOrganisation({ kind, name, handle }: Contact): boolean {
  return kind !== 'individual' && !/(?:^|-)(?:MNT|MAINT)(?:-|$)/i.test(name ?? '') && !/-MNT$/i.test(handle ?? '');
}

function countryOfHolder(contacts: readonly Contact[]): string | null {
  const holder = contacts.find(({ roles, country }) => roles.includes('registrant') && countryOf(country) !== null);
  return countryOf(holder?.country ?? null);
}

/** `descr` of RPSL comes as a remark titled "description", or untitled. */
function describing(value: JsonObject): string[] {
  const remarks = objectsOf(value.remarks).filter(({ title }) => title === undefined || title === 'description');
  return remarks.flatMap(({ description }) => textsOf(description)).slice(0, 8);
}

/** Extension cidr0: what is no prefix, or lies outside the block, is left out. */
function cidrsOf(value: JsonObject, block: Block): string[] {
  return objectsOf(value.cidr0_cidrs).flatMap(({ v4prefix, v6prefix, length }) => {
    const text = `${textOf(v4prefix) ?? textOf(v6prefix)}/${numberOf(length)}`;
    const prefix = parsePrefix(text);
    return prefix !== null && isIn(block, prefix.first) && isIn(block, prefix.last) ? [text] : [];
  });
}

/** Where the registry also says who announces the block: extensions of ARIN (numbers), LACNIC (`AS28001`) and NIC.br. */
function originsOf(value: JsonObject): number[] {
  const all = [
    ...listOf(value.arin_originas0_originautnums),
    ...listOf(value.lacnic_originAutnum),
    value.lacnic_originAutnum,
    value.nicbr_autnum,
  ];
  const numbers = all.map((each) => numberOf(textOf(each)?.replace(/^AS/i, '') ?? each));
  return [...new Set(numbers.flatMap((number) => (isAsNumber(number) ? [number] : [])))];
}

function isAsNumber(number: number | null): number is number {
  return number !== null && Number.isInteger(number) && number > 0 && number <= 0xffff_ffff;
}

function eventDate(value: JsonObject, action: string): string | null {
  const event = objectsOf(value.events).find(({ eventAction }) => eventAction === action);
  return dateOf(event?.eventDate);
}

function registryByPort43(host: string | null): string | null {
  const [, name = null] = /(afrinic|apnic|arin|lacnic|ripe)\.net$/.exec(host ?? '') ?? [];
  return name === 'ripe' ? 'ripencc' : name;
}

/** What an RDAP error says of itself (RFC 9083 section 6), or null when it is none. */
export function readError(value: unknown): { readonly code: number; readonly says: string } | null {
  if (!isObject(value)) return null;
  const code = numberOf(value.errorCode);
  if (code === null) return null;
  const words = [textOf(value.title), ...textsOf(value.description)].filter((text) => text !== null);
  return { code, says: words.join(': ').slice(0, 160) };
}
