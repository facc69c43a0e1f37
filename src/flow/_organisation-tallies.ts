import type { OrganisationTally } from '../model/investigation.js';
import type { Subject, Verdict } from '../model/judgement.js';
import type { Owner } from '../model/knowledge.js';

/** Program and port texts per organisation line. */
const MOST_TEXTS = 6;

interface Counts extends OrganisationTally {
  peers: number;
  connections: number;
  readonly programs: string[];
  readonly ports: string[];
}

/** Peers folded by organisation and verdict. The first peers added decide which programs and ports stand for it. */
export class OrganisationTallies {
  readonly #byName = new Map<string, Counts[]>();

  add({ peer, owner, programs }: Pick<Subject, 'peer' | 'owner' | 'programs'>, verdict: Verdict): void {
    const tally = this.count(owner, verdict, peer.connections);
    if (tally.programs.length < MOST_TEXTS) {
      for (let at = 0; at < programs.length; at++)
        addText(tally.programs, programs[at]?.title ?? peer.processes[at].name);
    }
    if (tally.ports.length < MOST_TEXTS) {
      for (const { port, protocol } of peer.ports) addText(tally.ports, `${port}/${protocol}`);
    }
  }

  /** One more peer of the owner that brings no new words. */
  count(owner: Owner, verdict: Verdict, connections: number): Counts {
    const tally = this.#of(owner.organisation ?? 'unknown owner', verdict);
    tally.peers++;
    tally.connections += connections;
    return tally;
  }

  clear(): void {
    this.#byName.clear();
  }

  /** Most connections first. */
  list(): OrganisationTally[] {
    return [...this.#byName.values()]
      .flat()
      .sort((a, b) => b.connections - a.connections || (a.organisation < b.organisation ? -1 : 1));
  }

  #of(organisation: string, verdict: Verdict): Counts {
    let tallies = this.#byName.get(organisation);
    if (tallies === undefined) this.#byName.set(organisation, (tallies = []));
    let tally = tallies.find((each) => each.verdict === verdict);
    if (tally === undefined) {
      tally = { organisation, verdict, peers: 0, connections: 0, programs: [], ports: [] };
      tallies.push(tally);
    }
    return tally;
  }
}

function addText(texts: string[], text: string | null): void {
  if (text !== null && texts.length < MOST_TEXTS && !texts.includes(text)) texts.push(text);
}
