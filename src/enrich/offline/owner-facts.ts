import type { Fact } from '../../model/fact.js';
import type { Owner } from '../../model/knowledge.js';
import { countryName } from './country-names.js';
import { countryNote } from './country-note.js';
import { KNOWN_BY } from './known-by.js';
import type { OwnerRecord } from './owner.js';
import type { Manifest } from './pack-manifest.js';

/** What the facts of one address need besides its Owner. */
export interface FactContext {
  readonly manifest: Manifest;
  readonly record: OwnerRecord;
  readonly family: 4 | 6;
  /** Position in `KNOWN_BY` of the AS's kind. */
  readonly knownBy: number;
}

/** The owner's statements with source and date; where two country sources spoke, both are quoted. */
export function factsOf(owner: Owner, context: FactContext): Fact[] {
  return [...countryFacts(owner, context), ...systemFacts(owner, context), ...networkFacts(owner, context)];
}

function countryFacts(owner: Owner, { manifest, record, family }: FactContext): Fact[] {
  const facts: Fact[] = [];
  const first = family === 4 ? 'geo-whois-asn-country' : 'asn-country';
  if (record.first !== '') facts.push(fact(manifest, 'country', spoken(record.first), first));
  if (record.second !== '') facts.push(fact(manifest, 'country', spoken(record.second), 'dbip-country'));
  // For IPv6 the first source is the registration already.
  if (record.registered !== '' && family === 4) {
    facts.push(fact(manifest, 'country-registered', spoken(record.registered), 'asn-country'));
  }
  const note = countryNote(owner);
  if (facts.length > 0 && note !== null) {
    facts.push({ what: 'country-note', value: note, source: 'farend network table', asOf: manifest.networksAsOf });
  }
  return facts;
}

function spoken(code: string): string {
  return `${code} ${countryName(code)}`;
}

function systemFacts(owner: Owner, { manifest }: FactContext): Fact[] {
  if (owner.as === null) return [];
  return [fact(manifest, 'as', `AS${owner.as.number}`, 'asn'), fact(manifest, 'as-name', owner.as.name, 'asn')];
}

function networkFacts(owner: Owner, { manifest, record, knownBy }: FactContext): Fact[] {
  const said =
    record.service === null
      ? { source: `farend network tables (${KNOWN_BY[knownBy] ?? 'nothing'})`, asOf: manifest.networksAsOf }
      : { source: record.service.source, asOf: manifest.servicesAsOf };
  const facts: Fact[] = [];
  if (owner.organisation !== null) {
    // Without a row in a table the organisation is the AS name, tidied.
    const isListed = owner.network.provider !== null;
    facts.push(
      isListed
        ? { what: 'organisation', value: owner.organisation, ...said }
        : fact(manifest, 'organisation', owner.organisation, 'asn'),
    );
  }
  if (owner.network.kind !== 'unknown') facts.push({ what: 'network-kind', value: owner.network.kind, ...said });
  if (owner.network.service !== null) facts.push({ what: 'provider-service', value: owner.network.service, ...said });
  return facts;
}

function fact(manifest: Manifest, what: string, value: string, key: string): Fact {
  const source = manifest.sources.find((candidate) => candidate.key === key);
  return { what, value, source: source?.name ?? key, asOf: source?.date ?? null };
}
