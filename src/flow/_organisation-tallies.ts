import type { OrganisationTally } from '../model/investigation.js';
import { type Subject, type Verdict, VERDICTS } from '../model/judgement.js';
import type { Owner } from '../model/knowledge.js';
import type { PortRef } from './_port-key.js';

/** Program and port texts per organisation line. */
const TALLY_TEXTS = 6;

/** Peers folded by organisation and verdict. The first ones shown decide which programs and ports stand for it. */
export class OrganisationTallies {
  readonly #tallies: (OrganisationTally & Counts)[] = [];
  /** The tallies of an organisation. */
  readonly #numbers = new Map<string, number[]>();

  /** Most connections first. */
  sorted(): OrganisationTally[] {
    return this.#tallies.toSorted(byConnections);
  }

  /** Counts and shows one peer. */
  count(subject: Subject, verdict: Verdict): void {
    const number = this.numberOf(subject.owner, verdict);
    this.add(number, subject.peer.connections);
    this.show(number, subject);
  }

  /** The tally of an owner's organisation and a verdict, which is made if there is none. */
  numberOf(owner: Owner, verdict: Verdict): number {
    const organisation = owner.organisation ?? 'unknown owner';
    let numbers = this.#numbers.get(organisation);
    if (numbers === undefined) this.#numbers.set(organisation, (numbers = []));
    for (const number of numbers) if (this.#tallies[number].verdict === verdict) return number;
    const length = this.#tallies.push({ organisation, verdict, peers: 0, connections: 0, programs: [], ports: [] });
    numbers.push(length - 1);
    return length - 1;
  }

  /** Counts one peer in the tally with that number. */
  add(number: number, connections: number): void {
    const tally = this.#tallies[number];
    tally.peers++;
    tally.connections += connections;
  }

  /** A few of a peer's programs and ports. */
  show(number: number, { peer, programs }: Subject): void {
    const tally = this.#tallies[number];
    for (let at = 0; at < programs.length && tally.programs.length < TALLY_TEXTS; at++)
      addText(tally.programs, programs[at]?.title ?? peer.processes[at].name);
    this.showPorts(number, peer.ports);
  }

  showPorts(number: number, ports: readonly PortRef[]): void {
    const tally = this.#tallies[number];
    if (tally.ports.length >= TALLY_TEXTS) return;
    for (const { port, protocol } of ports) addText(tally.ports, `${port}/${protocol}`);
  }
}

interface Counts {
  peers: number;
  connections: number;
  programs: string[];
  ports: string[];
}

function byConnections(a: OrganisationTally, b: OrganisationTally): number {
  if (a.connections !== b.connections) return b.connections - a.connections;
  if (a.organisation !== b.organisation) return a.organisation < b.organisation ? -1 : 1;
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict);
}

function addText(texts: string[], text: string | null): void {
  if (text !== null && texts.length < TALLY_TEXTS && !texts.includes(text)) texts.push(text);
}
