import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { fakeAnswer, fakeInput, fakeInvestigation, fakePeer, fakeProcess } from './_fake-investigation.js';
import { goldenPeers } from './_golden-investigation.js';
import { HOSTILE } from './_hostile-peers.js';

/** Fields whose values are words of the model or made from an address: no evidence gets into them. */
const FIXED: ReadonlySet<string> = new Set([
  'address',
  'agreement',
  'answer',
  'basis',
  'certainty',
  'confidence',
  'direction',
  'end',
  'family',
  'from',
  'grade',
  'kind',
  'matched',
  'meaning',
  'obstacle',
  'os',
  'state',
  'status',
  'to',
  'verdict',
]);

/**
 * One investigation in which everything is filled that can be, with a hostile text in every field that takes any: a
 * peer of each kind for each text. A field that is new is hostile by itself.
 */
export function hostileInvestigation(): Investigation {
  const peers = HOSTILE.flatMap((text, index) => {
    const every = fullPeers();
    return [peerWith(every[index % every.length], text, index)];
  });
  const whole = fakeInvestigation(
    peers,
    HOSTILE.map((text) => withText(fakeInput(), text)),
  );
  const head = withText({ command: '', farend: '', pack: whole.pack, organisations: whole.organisations }, HOSTILE[0]);
  return {
    ...whole,
    ...head,
    pack: {
      ...head.pack,
      stale: HOSTILE[17],
      notes: HOSTILE,
      sources: HOSTILE.map((text) => withText(whole.pack.sources[0], text)),
    },
    organisations: HOSTILE.map((text) => withText(whole.organisations[0], text)),
    companions: HOSTILE.map((text) => withText(companion(), text)),
    notes: new Map(peers.flatMap(({ peer, note }) => (note === undefined ? [] : [[peer.text, note] as const]))),
    rejudged: {
      ...withText({ name: '', sha256: '', savedAt: '', farend: '', weights: '', pack: '' }, HOSTILE[15]),
      prior: -20,
      changes: [{ from: 'expected', to: 'malicious', peers: 1 }],
    },
  };
}

/** Each kind of peer that reports treat apart, with everything that one can have. */
function fullPeers(): JudgedPeer[] {
  return goldenPeers().map((judged) => ({
    ...judged,
    lists: goldenPeers()[0].lists,
    reputation: [
      {
        meaning: 'overall',
        direction: 'both',
        strength: 1,
        says: '',
        label: '',
        lastSeen: '',
        sources: [''],
        origins: [''],
      },
    ],
    answers: [
      fakeAnswer({
        reason: '',
        names: [{ name: '', isConfirmed: false }],
        facts: fakePeer('1.1.1.1', 'expected').facts,
      }),
      fakeAnswer({ answer: 'could-not-ask', obstacle: 'network', reason: '', reputation: [] }),
    ],
    before: { verdict: 'expected', score: -30 },
    note: { status: 'confirmed', tags: [''], text: '', changed: '' },
    judgement: {
      ...judged.judgement,
      next: [
        { says: '', do: '' },
        { says: '', do: 'https://example.org/' },
      ],
    },
    peer: {
      ...judged.peer,
      names: [''],
      hosts: [''],
      processes: [
        fakeProcess({ services: [''], commandLine: '', user: '', parent: '', signer: '' }),
        ...judged.peer.processes.slice(1),
      ],
    },
  }));
}

function peerWith(judged: JudgedPeer, text: string, index: number): JudgedPeer {
  const { address, text: written, states, directions } = fakePeer(`185.220.${index}.1`, 'expected').peer;
  const hostile = withText(judged, text);
  return { ...hostile, peer: { ...hostile.peer, address, text: written, states, directions } };
}

const companion = (): Investigation['companions'][number] => ({
  name: '',
  sha256: '',
  kind: '',
  title: '',
  encoding: '',
  entries: 1,
  badLines: [{ line: 1, text: '', reason: '' }],
  badLineCount: 1,
  partial: true,
  host: '',
  capturedAt: 1e300,
  joined: 1,
  notes: [''],
});

/** The same value with a text in place of every other text in it. */
function withText<T>(value: T, text: string): T {
  return rewritten(value, text) as T;
}

function rewritten(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((inner) => rewritten(inner, text));
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, FIXED.has(key) ? inner : rewritten(inner, text)]),
  );
}
