import { judge } from '../judge/index.js';
import type { ReputationEvidence } from '../model/answer.js';
import type { LedgerEntry } from '../model/fact.js';
import type { JudgedPeer, OrganisationTally, PeerList } from '../model/investigation.js';
import type { Scene, Subject, Verdict } from '../model/judgement.js';
import type { Owner, ServiceKnowledge } from '../model/knowledge.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

const VERDICTS: readonly Verdict[] = ['malicious', 'suspicious', 'unexplained', 'expected'];
/** Up to here judged peers are kept; past it they are built again when asked, to stay small. */
const PEERS_KEPT = 2_000;
/** Program and port texts per organisation line. */
const TALLY_TEXTS = 6;

const NOTHING_SAID: readonly ReputationEvidence[] = [];
const NO_SERVICES: readonly ServiceKnowledge[] = [];

/** Every peer judged once: score and verdict in columns, the rest rebuilt on request. */
export class JudgedPeers implements PeerList {
  readonly #table: PeerTable;
  readonly #owners: readonly Owner[];
  readonly #scene: Scene;
  readonly #knowledge: Knowledge;
  readonly #kept: JudgedPeer[] | null;
  readonly #scores: Float64Array;
  readonly #verdicts: Uint8Array;
  #order: Uint32Array;
  readonly #tallies = new Map<string, (OrganisationTally & Counts)[]>();

  /** `owners` by number of the peer in the table. */
  constructor(table: PeerTable, owners: readonly Owner[], scene: Scene, knowledge: Knowledge) {
    this.#table = table;
    this.#owners = owners;
    this.#scene = scene;
    this.#knowledge = knowledge;
    this.#kept = table.length <= PEERS_KEPT ? Array.from({ length: table.length }) : null;
    this.#scores = new Float64Array(table.length);
    this.#verdicts = new Uint8Array(table.length);
    // The order in which the evidence shows them decides which programs and ports stand for an organisation.
    for (const peer of table.byFirstRow()) this.#judge(peer);
    this.#order = this.#sorted();
  }

  get length(): number {
    return this.#order.length;
  }

  at(index: number): JudgedPeer {
    const peer = this.#order[index];
    return this.#kept?.[peer] ?? this.#complete(this.#subject(peer));
  }

  verdictAt(index: number): Verdict {
    return VERDICTS[this.#verdicts[this.#order[index]]];
  }

  *[Symbol.iterator](): Iterator<JudgedPeer> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** Keeps only the peers that match; order stays, and the organisations are counted anew. */
  keepOnly(matches: (peer: JudgedPeer) => boolean): void {
    const kept: number[] = [];
    this.#tallies.clear();
    for (let index = 0; index < this.length; index++) {
      const judged = this.at(index);
      if (!matches(judged)) continue;
      kept.push(this.#order[index]);
      this.#tally(this.#subject(this.#order[index]), judged.judgement.verdict);
    }
    this.#order = Uint32Array.from(kept);
  }

  /** Peers folded by organisation and verdict, most connections first. */
  organisations(): OrganisationTally[] {
    return [...this.#tallies.values()]
      .flat()
      .sort((a, b) => b.connections - a.connections || (a.organisation < b.organisation ? -1 : 1));
  }

  #judge(peer: number): void {
    const subject = this.#subject(peer);
    const judgement = judge(subject);
    this.#scores[peer] = judgement.score;
    this.#verdicts[peer] = VERDICTS.indexOf(judgement.verdict);
    this.#tally(subject, judgement.verdict);
    if (this.#kept !== null) this.#kept[peer] = this.#complete(subject, judgement);
  }

  #subject(index: number): Subject {
    const peer = this.#table.at(index);
    const knowledge = this.#knowledge;
    const owner = this.#owners[index];
    return {
      peer,
      owner,
      ports: peer.ports.map(({ port, protocol }) => knowledge.port(port, protocol)),
      programs: peer.processes.map((process) => knowledge.program(process)),
      services: peer.processes.map(({ services }) =>
        services.length === 0
          ? NO_SERVICES
          : services.map((name) => knowledge.service(name)).filter((known) => known !== null),
      ),
      lists: knowledge.listed(peer.address, peer.ports, owner.as?.number ?? null),
      reputation: NOTHING_SAID,
      scene: this.#scene,
    };
  }

  #complete(subject: Subject, judgement = judge(subject)): JudgedPeer {
    const facts = this.#knowledge.ownerFacts(subject.peer.address, subject.owner);
    return { ...subject, facts, ledger: ledgerOf(subject), judgement };
  }

  #tally({ peer, owner, programs }: Subject, verdict: Verdict): void {
    const organisation = owner.organisation ?? 'unknown owner';
    let tallies = this.#tallies.get(organisation);
    if (tallies === undefined) this.#tallies.set(organisation, (tallies = []));
    let tally = tallies.find((each) => each.verdict === verdict);
    if (tally === undefined) {
      tally = { organisation, verdict, peers: 0, connections: 0, programs: [], ports: [] };
      tallies.push(tally);
    }
    tally.peers++;
    tally.connections += peer.connections;
    if (tally.programs.length < TALLY_TEXTS) {
      for (let at = 0; at < programs.length; at++)
        addText(tally.programs, programs[at]?.title ?? peer.processes[at].name);
    }
    if (tally.ports.length < TALLY_TEXTS) {
      for (const { port, protocol } of peer.ports) addText(tally.ports, `${port}/${protocol}`);
    }
  }

  #sorted(): Uint32Array {
    const order = new Uint32Array(this.#table.length);
    for (let index = 0; index < order.length; index++) order[index] = index;
    return order.sort((a, b) => this.#scores[b] - this.#scores[a] || this.#table.compare(a, b));
  }
}

interface Counts {
  peers: number;
  connections: number;
  programs: string[];
  ports: string[];
}

function addText(texts: string[], text: string | null): void {
  if (text !== null && texts.length < TALLY_TEXTS && !texts.includes(text)) texts.push(text);
}

function ledgerOf({ owner, peer, lists, scene }: Subject): LedgerEntry[] {
  return [
    entry('country', owner.country !== null, 'no delegation or geofeed covers this address'),
    entry('autonomous system', owner.as !== null, 'no announced prefix covers this address'),
    entry('network kind', ownerKindIsKnown(owner), 'neither the AS number nor its name tells'),
    scene.hasPrograms
      ? entry(
          'program',
          peer.processes.some(({ name, path }) => name !== null || path !== null),
          'the listing names no owner for these rows',
        )
      : { source: 'program', answer: 'could-not-ask', reason: 'the capture carries no program names' },
    scene.lists > 0
      ? entry('threat lists', lists.length > 0, `on none of ${scene.lists} lists`)
      : { source: 'threat lists', answer: 'could-not-ask', reason: 'no list is loaded' },
  ];
}

function ownerKindIsKnown(owner: Owner): boolean {
  return owner.network.kind !== 'unknown';
}

function entry(source: string, isKnown: boolean, reason: string): LedgerEntry {
  return isKnown ? { source, answer: 'known', reason: null } : { source, answer: 'not-known', reason };
}
