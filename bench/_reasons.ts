import { judge } from '../src/judge/index.js';
import type { Subject } from '../src/model/judgement.js';
import type { Case, RankedPeer } from './_rank.js';

/**
 * Whether the first reason of malicious peers in the top ten is a true cause. Labels say which connections are malicious
 * and seldom why, so that two things are checked instead: the reason still holds when the peer is judged by its
 * malicious rows alone (it is no fact about other rows), and it separates: among the peers of all *other* incidents it is
 * met more often, by share, at malicious than at benign ones (leave one out: no reason vouches for itself).
 */
export interface Reasons {
  readonly peers: number;
  /** Shares of them. */
  readonly holds: number;
  readonly separates: number;
  readonly isTrue: number;
  /** First reasons that are not: rule and peers. */
  readonly untrue: Readonly<Record<string, number>>;
}

const TOP = 10;

export function reasonsOf(cases: readonly Case[]): Reasons {
  const open = cases.filter(({ isPrivate }) => !isPrivate);
  const met = new Met(open);
  const untrue: Record<string, number> = {};
  let [peers, holding, separating, both] = [0, 0, 0, 0];
  for (const { id, peers: ranked } of open) {
    for (const peer of ranked.slice(0, TOP)) {
      if (!peer.isMalicious) continue;
      const rule = firstReason(peer.judged);
      const holds = rule !== null && (peer.alone === null || weighs(peer.alone, rule));
      const separates = rule !== null && met.separates(rule, id);
      peers++;
      holding += Number(holds);
      separating += Number(separates);
      both += Number(holds && separates);
      if (!holds || !separates) untrue[rule ?? 'none'] = (untrue[rule ?? 'none'] ?? 0) + 1;
    }
  }
  const share = (count: number): number => (peers === 0 ? 0 : count / peers);
  return { peers, holds: share(holding), separates: share(separating), isTrue: share(both), untrue };
}

function firstReason(subject: Subject): string | null {
  return judge(subject).findings.find(({ weight }) => weight > 0)?.rule ?? null;
}

function weighs(subject: Subject, rule: string): boolean {
  return judge(subject).findings.some((finding) => finding.rule === rule && finding.weight > 0);
}

interface Sides {
  malicious: number;
  benign: number;
}

/** How often each rule is met as a reason against a peer, by incident; an address counts once in each. */
class Met {
  readonly #all = new Map<string, Sides>();
  readonly #byIncident = new Map<string, Map<string, Sides>>();
  readonly #peers = { malicious: 0, benign: 0 };

  constructor(cases: readonly Case[]) {
    const seen = new Set<string>();
    for (const { id, peers } of cases) {
      for (const peer of peers) {
        // Benign peers are drawn into many cases: they are counted where they come first.
        if (!peer.isMalicious && seen.has(peer.judged.peer.text)) continue;
        if (!peer.isMalicious) seen.add(peer.judged.peer.text);
        this.#count(id, peer);
      }
    }
  }

  /** Likelier at malicious peers than at benign ones, the incident itself left out; one imaginary peer on each side. */
  separates(rule: string, incident: string): boolean {
    const all = this.#all.get(rule) ?? { malicious: 0, benign: 0 };
    const own = this.#byIncident.get(incident)?.get(rule)?.malicious ?? 0;
    const others = this.#peers.malicious + 1;
    return (all.malicious - own + 1) / others > (all.benign + 1) / (this.#peers.benign + 1);
  }

  #count(incident: string, { judged, isMalicious }: RankedPeer): void {
    const side = isMalicious ? 'malicious' : 'benign';
    this.#peers[side]++;
    const own = this.#byIncident.get(incident) ?? new Map<string, Sides>();
    this.#byIncident.set(incident, own);
    for (const { rule, weight } of judged.judgement.findings) {
      if (weight <= 0) continue;
      for (const sides of [this.#all, own]) {
        const met = sides.get(rule) ?? { malicious: 0, benign: 0 };
        met[side]++;
        sides.set(rule, met);
      }
    }
  }
}
