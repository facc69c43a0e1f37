import { isObject, type JsonObject, listOf, objectsOf, textOf, textsOf } from '../shape.js';

/** What is kept of a contact: its organisation and role mailbox, never a person. */
export interface Contact {
  readonly roles: readonly string[];
  readonly handle: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly organisation: string | null;
  readonly email: string | null;
  readonly country: string | null;
}

const MOST_CONTACTS = 64;
const DEEPEST = 6;

/** All entities of an RDAP object, parents before children (RFC 9083 section 5.1). */
export function contactsOf(object: JsonObject): Contact[] {
  const found: Contact[] = [];
  collect(object, found, 0);
  return found;
}

function collect(object: JsonObject, found: Contact[], depth: number): void {
  if (depth > DEEPEST) return;
  for (const entity of objectsOf(object.entities)) {
    if (found.length >= MOST_CONTACTS) return;
    found.push(contactOf(entity));
    collect(entity, found, depth + 1);
  }
}

function contactOf(entity: JsonObject): Contact {
  const card = propertiesOf(entity.vcardArray);
  return {
    roles: textsOf(entity.roles).map((role) => role.toLowerCase()),
    handle: textOf(entity.handle),
    kind: first(card, 'kind')?.toLowerCase() ?? null,
    name: first(card, 'fn'),
    organisation: first(card, 'org'),
    email: emailOf(first(card, 'email')),
    country: countryOfCard(card),
  };
}

type Property = readonly [name: string, parameters: JsonObject, value: unknown];

/** `["vcard", [[name, parameters, type, value], ...]]` (RFC 7095 section 3). */
function propertiesOf(vcard: unknown): Property[] {
  return listOf(listOf(vcard)[1]).flatMap((property) => {
    const [name, parameters, , value] = listOf(property);
    return typeof name === 'string'
      ? [[name.toLowerCase(), isObject(parameters) ? parameters : {}, value] as const]
      : [];
  });
}

/** The first value with text in it; `org` may be an array of units, the organisation first. */
function first(card: readonly Property[], wanted: string): string | null {
  for (const [name, , value] of card) {
    const text = name === wanted ? textOf(Array.isArray(value) ? listOf(value)[0] : value) : null;
    if (text !== null) return text;
  }
  return null;
}

export function emailOf(text: string | null): string | null {
  const plain = text?.replace(/^mailto:/i, '').trim() ?? '';
  return /^[^\s@<>"']{1,64}@[^\s@<>"']{1,190}$/.test(plain) ? plain : null;
}

/** Seventh part of `adr`, else the `cc` parameter (RFC 8605), else the last line of the label when it is a code. */
function countryOfCard(card: readonly Property[]): string | null {
  for (const [name, parameters, value] of card) {
    if (name !== 'adr') continue;
    const label = textOf(parameters.label)?.split(/\r?\n/).at(-1) ?? null;
    return textOf(listOf(value)[6]) ?? textOf(parameters.cc) ?? label;
  }
  return null;
}
