import type { Investigation, JudgedPeer } from '../../model/investigation.js';
import { type Verdict, VERDICTS } from '../../model/judgement.js';
import { portWords, programNames } from '../_peer-words.js';

/** Peers by verdict, in the order of VERDICTS. */
export type ByVerdict = readonly [number, number, number, number];

/** How many peers share a country, a port, a program. */
export interface Tally {
  readonly key: string;
  readonly title: string;
  readonly peers: number;
  readonly byVerdict: ByVerdict;
}

/** Peers of one program at one organisation in one country. */
export interface Path {
  readonly program: string;
  readonly organisation: string;
  readonly country: string;
  peers: number;
  worst: Verdict;
}

/** A peer with times, for the timeline. */
export interface Span {
  readonly index: number;
  readonly text: string;
  readonly verdict: Verdict;
  readonly first: number;
  readonly last: number;
}

/** What the charts need of all peers, from one pass over them: a long list builds its peers anew each time. */
export interface Survey {
  readonly countries: readonly Tally[];
  readonly ports: readonly Tally[];
  readonly programs: readonly Tally[];
  readonly paths: readonly Path[];
  readonly spans: readonly Span[];
  /** Peers with times; `spans` holds the first of them. */
  readonly timed: number;
  /** Online services that were asked, by name. */
  readonly asked: readonly string[];
}

/** Lanes of the timeline. */
const MOST_SPANS = 40;
export const NO_PROGRAM = 'program not known';
const NO_OWNER = 'owner not known';
const NO_COUNTRY = 'country not known';

export function survey({ peers }: Investigation): Survey {
  const countries = new Tallies();
  const ports = new Tallies();
  const programs = new Tallies();
  const paths = new Map<string, Path>();
  const spans: Span[] = [];
  const asked = new Set<string>();
  let timed = 0;
  let index = 0;
  for (const judged of peers) {
    const { verdict } = judged.judgement;
    const { country } = judged.owner;
    countries.add(country?.code ?? '', country?.name ?? NO_COUNTRY, verdict);
    for (const port of new Set(judged.peer.ports.map(portWords))) ports.add(port, port, verdict);
    const names = programNames(judged.peer);
    for (const name of names.length > 0 ? names : [NO_PROGRAM]) programs.add(name, name, verdict);
    addPath(paths, judged, names[0] ?? NO_PROGRAM);
    for (const { source } of judged.answers ?? []) asked.add(source);
    const span = spanOf(judged, index++);
    if (span === null) continue;
    timed++;
    if (spans.length < MOST_SPANS) spans.push(span);
  }
  return {
    countries: countries.sorted(),
    ports: ports.sorted(),
    programs: programs.sorted(),
    paths: [...paths.values()],
    spans,
    timed,
    asked: [...asked],
  };
}

function addPath(paths: Map<string, Path>, { owner, judgement }: JudgedPeer, program: string): void {
  const organisation = owner.organisation ?? owner.as?.name ?? NO_OWNER;
  const country = owner.country?.name ?? NO_COUNTRY;
  const key = JSON.stringify([program, organisation, country]);
  const path = paths.get(key);
  if (path === undefined) paths.set(key, { program, organisation, country, peers: 1, worst: judgement.verdict });
  else {
    path.peers++;
    path.worst = worse(path.worst, judgement.verdict);
  }
}

/** Times beyond what a date can hold are none: evidence may carry any number. */
function spanOf({ peer, judgement }: JudgedPeer, index: number): Span | null {
  const { firstSeen, lastSeen } = peer;
  if (firstSeen === null || !isDate(firstSeen)) return null;
  const last = lastSeen !== null && isDate(lastSeen) ? Math.max(lastSeen, firstSeen) : firstSeen;
  return { index, text: peer.text, verdict: judgement.verdict, first: firstSeen, last };
}

function isDate(milliseconds: number): boolean {
  return Math.abs(milliseconds) <= 8.64e15;
}

/** The worse of two verdicts. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) <= VERDICTS.indexOf(b) ? a : b;
}

/** The worst verdict that any peer of a tally has. */
export function worstOf({ byVerdict }: Tally): Verdict {
  return VERDICTS[byVerdict.findIndex((peers) => peers > 0)] ?? 'expected';
}

class Tallies {
  readonly #all = new Map<string, { key: string; title: string; peers: number; byVerdict: number[] }>();

  add(key: string, title: string, verdict: Verdict): void {
    let tally = this.#all.get(key);
    if (tally === undefined) this.#all.set(key, (tally = { key, title, peers: 0, byVerdict: [0, 0, 0, 0] }));
    tally.peers++;
    tally.byVerdict[VERDICTS.indexOf(verdict)]++;
  }

  /** Most peers first. */
  sorted(): Tally[] {
    const all = [...this.#all.values()].sort((a, b) => b.peers - a.peers || (a.key < b.key ? -1 : 1));
    return all.map((tally) => ({ ...tally, byVerdict: tally.byVerdict as unknown as ByVerdict }));
  }
}
