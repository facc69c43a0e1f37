import type { Fact } from '../../model/fact.js';
import type { NetworkKind, Owner } from '../../model/knowledge.js';
import { countryName } from '../offline/country-names.js';
import type { ProviderRange } from './open.js';
import { regionCountry } from './region-country.js';

/** Kinds that a hand-kept row states on purpose, and that no published range may hide. */
const KEPT: ReadonlySet<NetworkKind> = new Set(['resolver', 'anonymiser', 'special']);

/** Fronts that many services share: who is behind one is told better by whoever names it. */
const SHARED_FRONTS: ReadonlySet<string> = new Set([
  'Azure Front Door (customers’ sites too)',
  'Microsoft front door and web services',
]);

/** Joins what the pack says of an address with the range that its provider publishes. Results are shared objects. */
export type OwnerJoiner = (owner: Owner, range: ProviderRange | null) => Owner;

/** A joiner that makes each combination once; where the range adds nothing, the owner stays the same object. */
export function ownerJoiner(): OwnerJoiner {
  const known = new Map<Owner, Map<ProviderRange, Owner>>();
  return (owner, range) => {
    if (range === null) return owner;
    const joined = known.get(owner) ?? new Map<ProviderRange, Owner>();
    known.set(owner, joined);
    let made = joined.get(range);
    if (made === undefined) joined.set(range, (made = withRange(owner, range)));
    return made;
  };
}

/**
 * The published range is fresher than the pack's table, except where the table knows more: resolvers and VPN exits
 * inside a provider's blocks, another company's service on rented machines (Spotify on Google Cloud), and any named
 * service where the publisher has only a catch-all or a shared front (Windows Update behind Microsoft's).
 */
function speaksLouder(range: ProviderRange, { network }: Owner): boolean {
  if (KEPT.has(network.kind)) return false;
  if (network.service === null) return true;
  if (range.isCatchAll || network.provider !== range.provider) return false;
  return !isSharedFront(range.service) || isSharedFront(network.service);
}

function isSharedFront(service: string | null): boolean {
  return service !== null && SHARED_FRONTS.has(service);
}

function withRange(owner: Owner, range: ProviderRange): Owner {
  const { organisation, provider, service, kind } = range;
  const placed = withPlace(owner, range);
  return speaksLouder(range, owner) ? { ...placed, organisation, network: { kind, provider, service } } : placed;
}

/** Where a provider says that its machines stand, that is the country; what the pack says instead stands beside it. */
function withPlace(owner: Owner, range: ProviderRange): Owner {
  const code = placeOf(range);
  const { country } = owner;
  if (code === null || KEPT.has(owner.network.kind) || code === country?.code) return owner;
  const said = { code, name: countryName(code), registered: country?.registered ?? null };
  return country === null
    ? { ...owner, country: { ...said, agreement: 'single', other: null } }
    : { ...owner, country: { ...said, agreement: 'differ', other: country.code } };
}

/** Places of relays and VPN exits are those of their users. */
function placeOf({ region, kind }: ProviderRange): string | null {
  return region === null || kind === 'anonymiser' ? null : regionCountry(region);
}

/** The publisher's statement with its source and date, whoever speaks louder: a dossier shows them side by side. */
export function rangeFacts(range: ProviderRange | null): Fact[] {
  if (range === null) return [];
  const { organisation, service, region, kind, source, asOf } = range;
  const name = service === null ? organisation : `${organisation}: ${service}`;
  const place = placeOf(range);
  return [
    ...(place === null ? [] : [{ what: 'country', value: `${place} ${countryName(place)}`, source, asOf }]),
    { what: 'provider-range', value: region === null ? name : `${name}, ${region}`, source, asOf },
    { what: 'network-kind', value: kind, source, asOf },
  ];
}
