import type { ListHit } from '../../model/listing.js';
import { publishedLists } from './sources.js';
import { hitWeightFactor } from './weight.js';

/** Hits that go back to the same publisher, strongest first. They count once. */
export interface HitGroup {
  /** `hitWeightFactor` of the first hit. */
  readonly factor: number;
  readonly hits: readonly ListHit[];
}

interface Group {
  readonly hits: ListHit[];
  /** Every list that some member repeats, the members themselves included. */
  readonly ancestry: Set<string>;
}

/**
 * Groups hits so that what one list repeats from another counts once: a list that repeats a list which hit as well
 * joins it; lists that repeat a common third one, and several entries of one list, stay together. Two
 * publishers stay apart even when a third list repeats both. Strongest group first.
 */
export function independentHits(hits: readonly ListHit[], now: Date): readonly HitGroup[] {
  const factors = new Map(hits.map((hit) => [hit, hitWeightFactor(hit, now)]));
  const strength = (hit: ListHit) => factors.get(hit) ?? 0;
  const ranked = hits.toSorted((a, b) => strength(b) - strength(a));
  const origins = originsOf(ranked);
  const present = new Set(ranked.map((hit) => hit.source.name));
  const repeats = (hit: ListHit) =>
    [...ancestryOf(hit.source.name, origins)].filter((name) => name !== hit.source.name);
  const isRepeat = (hit: ListHit) => repeats(hit).some((name) => present.has(name));
  const groups: Group[] = [];
  for (const hit of ranked.filter((hit) => !isRepeat(hit))) joinRoots(groups, hit, origins);
  for (const hit of ranked.filter(isRepeat)) joinRepeat(groups, hit, repeats(hit), origins);
  return groups
    .map((group) => group.hits.toSorted((a, b) => strength(b) - strength(a)))
    .map((sorted) => ({ factor: Math.max(...sorted.slice(0, 1).map(strength)), hits: sorted }))
    .toSorted((a, b) => b.factor - a.factor);
}

/** Lists that repeat the same third list are one voice, even if that one has no hit itself. */
function joinRoots(groups: Group[], hit: ListHit, origins: ReadonlyMap<string, readonly string[]>): void {
  const ancestry = ancestryOf(hit.source.name, origins);
  const kin = groups.filter((group) => [...ancestry].some((name) => group.ancestry.has(name)));
  const into = kin[0] ?? { hits: [], ancestry: new Set<string>() };
  if (kin.length === 0) groups.push(into);
  for (const other of kin.slice(1)) {
    merge(into, other.hits, other.ancestry);
    groups.splice(groups.indexOf(other), 1);
  }
  merge(into, [hit], ancestry);
}

/** A repeated list joins the first group that holds one of its origins; groups are in order of strength. */
function joinRepeat(
  groups: Group[],
  hit: ListHit,
  repeated: readonly string[],
  origins: ReadonlyMap<string, readonly string[]>,
): void {
  const group = groups.find(({ hits }) => hits.some((member) => repeated.includes(member.source.name)));
  if (group === undefined) joinRoots(groups, hit, origins);
  else group.hits.push(hit);
}

function merge(into: Group, hits: readonly ListHit[], ancestry: Iterable<string>): void {
  into.hits.push(...hits);
  for (const name of ancestry) into.ancestry.add(name);
}

/** What each list repeats, from the table of published lists and from the hits' own sources. */
function originsOf(hits: readonly ListHit[]): ReadonlyMap<string, readonly string[]> {
  const origins = new Map(publishedLists.map((list) => [list.key, list.origins]));
  for (const { source } of hits) origins.set(source.name, source.origins);
  return origins;
}

/** The list and all that it repeats, directly or through others. */
function ancestryOf(name: string, origins: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([name]);
  for (const ancestor of found) for (const origin of origins.get(ancestor) ?? []) found.add(origin);
  return found;
}
