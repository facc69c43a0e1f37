import type { CompanionSummary } from '../model/companion.js';
import { UserError } from '../model/errors.js';
import type { BadLine, InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer, PeerList } from '../model/investigation.js';
import type { Scene, Verdict } from '../model/judgement.js';
import { Fields } from './json-fields.js';
import { savedPeer } from './_saved-peer.js';
import { VERDICTS } from './_saved-words.js';

/**
 * The investigation that `-o json` wrote, with the verdicts of then: nothing is judged anew, and the JSON made of it is
 * the same again. What the JSON report leaves out stays out: what was seen together, the services' own answers.
 * Throws UserError for a text that is none.
 */
export function savedInvestigation(text: string): Investigation {
  const fields = new Fields(parsed(text));
  if (fields.numberOrNull('schema') !== 1 || fields.textOrNull('farend') === null) {
    throw new UserError('this is no investigation that farend wrote', 'Make one with: farend -o json FILE');
  }
  const inputs = fields.each('inputs', inputOf);
  const places = new Map([...inputs.entries()].map(([index, { name }]) => [name, index]));
  const counts = fields.inner('counts');
  const scene: Scene = {
    os: inputs[0]?.os ?? 'unknown',
    hasPrograms: false,
    isStale: fields.inner('pack').textOrNull('stale') !== null,
    lists: 0,
    peers: counts.number('peers'),
    fanOut: new Map(),
    organisations: new Map(),
    inputs,
  };
  const peers = fields.each('peers', (peer) => savedPeer(peer, places, scene)).filter((peer) => peer !== null);
  return {
    farend: fields.text('farend'),
    schema: 1,
    command: fields.text('command'),
    pack: packOf(fields.inner('pack')),
    inputs,
    companions: fields.each('companions', companionOf),
    counts: {
      rows: counts.number('rows'),
      external: counts.number('external'),
      peers: counts.number('peers'),
      byClass: counts.counts('byClass', (name): name is string => /^[a-z0-9-]+$/.test(name)) as Record<string, number>,
      byVerdict: byVerdict(counts),
    },
    peers: new SavedPeers(peers),
    organisations: fields.each('organisations', (tally) => ({
      organisation: tally.text('organisation'),
      verdict: tally.word('verdict', VERDICTS),
      peers: tally.number('peers'),
      connections: tally.number('connections'),
      programs: tally.texts('programs'),
      ports: tally.texts('ports'),
    })),
  };
}

/** In the order of the file. */
class SavedPeers implements PeerList {
  readonly #peers: readonly JudgedPeer[];

  constructor(peers: readonly JudgedPeer[]) {
    this.#peers = peers;
  }

  get length(): number {
    return this.#peers.length;
  }

  at(index: number): JudgedPeer {
    return this.#peers[index];
  }

  verdictAt(index: number): Verdict {
    return this.#peers[index].judgement.verdict;
  }

  [Symbol.iterator](): Iterator<JudgedPeer> {
    return this.#peers.values();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('this is no JSON, or only a part of it', 'Make it again with: farend -o json FILE');
  }
}

function byVerdict(counts: Fields): Record<Verdict, number> {
  const found = counts.inner('byVerdict');
  return {
    malicious: found.number('malicious'),
    suspicious: found.number('suspicious'),
    unexplained: found.number('unexplained'),
    expected: found.number('expected'),
  };
}

function packOf(fields: Fields): Investigation['pack'] {
  return {
    version: fields.text('version'),
    date: fields.text('date'),
    sources: fields.each('sources', (source) => ({
      name: source.text('name'),
      date: source.text('date'),
      licence: source.text('licence'),
      url: source.text('url'),
    })),
    stale: fields.textOrNull('stale'),
    notes: fields.texts('notes'),
  };
}

function badLine(fields: Fields): BadLine {
  return { line: fields.number('line'), text: fields.text('text'), reason: fields.text('reason') };
}

function inputOf(fields: Fields): InputSummary {
  return {
    name: fields.text('name'),
    sha256: fields.text('sha256'),
    format: fields.textOrNull('format'),
    tool: fields.text('tool'),
    language: fields.textOrNull('language'),
    encoding: fields.text('encoding'),
    os: fields.word('os', ['unknown', 'windows', 'linux', 'macos', 'bsd']),
    rows: fields.number('rows'),
    badLines: fields.each('badLines', badLine),
    badLineCount: fields.number('badLineCount'),
    nameOnlyPeers: fields.texts('nameOnlyPeers'),
    truncatedPeers: fields.texts('truncatedPeers'),
    blindSpots: fields.each('blindSpots', (spot) => ({
      id: spot.text('id'),
      says: spot.text('says'),
      fix: spot.text('fix'),
    })),
    partial: fields.flag('partial'),
    hasPrograms: false,
  };
}

function companionOf(fields: Fields): CompanionSummary {
  return {
    name: fields.text('name'),
    sha256: fields.text('sha256'),
    kind: fields.text('kind'),
    title: fields.text('title'),
    encoding: fields.text('encoding'),
    entries: fields.number('entries'),
    badLines: fields.each('badLines', badLine),
    badLineCount: fields.number('badLineCount'),
    partial: fields.flag('partial'),
    host: fields.textOrNull('host'),
    capturedAt: fields.time('capturedAt'),
    joined: fields.number('joined'),
    notes: fields.texts('notes'),
  };
}
