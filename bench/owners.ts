/**
 * `npm run evaluate -- --owners`: how many of the addresses of the labelled incidents and genuine listings get a country
 * and an AS, and how often sources of countries agree: within the pack, and with ones that it was not made from.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../src/address/address.js';
import { classify } from '../src/address/classify.js';
import { extractAddresses } from '../src/address/extract.js';
import { formatAddress } from '../src/address/format.js';
import type { Knowledge } from '../src/flow/knowledge.js';
import { type Agreement, type Comparison, compare, comparisonsWith, groupOf } from './_country-agreement.js';
import { geolite2, givenDatabase, ip2location, publishedRegions } from './_country-sources.js';

const WANTED = 1000;
/** Of what is not the same, the commonest. */
const DIFFERENCES = 6;

export interface OwnerCounts {
  readonly addresses: number;
  readonly country: number;
  readonly registered: number;
  readonly as: number;
  readonly organisation: number;
  readonly networkKind: number;
  /** Addresses whose dossier says that no country tells where the machine is. */
  readonly anycast: number;
  readonly comparisons: readonly Comparison[];
}

/** Where addresses and what they are compared with come from. */
export interface OwnerPlan {
  /** Searched for addresses. */
  readonly folders: readonly string[];
  /** Snapshots of the ranges that clouds publish, where they are there. */
  readonly ranges: string;
  /** A country database of the user's. */
  readonly mmdb: string | null;
}

/** Counts over up to a thousand addresses; null where none of the folders is there. */
export async function countOwners(plan: OwnerPlan, knowledge: Knowledge): Promise<OwnerCounts | null> {
  const addresses = addressesBelow(plan.folders.filter((folder) => existsSync(folder)));
  if (addresses.length === 0) return null;
  const given = plan.mmdb === null ? null : await givenDatabase(plan.mmdb);
  const sources = [await geolite2(), await ip2location(), publishedRegions(plan.ranges), given];
  const comparisons = comparisonsWith(sources.filter((source) => source !== null));
  const counts = { country: 0, registered: 0, as: 0, organisation: 0, networkKind: 0, anycast: 0 };
  for (const address of addresses) {
    const owner = knowledge.owner(address);
    const { country, as, organisation, network } = owner;
    if (country !== null) counts.country++;
    if (country !== null && country.registered !== null) counts.registered++;
    if (as !== null) counts.as++;
    if (organisation !== null) counts.organisation++;
    if (network.kind !== 'unknown') counts.networkKind++;
    if (groupOf(owner) === 'anycast') counts.anycast++;
    compare(comparisons, owner, address);
  }
  return { addresses: addresses.length, ...counts, comparisons };
}

/** Markdown tables of the counts. */
export function ownersTable(counts: OwnerCounts): string {
  const named = (title: string, count: number): string => `| ${title} | ${share(count, counts.addresses)} |`;
  const comparisons = counts.comparisons.filter(({ by }) => by.lines.compared + by.machines.compared > 0);
  return [
    `| of ${counts.addresses} addresses | |`,
    '|---|---|',
    named('country named', counts.country),
    named('country of registration named', counts.registered),
    named('AS named', counts.as),
    named('organisation named', counts.organisation),
    named('kind of network known', counts.networkKind),
    '',
    'Registration: the country that a registry gave the block to. Location: where the machines are, as far as anybody knows.',
    `${counts.anycast} addresses answer from many places (anycast, delivery networks, resolvers), as their dossiers say; they are left`,
    'out of "all" for locations, and shown beside.',
    '',
    '| the same country | all | lines and offices | clouds and hosting | many places |',
    '|---|---|---|---|---|',
    ...comparisons.map(comparisonRow),
    '',
    ...comparisons.filter(({ differences }) => differences.length > 0).map(differencesLine),
    '',
  ].join('\n');
}

function comparisonRow({ title, countsAnycast, by: { lines, machines, anycast } }: Comparison): string {
  const counted = countsAnycast ? [lines, machines, anycast] : [lines, machines];
  return `| ${title} | ${[sum(counted), lines, machines, anycast].map(agreementText).join(' | ')} |`;
}

function sum(parts: readonly Agreement[]): Agreement {
  return {
    compared: parts.reduce((all, { compared }) => all + compared, 0),
    agree: parts.reduce((all, { agree }) => all + agree, 0),
  };
}

/** Where they differ, most often: without what answers from many places. */
function differencesLine({ title, differences }: Comparison): string {
  const times = new Map<string, number>();
  for (const text of differences) times.set(text, (times.get(text) ?? 0) + 1);
  const most = [...times].sort(([, a], [, b]) => b - a).slice(0, DIFFERENCES);
  return `- ${title}: ${differences.length} differ; ${most.map(([text, count]) => `${count} x ${text}`).join('; ')}`;
}

function agreementText({ agree, compared }: Agreement): string {
  return compared === 0 ? '-' : `${share(agree, compared)} of ${compared}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Public addresses in the order of a hash, so that a thousand of them are a fair draw. */
function addressesBelow(folders: readonly string[]): Address[] {
  const found = new Map<string, Address>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(json|txt|csv|log)$/.test(file),
    )) {
      for (const { address } of extractAddresses(readFileSync(join(folder, name), 'utf8'))) {
        const { lookup } = classify(address);
        if (lookup !== null) found.set(formatAddress(lookup), lookup);
      }
    }
  }
  return [...found.entries()]
    .sort(([a], [b]) => hash(a) - hash(b))
    .slice(0, WANTED)
    .map(([, address]) => address);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
