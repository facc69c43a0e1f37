import type { Address } from '../src/address/address.js';
import { countryNote } from '../src/enrich/index.js';
import type { NetworkKind, Owner } from '../src/model/knowledge.js';
import type { CountrySource } from './_country-sources.js';

/** What the country of a network's address can mean. */
export type Group = 'lines' | 'machines' | 'anycast';

/** Rented and own machines stand somewhere, though publishers guess where. */
const MACHINES: ReadonlySet<NetworkKind> = new Set(['cloud-platform', 'cloud-tenant', 'hosting', 'anonymiser']);

/** Which figures an address counts for. `anycast`: the dossier itself says that no country tells where the machine is. */
export function groupOf(owner: Owner): Group {
  if (countryNote(owner) !== null) return 'anycast';
  return MACHINES.has(owner.network.kind) ? 'machines' : 'lines';
}

/** Addresses that two sources both answer for, and on how many they agree. */
export interface Agreement {
  compared: number;
  agree: number;
}

/** Two sources compared on one meaning of country. */
export interface Comparison {
  readonly title: string;
  /** A registration does not move, so that addresses which answer from many places count too. */
  readonly countsAnycast: boolean;
  readonly by: Readonly<Record<Group, Agreement>>;
  /** `organisation: ours, theirs` of each address on which they differ. */
  readonly differences: string[];
  /** The two countries, or null where one source is silent. */
  readonly pair: (country: Country, address: Address) => readonly [string, string] | null;
}

type Country = NonNullable<Owner['country']>;

/** Like with like: registrations with registrations, locations with locations; where two meanings meet, the title says so. */
export function comparisonsWith(sources: readonly CountrySource[]): Comparison[] {
  return [
    ...sources.map((source) =>
      comparison(`registration against that of ${source.title}`, true, ({ registered }, address) =>
        both(registered, source.registration(address)),
      ),
    ),
    ...sources.flatMap((source) => [
      comparison(`location against ${source.title}`, false, ({ code }, address) =>
        both(code, source.location(address)),
      ),
      comparison(`... where the pack's two locations agree`, false, ({ code, agreement }, address) =>
        agreement === 'agree' ? both(code, source.location(address)) : null,
      ),
    ]),
    comparison("the pack's two locations", false, ({ code, agreement, other }) =>
      agreement === 'single' ? null : [code, other ?? code],
    ),
    comparison('location against registration', false, ({ code, registered }) => both(code, registered)),
  ];
}

function both(ours: string | null, theirs: string | null): readonly [string, string] | null {
  return ours === null || theirs === null ? null : [ours, theirs];
}

function comparison(title: string, countsAnycast: boolean, pair: Comparison['pair']): Comparison {
  const none = (): Agreement => ({ compared: 0, agree: 0 });
  return { title, countsAnycast, pair, differences: [], by: { lines: none(), machines: none(), anycast: none() } };
}

/** Counts one address in every comparison whose sources both answer. */
export function compare(comparisons: readonly Comparison[], owner: Owner, at: Address): void {
  const { country, organisation } = owner;
  const group = groupOf(owner);
  if (country === null) return;
  for (const { pair, by, differences } of comparisons) {
    const said = pair(country, at);
    if (said === null) continue;
    const [ours, theirs] = said;
    by[group].compared++;
    if (ours === theirs) by[group].agree++;
    else if (group !== 'anycast') differences.push(`${organisation ?? 'unnamed'}: ${ours}, ${theirs}`);
  }
}
