import type { Investigation, JudgedPeer } from '../../model/investigation.js';
import { jsonText } from '../_json-text.js';
import { programNames } from '../_peer-words.js';
import type { RowRecord } from './client/rows.js';

/** Texts of one peer that the filter looks at, and how long each may be: the page shows them, the filter only finds. */
const MOST_TEXTS = 20;
const LONGEST = 300;

/**
 * What the script sorts and filters by, as JSON for a `script` element: every text once, rows pointing to it. `<` is
 * escaped, so nothing in it can end the element.
 */
export function rowData({ peers }: Investigation, rows: number): string {
  const texts = new Texts();
  const records: RowRecord[] = [];
  for (let index = 0; index < rows; index++) records.push(record(peers.at(index), texts));
  return jsonText({ texts: texts.all, rows: records }).replaceAll('<', '\\u003c');
}

function record({ peer, owner, judgement }: JudgedPeer, texts: Texts): RowRecord {
  const { verdict, probability, score, coverage, findings } = judgement;
  const { network, country, as } = owner;
  return [
    Math.round(probability * 1e4) / 1e4,
    score,
    coverage,
    peer.connections,
    texts.list([verdict]),
    texts.list([peer.text]),
    texts.list(peer.ports.map(({ port, protocol }) => `${port}/${protocol}`)),
    texts.list([...programNames(peer), ...peer.processes.map(({ path }) => path ?? '')]),
    texts.list([owner.organisation ?? as?.name ?? '']),
    texts.list([country?.code ?? '', country?.name ?? '']),
    texts.list(as === null ? [] : [`AS${as.number}`, as.name]),
    texts.list([network.kind]),
    texts.list([network.service ?? '', ...peer.processes.flatMap(({ services }) => services)]),
    texts.list([network.provider ?? '']),
    texts.list(peer.names),
    texts.list(peer.hosts),
    texts.list(peer.processes.map(({ user }) => user ?? '')),
    texts.list(findings.map(({ rule }) => rule)),
    texts.list(findings.flatMap(({ attack }) => attack)),
    texts.list(Object.keys(peer.states)),
    texts.list(Object.keys(peer.directions)),
    texts.list(peer.ports.map(({ protocol }) => protocol)),
    texts.list(findings.map(({ family }) => family)),
    texts.list(peer.processes.map(({ path }) => path ?? '')),
    texts.list(peer.processes.map(({ pid }) => (pid === null ? '' : String(pid)))),
  ];
}

class Texts {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  list(texts: readonly string[]): number[] {
    const kept = [...new Set(texts)].filter((text) => text !== '').slice(0, MOST_TEXTS);
    return kept.map((text) => this.#place(text.slice(0, LONGEST)));
  }

  #place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.all.length;
      this.all.push(text);
      this.#places.set(text, place);
    }
    return place;
  }
}
