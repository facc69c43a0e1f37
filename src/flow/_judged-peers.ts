import { judge, type JudgeOptions, ownerClasses } from '../judge/index.js';
import type { ReputationEvidence } from '../model/answer.js';
import type { JudgedPeer, OrganisationTally, PeerList } from '../model/investigation.js';
import { type Scene, type Subject, type Verdict, VERDICTS } from '../model/judgement.js';
import type { PortKnowledge, ServiceKnowledge } from '../model/knowledge.js';
import { FirstShown } from './_first-shown.js';
import { Interned } from './_interned.js';
import type { Knowledge } from './knowledge.js';
import { offlineLedger } from './_offline-ledger.js';
import { OrganisationTallies } from './_organisation-tallies.js';
import { orderedBy } from './_order.js';
import { type Owners } from './_owners.js';
import { Pairs } from './_pairs.js';
import { NO_OUTLINE } from './_outlines.js';
import type { PeerTable } from './peer-table.js';

/** Up to here judged peers are kept; past it they are built again when asked, to stay small. */
const PEERS_KEPT = 2_000;
/** Peers that others are compared with: hostile evidence must not fill the memory. */
const MOST_ALIKE = 1 << 16;

const NOTHING_SAID: readonly ReputationEvidence[] = [];
const NO_SERVICES: readonly ServiceKnowledge[] = [];

/** Every peer judged once: score and verdict in columns, the rest rebuilt on request. */
export class JudgedPeers implements PeerList {
  readonly #table: PeerTable;
  readonly #owners: Owners;
  readonly #scene: Scene;
  readonly #knowledge: Knowledge;
  readonly #how: JudgeOptions;
  readonly #kept: JudgedPeer[] | null;
  readonly #scores: Float64Array;
  readonly #verdicts: Uint8Array;
  #order: Uint32Array;
  #tallies = new OrganisationTallies();

  constructor(table: PeerTable, owners: Owners, scene: Scene, knowledge: Knowledge, how: JudgeOptions = {}) {
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
      if (kept.has(peer)) this.#tallies.count(this.#subject(peer), this.#verdictOf(peer));
    }
  }

  /** How many peers have each verdict. */
  verdictCounts(): Record<Verdict, number> {
    const counts = new Uint32Array(VERDICTS.length);
    const [order, verdicts] = [this.#order, this.#verdicts];
    // An iterator takes ten times as long until the engine has optimised it away.
    for (let at = 0; at < order.length; at++) counts[verdicts[order[at]]]++;
    const [malicious, suspicious, unexplained, expected] = counts;
    return { malicious, suspicious, unexplained, expected };
  }

  /** Peers folded by organisation and verdict, most connections first. */
  organisations(): OrganisationTally[] {
    return this.#tallies.sorted();
  }

  #judgeAll(): void {
    // Where programs are named, a peer without one asks for its rows as well. Kept peers are needed in full.
    if (this.#scene.hasPrograms || this.#kept !== null) this.#judgeEach();
    else this.#judgeByOutline();
  }

  /** In the order in which the evidence shows them: it decides which programs and ports stand for an organisation. */
  #judgeEach(): void {
    for (const peer of this.#table.byFirstRow()) this.#tallies.count(this.#judge(peer), this.#verdictOf(peer));
  }

  /** Where many peers differ in nothing that counts, one judgement serves all of them. */
  #judgeByOutline(): void {
    const outlines = this.#outlines();
    this.#judgeLike(outlines);
    this.#tally(outlines);
  }

  /** By peer: see `PeerTable.outlineAt`. */
  #outlines(): Int32Array {
    const table = this.#table;
    const outlines = new Int32Array(table.length);
    for (let peer = 0; peer < outlines.length; peer++) outlines[peer] = table.outlineAt(peer);
    return outlines;
  }

  /** Peers of owners that are alike, with the same outline, are judged alike. In the order in which they lie in memory. */
  #judgeLike(outlines: Int32Array): void {
    const classes = this.#classesOfHolders();
    const alike = new Pairs();
    for (let peer = 0; peer < outlines.length; peer++)
      this.#judgeAlike(peer, classes[this.#owners.holderOf(peer)], outlines[peer], alike);
  }

  /** Counts peers by organisation and verdict, and shows the first of those with one outline. */
  #tally(outlines: Int32Array): void {
    const table = this.#table;
    const firsts = new FirstShown(outlines, (peer) => table.firstRowOf(peer));
    const tallyOf = new Int32Array(this.#owners.holders.length * VERDICTS.length).fill(-1);
    for (let peer = 0; peer < outlines.length; peer++) {
      const place = this.#owners.holderOf(peer) * VERDICTS.length + this.#verdicts[peer];
      if (tallyOf[place] === -1) tallyOf[place] = this.#tallies.numberOf(this.#owners.at(peer), this.#verdictOf(peer));
      this.#tallies.add(tallyOf[place], table.connectionsAt(peer));
      firsts.add(peer, tallyOf[place]);
    }
    for (const [peer, tally] of firsts.inOrder()) {
      if (outlines[peer] === NO_OUTLINE) this.#tallies.show(tally, this.#subject(peer));
      else this.#tallies.showPorts(tally, table.portsOf(outlines[peer]));
    }
  }

  /** By holder the number of its class: see `ownerClasses`. */
  #classesOfHolders(): Uint32Array {
    const classOf = ownerClasses(this.#scene, this.#portsSeen());
    const classes = new Interned<null>();
    return Uint32Array.from(this.#owners.holders, (owner) => classes.id(classOf(owner), () => null));
  }

  *#portsSeen(): Generator<PortKnowledge> {
    for (const { port, protocol } of this.#table.portsOfOutlines()) yield this.#knowledge.port(port, protocol);
  }

  /** As the first peer of the same class of owners and outline, which `alike` remembers. */
  #judgeAlike(peer: number, ownerClass: number, outline: number, alike: Pairs): void {
    const isAlone = outline === NO_OUTLINE || this.#isListed(peer);
    const like = isAlone ? -1 : alike.find(ownerClass, outline);
    if (like === -1) {
      this.#judge(peer);
      if (!isAlone && alike.length < MOST_ALIKE) alike.add(ownerClass, outline, peer);
      return;
    }
    this.#scores[peer] = this.#scores[like];
    this.#verdicts[peer] = this.#verdicts[like];
  }

  #verdictOf(peer: number): Verdict {
    return VERDICTS[this.#verdicts[peer]];
  }

  #isListed(peer: number): boolean {
    return this.#scene.lists > 0 && this.#subject(peer).lists.length > 0;
  }

  #judge(peer: number): Subject {
    const subject = this.#subject(peer);
    const judgement = judge(subject, this.#how);
    this.#scores[peer] = judgement.score;
    this.#verdicts[peer] = VERDICTS.indexOf(judgement.verdict);
    if (this.#kept !== null) this.#kept[peer] = this.#complete(subject, judgement);
    return subject;
  }

  #subject(index: number): Subject {
    const peer = this.#table.at(index);
    const knowledge = this.#knowledge;
    const owner = this.#owners.at(index);
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
    const peers = this.#table.byAddress();
    const scores = this.#scores;
    const keys = new Float64Array(peers.length);
    for (let at = 0; at < keys.length; at++) keys[at] = -scores[peers[at]];
    return orderedBy(peers, keys);
  }
}
