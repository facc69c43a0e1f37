import { judge, type JudgeOptions, ownerClasses } from '../judge/index.js';
import type { ReputationEvidence } from '../model/answer.js';
import type { JudgedPeer, OrganisationTally, PeerList } from '../model/investigation.js';
import { type Scene, type Subject, type Verdict, VERDICTS } from '../model/judgement.js';
import type { Owner, PortKnowledge, ServiceKnowledge } from '../model/knowledge.js';
import { Alike } from './_alike.js';
import type { Knowledge } from './knowledge.js';
import { offlineLedger } from './_offline-ledger.js';
import { OrganisationTallies } from './_organisation-tallies.js';
import { orderOf } from './_order.js';
import { NO_OUTLINE, type PeerTable } from './peer-table.js';

/** Up to here judged peers are kept; past it they are built again when asked, to stay small. */
const PEERS_KEPT = 2_000;

const NOTHING_SAID: readonly ReputationEvidence[] = [];
const NO_SERVICES: readonly ServiceKnowledge[] = [];

/** Every peer judged once: score and verdict in columns, the rest rebuilt on request. */
export class JudgedPeers implements PeerList {
  readonly #table: PeerTable;
  readonly #owners: readonly Owner[];
  readonly #scene: Scene;
  readonly #knowledge: Knowledge;
  readonly #how: JudgeOptions;
  readonly #kept: JudgedPeer[] | null;
  readonly #scores: Float64Array;
  readonly #verdicts: Uint8Array;
  #order: Uint32Array;
  #tallies = new OrganisationTallies();

  /** `owners` by number of the peer in the table. */
  constructor(table: PeerTable, owners: readonly Owner[], scene: Scene, knowledge: Knowledge, how: JudgeOptions = {}) {
    this.#table = table;
    this.#owners = owners;
    this.#scene = scene;
    this.#knowledge = knowledge;
    this.#how = how;
    this.#kept = table.length <= PEERS_KEPT ? Array.from({ length: table.length }) : null;
    this.#scores = new Float64Array(table.length);
    this.#verdicts = new Uint8Array(table.length);
    this.#judgeAll();
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
    this.#order = this.#order.filter((_, index) => matches(this.at(index)));
    const kept = new Set(this.#order);
    this.#tallies = new OrganisationTallies();
    for (const peer of this.#table.byFirstRow()) {
      if (kept.has(peer)) this.#tallies.count(this.#subject(peer), VERDICTS[this.#verdicts[peer]]);
    }
  }

  /** Peers folded by organisation and verdict, most connections first. */
  organisations(): OrganisationTally[] {
    return this.#tallies.sorted();
  }

  /** In the order in which the evidence shows them: it decides which programs and ports stand for an organisation. */
  #judgeAll(): void {
    const outlines = this.#outlines();
    const alike = new Alike(ownerClasses(this.#scene, this.#portsSeen()));
    for (const peer of this.#table.byFirstRow()) {
      const outline = outlines?.[peer] ?? NO_OUTLINE;
      if (outline === NO_OUTLINE) this.#judge(peer);
      else this.#judgeAlike(peer, outline, alike);
    }
  }

  /** Where programs are named, a peer without one asks for its rows as well. Kept peers are needed in full. */
  #outlines(): Int32Array | null {
    if (this.#scene.hasPrograms || this.#kept !== null) return null;
    return Int32Array.from({ length: this.#table.length }, (_, peer) => this.#table.outlineAt(peer));
  }

  *#portsSeen(): Generator<PortKnowledge> {
    for (const { port, protocol } of this.#table.portsOfOutlines()) yield this.#knowledge.port(port, protocol);
  }

  /** Peers of owners that are alike, with the same outline, are judged alike. */
  #judgeAlike(peer: number, outline: number, alike: Alike): void {
    const owner = this.#owners[peer];
    const like = this.#isListed(peer) ? -1 : alike.find(owner, outline);
    if (like === -1) {
      const { lists } = this.#judge(peer);
      if (lists.length === 0) alike.add(owner, outline, peer);
      return;
    }
    this.#scores[peer] = this.#scores[like];
    this.#verdicts[peer] = this.#verdicts[like];
    const table = this.#table;
    const verdict = VERDICTS[this.#verdicts[peer]];
    this.#tallies.countPorts(owner, verdict, table.connectionsAt(peer), outline, () => table.portsOf(outline));
  }

  #isListed(peer: number): boolean {
    return this.#scene.lists > 0 && this.#subject(peer).lists.length > 0;
  }

  #judge(peer: number): Subject {
    const subject = this.#subject(peer);
    const judgement = judge(subject, this.#how);
    this.#scores[peer] = judgement.score;
    this.#verdicts[peer] = VERDICTS.indexOf(judgement.verdict);
    this.#tallies.count(subject, judgement.verdict);
    if (this.#kept !== null) this.#kept[peer] = this.#complete(subject, judgement);
    return subject;
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

  #complete(subject: Subject, judgement = judge(subject, this.#how)): JudgedPeer {
    const facts = this.#knowledge.ownerFacts(subject.peer.address, subject.owner);
    return { ...subject, facts, ledger: offlineLedger(subject), judgement };
  }

  /** Highest score first, equal ones by address. */
  #sorted(): Uint32Array {
    const byAddress = this.#table.byAddress();
    const keys = new Float64Array(byAddress.length);
    for (let at = 0; at < keys.length; at++) keys[at] = -this.#scores[byAddress[at]];
    return orderOf(keys).map((at) => byAddress[at]);
  }
}
