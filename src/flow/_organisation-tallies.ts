import type { OrganisationTally } from '../model/investigation.js';
import type { Subject, Verdict } from '../model/judgement.js';
import type { Owner } from '../model/knowledge.js';

/** Program and port texts per organisation line. */
const TALLY_TEXTS = 6;
/** More outlines than there are: see `PeerTable.outlineAt`. */
const OUTLINES = 1 << 21;

/** Peers folded by organisation and verdict. The first ones counted decide which programs and ports stand for it. */
export class OrganisationTallies {
  readonly #entries = new Map<string, Entry[]>();
  #used = 0;
  /** Which outlines an entry's ports are from: most peers have those of others. */
  readonly #shown = new Set<number>();

  /** Most connections first. */
  sorted(): OrganisationTally[] {
    return [...this.#entries.values()]
      .flatMap((entries) => entries.map(({ tally }) => tally))
      .sort((a, b) => b.connections - a.connections || (a.organisation < b.organisation ? -1 : 1));
  }

  /** Counts one peer of which no program is known; those with its `outline` share its ports. */
  countPorts(owner: Owner, verdict: Verdict, connections: number, outline: number, ports: () => Ports): void {
    const { tally, number } = this.#entryOf(owner, verdict);
    add(tally, connections);
    if (tally.ports.length >= TALLY_TEXTS) return;
    const key = number * OUTLINES + outline;
    if (this.#shown.has(key)) return;
    this.#shown.add(key);
    addPorts(tally, ports());
  }

  /** Counts one peer, with a few of its programs and ports. */
  count({ peer, owner, programs }: Subject, verdict: Verdict): void {
    const { tally } = this.#entryOf(owner, verdict);
    add(tally, peer.connections);
    if (tally.programs.length < TALLY_TEXTS) {
      for (let at = 0; at < programs.length; at++)
        addText(tally.programs, programs[at]?.title ?? peer.processes[at].name);
    }
    addPorts(tally, peer.ports);
  }

  #entryOf(owner: Owner, verdict: Verdict): Entry {
    const organisation = owner.organisation ?? 'unknown owner';
    let entries = this.#entries.get(organisation);
    if (entries === undefined) this.#entries.set(organisation, (entries = []));
    for (const entry of entries) if (entry.tally.verdict === verdict) return entry;
    const entry = {
      tally: { organisation, verdict, peers: 0, connections: 0, programs: [], ports: [] },
      number: this.#used++,
    };
    entries.push(entry);
    return entry;
  }
}

type Ports = readonly { readonly port: number; readonly protocol: string }[];

interface Entry {
  readonly tally: OrganisationTally & Counts;
  readonly number: number;
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

function addPorts({ ports }: Counts, more: Ports): void {
  if (ports.length >= TALLY_TEXTS) return;
  for (const { port, protocol } of more) addText(ports, `${port}/${protocol}`);
}

function addText(texts: string[], text: string | null): void {
  if (text !== null && texts.length < TALLY_TEXTS && !texts.includes(text)) texts.push(text);
}
