import { classify } from '../../address/classify.js';
import { extractAddresses } from '../../address/extract.js';
import type { InputSummary } from '../../model/input.js';
import type { Investigation, JudgedPeer, PeerList } from '../../model/investigation.js';
import type { Peer, PeerProcess } from '../../model/peer.js';
import { defanged } from '../_defang.js';
import { privateWords, withoutUserFolders, wordReplacer } from './_private-words.js';

type Say = (text: string) => string;

const PRIVATE = '[private address]';
/** Names that only mean something inside: single labels and the suffixes that are never public (RFC 6762, 8375). */
const INSIDE_NAME = /^[^.]+$|\.(?:local|lan|internal|intranet|corp|home|localdomain|private|arpa)\.?$/i;

/** Fields that hold a word of the model, not text of the evidence. */
const FIXED = new Set([
  'verdict',
  'kind',
  'answer',
  'family',
  'agreement',
  'basis',
  'grade',
  'os',
  'format',
  'code',
  'sha256',
  'meaning',
]);

/**
 * The investigation as a client may have it: users, hosts, private addresses and command lines taken out, addresses
 * and names defanged. It rewrites every text of every peer, so that no part of a report can forget to.
 */
export function clientEdition(investigation: Investigation): Investigation {
  const replaced = wordReplacer(privateWords(investigation));
  const say: Say = (text) => withoutAddresses(replaced(withoutUserFolders(text)));
  return {
    ...investigation,
    command: '',
    notes: new Map(),
    pack: { ...investigation.pack, notes: investigation.pack.notes.map(say) },
    inputs: investigation.inputs.map((input) => clientInput(input, say)),
    // Names of files and hosts, and what their notes say, are the inside's.
    companions: [],
    scene: { ...investigation.scene, fanOut: new Map(), organisations: new Map(), inputs: [] },
    ...(investigation.rejudged === undefined
      ? {}
      : {
          rejudged: { ...investigation.rejudged, name: say(investigation.rejudged.name.split(/[\\/]/).at(-1) ?? '') },
        }),
    organisations: rewritten(investigation.organisations, say),
    peers: clientPeers(investigation.peers, say),
  };
}

function clientInput(input: InputSummary, say: Say): InputSummary {
  const name = input.name.split(/[\\/]/).at(-1) ?? '';
  return {
    ...rewritten(input, say),
    name: say(name),
    badLines: input.badLines.map(({ line, reason }) => ({ line, text: '', reason: say(reason) })),
    // Names and half addresses of the inside can't be told from others: only their number stays.
    nameOnlyPeers: input.nameOnlyPeers.map(() => '[name]'),
    truncatedPeers: input.truncatedPeers.map(() => '[cut address]'),
  };
}

function clientPeers(peers: PeerList, say: Say): PeerList {
  const at = (index: number): JudgedPeer => clientPeer(peers.at(index), say);
  return {
    length: peers.length,
    at,
    verdictAt: (index) => peers.verdictAt(index),
    *[Symbol.iterator]() {
      for (let index = 0; index < peers.length; index++) yield at(index);
    },
  };
}

function clientPeer(judged: JudgedPeer, say: Say): JudgedPeer {
  const { peer } = judged;
  const commands = peer.processes.map(({ commandLine }) => commandLine).filter((line) => line !== null && line !== '');
  // A short single label would hit words of ordinary sentences.
  const names = peer.names.filter((name) => name.length > 3).sort((a, b) => b.length - a.length);
  const sayHere: Say = (text) => {
    let said = text;
    for (const line of commands) said = said.replaceAll(line ?? '', '[command line]');
    for (const name of names) said = said.replaceAll(name, INSIDE_NAME.test(name) ? '[inside name]' : defanged(name));
    return say(said);
  };
  const { note, ...others } = judged;
  return {
    ...rewritten({ ...others, peer: null }, sayHere),
    // Words among colleagues; the client gets what they came to.
    ...(note === undefined ? {} : { note: { ...note, tags: [], text: '' } }),
    peer: clientPeerOf(peer, sayHere),
    judgement: {
      ...rewritten(judged.judgement, sayHere),
      expectation: rewritten(judged.judgement.expectation, sayHere),
      counterfactuals: rewritten(judged.judgement.counterfactuals, sayHere),
      // A link would carry the address as it is.
      next: rewritten(judged.judgement.next, sayHere).filter((step) => !/^https?:/i.test(step.do)),
    },
  };
}

/** A host is never named, even where there are too many to look for. */
function hostWord(host: string, say: Say): string {
  const said = say(host);
  return /^\[host \d+\]$/.test(said) ? said : '[host]';
}

/** Field by field: a peer makes some of its fields when asked, which a spread would lose. */
function clientPeerOf(peer: Peer, say: Say): Peer {
  return {
    address: peer.address,
    text: say(peer.text),
    names: peer.names.map((name) => (INSIDE_NAME.test(name) ? '[inside name]' : say(name))),
    hosts: peer.hosts.map((host) => hostWord(host, say)),
    ports: rewritten(peer.ports, say),
    processes: peer.processes.map((process) => clientProcess(process, say)),
    states: peer.states,
    directions: peer.directions,
    flows: peer.flows.map((flow) => ({ ...flow, host: flow.host === null ? null : hostWord(flow.host, say) })),
    serviceEnds: peer.serviceEnds,
    connections: peer.connections,
    rows: peer.rows,
    rowsOmitted: peer.rowsOmitted,
    firstSeen: peer.firstSeen,
    lastSeen: peer.lastSeen,
    bytesSent: peer.bytesSent,
    bytesReceived: peer.bytesReceived,
    timing: peer.timing,
  };
}

function clientProcess(process: PeerProcess, say: Say): PeerProcess {
  const { user, ...rest } = process;
  return { ...rewritten(rest, say), commandLine: null, user: user === null ? null : '[user]' };
}

/** Public addresses defanged, others taken out; ports beside them stay. */
function withoutAddresses(text: string): string {
  let said = '';
  let from = 0;
  for (const { address, port, index, length } of extractAddresses(text)) {
    const written = text.slice(index, index + length);
    const isPublic = classify(address).isGlobal;
    said += text.slice(from, index) + (isPublic ? defanged(written.replace(/\[([.:])\]/g, '$1')) : PRIVATE);
    if (!isPublic && port !== null) said += `:${port}`;
    from = index + length;
  }
  return said + text.slice(from);
}

/** The same value with every text in it rewritten, at any depth; numbers, keys and fixed words stay. */
function rewritten<T>(value: T, say: Say): T {
  return rewrittenValue(value, say) as T;
}

function rewrittenValue(value: unknown, say: Say): unknown {
  if (typeof value === 'string') return say(value);
  if (Array.isArray(value)) return value.map((inner) => rewrittenValue(inner, say));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, FIXED.has(key) ? inner : rewrittenValue(inner, say)]),
  );
}
