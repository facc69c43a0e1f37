import type { Address } from '../address/address.js';
import { parseAddress } from '../address/parse.js';
import { DIRECTIONS, STATES } from '../model/connection.js';
import { type ExpectationGrade, FAMILIES, type TuplePart, VERDICTS } from '../model/judgement.js';
import { NETWORK_KINDS, PORT_KINDS } from '../model/knowledge.js';
import { LIST_MEANINGS } from '../model/listing.js';
import { NOTE_STATUSES } from '../model/notes.js';
import {
  count,
  counts,
  countsBy,
  flag,
  list,
  misfit,
  missing,
  nullable,
  number,
  object,
  oneOf,
  pair,
  type Shape,
  text,
  whole,
} from './_shape.js';

// The published JSON (schema/investigation.schema.json) and the judgement that it was given.

const GRADES: readonly ExpectationGrade[] = ['expected', 'plausible', 'unusual', 'contradictory'];
const TUPLE_PARTS: readonly TuplePart[] = ['program', 'owner', 'port', 'direction'];
const ANSWERS = ['known', 'not-known', 'could-not-ask'] as const;
const OBSTACLES = ['key', 'quota', 'network', 'server', 'address', 'stopped'] as const;
const SYSTEMS = ['windows', 'linux', 'macos', 'bsd', 'unknown'] as const;
const BOTH_WAYS = ['outbound', 'inbound', 'both'] as const;

const words = list(text);
const badLine = object({ line: whole(1), text, reason: text });
const time: Shape<number> = (value, path) => {
  const parsed = Date.parse(text(value, path));
  if (Number.isFinite(parsed)) return parsed;
  throw misfit(value, path, 'a time (ISO 8601)');
};
const timeOrNull = nullable(time);
const address: Shape<Address> = (value, path) => {
  const parsed = parseAddress(text(value, path));
  if (parsed !== null) return parsed;
  throw misfit(value, path, 'an IP address');
};

const input = object({
  name: text,
  sha256: text,
  format: nullable(text),
  tool: text,
  language: nullable(text),
  encoding: text,
  os: missing(oneOf(SYSTEMS), 'unknown'),
  rows: count,
  badLines: list(badLine),
  badLineCount: missing(count, 0),
  nameOnlyPeers: words,
  truncatedPeers: words,
  blindSpots: list(object({ id: text, says: text, fix: text })),
  partial: flag,
  hasPrograms: missing(nullable(flag), null),
});
const companion = object({
  name: text,
  sha256: text,
  kind: text,
  title: text,
  encoding: text,
  entries: count,
  badLines: list(badLine),
  badLineCount: count,
  partial: flag,
  host: nullable(text),
  capturedAt: timeOrNull,
  joined: count,
  notes: words,
});
/** All but the peers, which are read one by one so that an error can name theirs. */
export const savedDocument = object({
  farend: text,
  schema: (value, path): 1 => {
    if (value === 1) return value;
    throw misfit(value, path, '1, the version of the schema');
  },
  command: text,
  weights: missing(nullable(text), null),
  pack: object({
    version: text,
    date: text,
    stale: missing(nullable(text), null),
    notes: missing(words, []),
    sources: list(object({ name: text, date: text, licence: text, url: text })),
  }),
  inputs: list(input),
  companions: missing(list(companion), []),
  counts: object({ rows: count, external: count, byClass: counts, byVerdict: countsBy(VERDICTS) }),
  scene: missing(
    nullable(
      object({
        lists: count,
        isStale: flag,
        peers: count,
        fanOut: list(pair(text, count)),
        organisations: list(pair(text, count)),
      }),
    ),
    null,
  ),
  organisations: list(
    object({
      organisation: text,
      verdict: oneOf(VERDICTS),
      peers: count,
      connections: count,
      programs: words,
      ports: words,
    }),
  ),
  rejudged: missing(
    nullable(
      object({
        name: text,
        sha256: text,
        savedAt: nullable(text),
        farend: text,
        weights: nullable(text),
        pack: text,
        prior: nullable(number),
        changes: list(object({ from: oneOf(VERDICTS), to: oneOf(VERDICTS), peers: count })),
      }),
    ),
    null,
  ),
  peers: list((value: unknown): unknown => value),
});

const port = object({
  port: whole(0, 65_535),
  protocol: text,
  connections: count,
  isLocal: missing(flag, false),
  registered: missing(nullable(object({ name: text, source: text })), null),
  observed: missing(
    list(
      object({
        use: text,
        kind: oneOf(PORT_KINDS),
        confidence: oneOf(['low', 'medium', 'high']),
        source: text,
      }),
    ),
    [],
  ),
});
const finding = object({
  rule: text,
  says: text,
  weight: number,
  family: oneOf(FAMILIES),
  attack: words,
  evidence: words,
});
const expectation = object({ grade: oneOf(GRADES), says: text, basis: list(oneOf(TUPLE_PARTS)) });
const counterfactual = object({
  kind: oneOf(['without', 'if']),
  about: words,
  says: text,
  verdict: oneOf(VERDICTS),
  score: number,
});
const step = object({
  says: text,
  do: text,
  moves: missing(nullable(object({ decibans: number, verdict: oneOf(VERDICTS) })), null),
});
const serviceEnd = object({
  end: oneOf(['theirs', 'ours', 'unknown']),
  certainty: oneOf(['certain', 'likely', 'guessed', 'none']),
  says: text,
  connections: count,
});
const owner = {
  country: nullable(
    object({
      code: text,
      name: text,
      agreement: oneOf(['agree', 'differ', 'single']),
      other: nullable(text),
      registered: missing(nullable(text), null),
    }),
  ),
  as: nullable(object({ number: count, name: text })),
  organisation: nullable(text),
  network: object({ kind: oneOf(NETWORK_KINDS), provider: nullable(text), service: nullable(text) }),
};
const fact = object({ what: text, value: text, source: text, asOf: nullable(text) });
const process = object({
  name: nullable(text),
  path: nullable(text),
  pid: nullable(number),
  services: words,
  commandLine: nullable(text),
  user: nullable(text),
  parent: nullable(text),
  signer: nullable(text),
  connections: count,
});
const flow = object({
  port: nullable(whole(0, 65_535)),
  protocol: text,
  isLocal: flag,
  process: nullable(count),
  state: oneOf(STATES),
  direction: oneOf(DIRECTIONS),
  host: nullable(text),
  connections: count,
});
const listed = object({
  list: text,
  title: text,
  meaning: oneOf(LIST_MEANINGS),
  matched: oneOf(['address', 'prefix', 'address-port', 'as']),
  entry: text,
  label: nullable(text),
  lastSeen: nullable(text),
  confidence: nullable(number),
  asOf: nullable(text),
  factor: number,
  repeatedBy: words,
  direction: missing(oneOf(BOTH_WAYS), 'both'),
  reliability: missing(number, 1),
  origins: missing(words, []),
  halfLifeDays: missing(nullable(number), null),
  licence: missing(text, ''),
  url: missing(text, ''),
});
const opinions = oneOf([...LIST_MEANINGS, 'malware', 'abuse', 'overall', 'exposure']);
const reputation = object({
  meaning: opinions,
  direction: oneOf(BOTH_WAYS),
  strength: number,
  says: text,
  label: nullable(text),
  lastSeen: nullable(text),
  sources: words,
  origins: words,
});
const answer = object({
  source: text,
  address: text,
  answer: oneOf(ANSWERS),
  reason: nullable(text),
  obstacle: nullable(oneOf(OBSTACLES)),
  facts: list(fact),
  reputation: list(
    object({
      meaning: opinions,
      direction: oneOf(BOTH_WAYS),
      score: nullable(number),
      raw: text,
      label: nullable(text),
      lastSeen: nullable(text),
      port: missing(nullable(number), null),
      origins: words,
    }),
  ),
  registration: nullable(
    object({
      registry: nullable(text),
      handle: nullable(text),
      first: nullable(text),
      last: nullable(text),
      cidrs: words,
      name: nullable(text),
      type: nullable(text),
      country: nullable(text),
      organisation: nullable(text),
      description: words,
      abuse: nullable(text),
      registered: nullable(text),
      changed: nullable(text),
      originAs: list(count),
      parent: nullable(text),
    }),
  ),
  names: list(object({ name: text, isConfirmed: flag })),
  askedAt: text,
  isCached: flag,
  link: nullable(text),
});
const timing = object({
  from: time,
  to: time,
  days: count,
  longestMs: nullable(number),
  failedRun: count,
  rhythm: nullable(
    object({
      starts: count,
      everySeconds: number,
      deviationSeconds: number,
      gaps: number,
      sizes: nullable(number),
      spread: number,
      duration: nullable(number),
    }),
  ),
});
export const savedPeer = object({
  address,
  names: words,
  hosts: words,
  ports: list(port),
  processes: list(process),
  states: countsBy(STATES),
  directions: countsBy(DIRECTIONS),
  serviceEnds: missing(list(serviceEnd), []),
  flows: missing(list(flow), []),
  connections: count,
  rows: list(object({ file: text, line: whole(1), input: missing(nullable(count), null) })),
  rowsOmitted: missing(count, 0),
  firstSeen: timeOrNull,
  lastSeen: timeOrNull,
  bytesSent: nullable(number),
  bytesReceived: nullable(number),
  timing: missing(nullable(timing), null),
  ...owner,
  facts: list(fact),
  ledger: list(object({ source: text, answer: oneOf(ANSWERS), reason: nullable(text) })),
  lists: missing(list(listed), []),
  reputation: missing(list(reputation), []),
  answers: missing(nullable(list(answer)), null),
  findings: list(finding),
  prior: whole(-1000, 1000),
  score: number,
  probability: number,
  verdict: oneOf(VERDICTS),
  coverage: number,
  expectation: missing(nullable(expectation), null),
  counterfactuals: missing(list(counterfactual), []),
  next: list(step),
  before: missing(nullable(object({ verdict: oneOf(VERDICTS), score: number })), null),
  note: missing(nullable(object({ status: oneOf(NOTE_STATUSES), tags: words, text, changed: text })), null),
});
