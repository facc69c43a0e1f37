import { CouldNotAsk, Refused } from '../update/publisher.js';
import { retryAfterMs } from '../update/retry-after.js';
import { backoffMs, Breaker, type Failure } from './_backoff.js';
import { Pace } from './pace.js';
import { messageOf, refused } from './sources/_answers.js';
import {
  type Answer,
  type Asked,
  type HttpSource,
  type OnlineEffects,
  type Quota,
  type SourceReply,
  WrongShape,
} from './source.js';

/** What the sources of one service share. */
export class Service {
  readonly pace: Pace;
  readonly breaker = new Breaker(MOST_FAILURES);
  /** 429 in a row, over all that ask. */
  refusals = 0;

  constructor(quota: Quota, effects: OnlineEffects) {
    this.pace = new Pace(quota, effects);
  }
}

const MOST_FAILURES = 5;
/** A service that says 429 so often in a row means it. */
const MOST_REFUSALS = 3;
const TRIES = 3;
/** Longest wait that a service may ask for. */
const PATIENCE_MS = 120_000;
const MAX_BYTES = 2 * 1024 * 1024;
/** A quota that no waiting renews within a run. */
const SPENT = /\b(?:daily|weekly|monthly|per (?:day|week|month))\b/i;

/** Asks one HTTP source about all addresses, in batches, several at once as far as its quota allows. */
export async function askHttp(
  source: HttpSource,
  asked: readonly Asked[],
  secrets: readonly string[],
  service: Service,
  effects: OnlineEffects,
  notes: { readonly sent: () => void; readonly tell: (answer: Answer | (Failure & { address: string })) => void },
): Promise<void> {
  const batches = inBatches(asked, source.batch).entries();
  const worker = async (): Promise<void> => {
    for (const [, batch] of batches) {
      const got = await askBatch({ source, batch, secrets, service, effects, sent: notes.sent });
      for (const { text } of batch) notes.tell(answerFor(text, got));
    }
  };
  await Promise.all(Array.from({ length: Math.min(source.quota.concurrent, asked.length) }, worker));
}

function inBatches(asked: readonly Asked[], size: number): Asked[][] {
  const batches: Asked[][] = [];
  for (let at = 0; at < asked.length; at += size) batches.push(asked.slice(at, at + size));
  return batches;
}

function answerFor(address: string, got: readonly Answer[] | Failure) {
  if ('reason' in got) return { address, reason: got.reason, obstacle: got.obstacle };
  const own = got.find((answer) => answer.address === address);
  return own ?? { address, reason: 'its answer leaves this address out', obstacle: 'server' as const };
}

interface Batch {
  readonly source: HttpSource;
  readonly batch: readonly Asked[];
  readonly secrets: readonly string[];
  readonly service: Service;
  readonly effects: OnlineEffects;
  readonly sent: () => void;
}

type Step = { readonly answers: readonly Answer[] } | { readonly failure: Failure; readonly againInMs: number | null };

async function askBatch(job: Batch): Promise<readonly Answer[] | Failure> {
  const { service, effects } = job;
  let last: Failure = { reason: 'not asked', obstacle: 'stopped' };
  for (let tryNumber = 0; tryNumber < TRIES; tryNumber++) {
    if (service.breaker.failure !== null) return tryNumber === 0 ? service.breaker.failure : last;
    if (!(await service.pace.turn())) return stopped(effects.signal);
    let step: Step;
    try {
      // It may have opened while this one waited.
      if (service.breaker.failure !== null) return service.breaker.failure;
      job.sent();
      step = await askOnce(job, tryNumber);
    } finally {
      service.pace.done();
    }
    if ('answers' in step) return step.answers;
    last = step.failure;
    if (step.againInMs === null) return last;
    if (tryNumber + 1 < TRIES) await effects.sleep(step.againInMs);
  }
  return last;
}

/** Why nothing more was asked: Ctrl-C or the deadline. */
export function stopped({ reason }: AbortSignal): Failure {
  const isLate = reason instanceof Error && reason.name === 'TimeoutError';
  return { reason: isLate ? 'the time for this run was up' : 'interrupted', obstacle: 'stopped' };
}

async function askOnce(job: Batch, tryNumber: number): Promise<Step> {
  const { source, batch, secrets, service, effects } = job;
  const request = source.request(batch, secrets);
  let reply: SourceReply;
  try {
    const { method, url, headers, body = null } = request;
    const got = await effects.fetch({
      method,
      url: new URL(url),
      headers,
      body,
      maxBytes: source.maxBytes ?? MAX_BYTES,
    });
    reply = { status: got.status, headers: got.headers, body: withoutSecrets(got.body, secrets) };
  } catch (error) {
    if (effects.signal.aborted) return { failure: stopped(effects.signal), againInMs: null };
    if (error instanceof CouldNotAsk)
      return retry(service, { reason: error.message, obstacle: 'network' }, tryNumber, effects);
    if (error instanceof Refused) return dead(service, { reason: error.message, obstacle: 'server' });
    throw error;
  }
  return judged(job, reply, tryNumber);
}

/** A service that repeats our key: taken out before anything is read and cut, for half a key would not be found later. */
function withoutSecrets(body: Uint8Array, secrets: readonly string[]): string {
  let text = new TextDecoder().decode(body);
  for (const secret of secrets) if (secret.length >= 6) text = text.replaceAll(secret, '(key)');
  return text;
}

function judged(job: Batch, reply: SourceReply, tryNumber: number): Step {
  const { source, service, effects } = job;
  const { status } = reply;
  if (status === 200 || source.reads.includes(status)) return reading(job, reply);
  if (status === 429) return tooOften(service, reply, tryNumber, effects);
  if (status >= 500) {
    if (status === 503 && waitOf(reply, effects) !== null) return tooOften(service, reply, tryNumber, effects);
    return retry(service, { reason: `${status}: its server fails`, obstacle: 'server' }, tryNumber, effects);
  }
  if (source.key === null && (status === 401 || status === 403)) {
    return final(service, { reason: `${status}: it refuses to answer`, obstacle: 'key' });
  }
  // Its own words tell a refused key from a used-up quota, whatever the status.
  if ([400, 401, 402, 403, 422].includes(status)) {
    const answers = job.batch.map((one) => refused(reply, one));
    counts(service, answers);
    return { answers };
  }
  const reason =
    status >= 300 && status < 400 ? `${status}: a redirect, which this service has no use for` : `it answers ${status}`;
  return dead(service, { reason, obstacle: 'server' });
}

function reading({ source, batch, service, effects }: Batch, reply: SourceReply): Step {
  let answers: readonly Answer[];
  try {
    answers = source.read(reply, batch);
  } catch (error) {
    if (error instanceof WrongShape) return dead(service, { reason: error.message, obstacle: 'server' });
    throw error;
  }
  service.refusals = 0;
  counts(service, answers);
  minds(source.quota, reply, service, effects);
  return { answers };
}

/** A refused key or a used-up quota ends the service for this run, failures do so when they repeat. */
function counts(service: Service, answers: readonly Answer[]): void {
  const failed = answers.find((answer) => answer.answer === 'could-not-ask');
  if (failed === undefined) service.breaker.good();
  else if (failed.obstacle === 'key' || failed.obstacle === 'quota') service.breaker.open(failed);
  else if (failed.obstacle === 'server') service.breaker.bad(failed);
}

/** The service says how many questions are left: none left, none asked. */
function minds({ headers }: Quota, reply: SourceReply, service: Service, effects: OnlineEffects): void {
  if (headers === undefined || (reply.headers[headers.left] ?? '').trim() !== '0') return;
  const text = headers.reset === null ? '' : (reply.headers[headers.reset] ?? '');
  const reset = /^\d{1,12}$/.test(text) ? Number(text) : null;
  // Below a billion it counts seconds from now, else since 1970.
  const wait = reset === null ? null : reset < 1e9 ? reset * 1000 : reset * 1000 - effects.now().getTime();
  if (wait !== null && wait <= PATIENCE_MS) service.pace.hold(wait);
  else service.breaker.open({ reason: 'the quota is used up, its answers say', obstacle: 'quota' });
}

function waitOf(reply: SourceReply, effects: OnlineEffects): number | null {
  return retryAfterMs(reply.headers['retry-after'] ?? null, effects.now());
}

/** Holds everybody who asks this service, not only the one that was refused. */
function tooOften(service: Service, reply: SourceReply, tryNumber: number, effects: OnlineEffects): Step {
  const named = waitOf(reply, effects);
  const wait = named ?? 2000 + backoffMs(tryNumber, 10_000, 60_000, effects);
  const when = named === null ? '' : `, come back in ${Math.ceil(named / 1000)} s`;
  const said = messageOf(reply);
  const words = said === null ? '' : `: ${said}`;
  const failure: Failure = { reason: `${reply.status}: asked too often${when}${words}`, obstacle: 'quota' };
  service.refusals++;
  const isSpent = wait > PATIENCE_MS || (named === null && SPENT.test(words));
  if (service.refusals >= MOST_REFUSALS || isSpent) return final(service, failure);
  service.pace.hold(wait);
  return { failure, againInMs: 0 };
}

function retry(service: Service, failure: Failure, tryNumber: number, effects: OnlineEffects): Step {
  service.breaker.bad(failure);
  return { failure, againInMs: backoffMs(tryNumber, 1000, 20_000, effects) };
}

function dead(service: Service, failure: Failure): Step {
  service.breaker.bad(failure);
  return { failure, againInMs: null };
}

function final(service: Service, failure: Failure): Step {
  service.breaker.open(failure);
  return { failure, againInMs: null };
}
