import type { OrganisationTally } from '../model/investigation.js';
import type { Subject, Verdict } from '../model/judgement.js';
import type { Owner } from '../model/knowledge.js';

/** Program and port texts per organisation line. */
const TALLY_TEXTS = 6;

/** Peers folded by organisation and verdict. The first ones counted decide which programs and ports stand for it. */
export class OrganisationTallies {
  readonly #tallies = new Map<string, (OrganisationTally & Counts)[]>();

  /** Most connections first. */
  sorted(): OrganisationTally[] {
    return [...this.#tallies.values()]
      .flat()
      .sort((a, b) => b.connections - a.connections || (a.organisation < b.organisation ? -1 : 1));
  }

  /** Counts a peer that shows no program or port which an earlier one did not. */
  countAlike(owner: Owner, verdict: Verdict, connections: number): void {
    add(this.#tallyOf(owner, verdict), connections);
  }

  /** Counts one peer, with a few of its programs and ports. */
  count({ peer, owner, programs }: Subject, verdict: Verdict): void {
    const tally = this.#tallyOf(owner, verdict);
    add(tally, peer.connections);
    if (tally.programs.length < TALLY_TEXTS) {
      for (let at = 0; at < programs.length; at++)
        addText(tally.programs, programs[at]?.title ?? peer.processes[at].name);
    }
    if (tally.ports.length < TALLY_TEXTS) {
      for (const { port, protocol } of peer.ports) addText(tally.ports, `${port}/${protocol}`);
    }
  }

  #tallyOf(owner: Owner, verdict: Verdict): OrganisationTally & Counts {
    const organisation = owner.organisation ?? 'unknown owner';
    let tallies = this.#tallies.get(organisation);
    if (tallies === undefined) this.#tallies.set(organisation, (tallies = []));
    let tally = tallies.find((each) => each.verdict === verdict);
    if (tally === undefined) {
      tally = { organisation, verdict, peers: 0, connections: 0, programs: [], ports: [] };
      tallies.push(tally);
    }
    return tally;
  }
}

interface Counts {
  peers: number;
  connections: number;
  programs: string[];
  ports: string[];
}

function add(tally: Counts, connections: number): void {
  tally.peers++;
  tally.connections += connections;
}

function addText(texts: string[], text: string | null): void {
  if (text !== null && texts.length < TALLY_TEXTS && !texts.includes(text)) texts.push(text);
}
