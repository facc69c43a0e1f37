import type { OnlineAnswer } from '../../model/answer.js';
import { CouldNotAsk } from '../update/publisher.js';
import { askHttp, Service, stopped } from './_ask-http.js';
import type { Failure } from './_backoff.js';
import { Finisher } from './_finish.js';
import type { Answer, Asked, HttpSource, OnlineEffects, OnlineSource, OwnSource } from './source.js';

/** One source and what it is to be asked, most telling first. */
export interface Job {
  readonly source: OnlineSource;
  readonly asked: readonly Asked[];
  /** In the order of `key.env`; empty without a key. */
  readonly secrets: readonly string[];
}

/** How far one source has come. */
export interface Progress {
  readonly source: string;
  readonly total: number;
  readonly done: number;
  readonly known: number;
  readonly failed: number;
  /** The last reason for a failure, or null. */
  readonly reason: string | null;
}

export interface RunNotes {
  /** Each answer as it comes, so that Ctrl-C keeps what arrived. */
  answer(answer: OnlineAnswer): void;
  /** A request goes out: for the quota's account. */
  sent(service: string): void;
  progress(progress: Progress): void;
}

/**
 * Asks all sources at once, each at its own pace; sources of one service and plan share pace and breaker. Every asked address
 * gets exactly one answer from each source, if only could-not-ask. Never throws for what a service does; stops at the
 * signal of the effects.
 */
export async function runOnline(jobs: readonly Job[], effects: OnlineEffects, notes: RunNotes): Promise<void> {
  const services = new Map<string, Service>();
  await Promise.all(
    jobs.map((job) => {
      // Plans of one service may have limits of their own (ipinfo Lite and ipinfo).
      const { service: name, quota } = job.source;
      const { note: _, headers: __, ...limits } = quota;
      const key = `${name} ${JSON.stringify(limits)}`;
      const service = services.get(key) ?? new Service(quota, effects);
      services.set(key, service);
      return runJob(job, service, effects, notes);
    }),
  );
}

async function runJob({ source, asked, secrets }: Job, service: Service, effects: OnlineEffects, notes: RunNotes) {
  const finisher = new Finisher(source, secrets);
  const open = new Set(asked.map(({ text }) => text));
  const count = { known: 0, failed: 0, reason: null as string | null };
  const give = (answer: OnlineAnswer): void => {
    // A second answer about one address, or one about an address that wasn't asked, is nobody's.
    if (!open.delete(answer.address)) return;
    if (answer.answer === 'known') count.known++;
    if (answer.answer === 'could-not-ask') {
      count.failed++;
      count.reason = answer.reason;
    }
    notes.answer(answer);
    notes.progress({ source: source.name, total: asked.length, done: asked.length - open.size, ...count });
  };
  const tell = (answer: Answer | (Failure & { address: string })): void => {
    const now = effects.now();
    give('answer' in answer ? finisher.answer(answer, now) : finisher.failed(answer.address, answer, now));
  };
  const failure =
    source.via === 'http'
      ? await http(source, asked, secrets, service, effects, notes, tell)
      : await own(source, asked, effects, notes, tell);
  for (const address of open) give(finisher.failed(address, failure, effects.now()));
}

const LEFT_OUT: Failure = { reason: 'no answer came for this address', obstacle: 'server' };

async function http(
  source: HttpSource,
  asked: readonly Asked[],
  secrets: readonly string[],
  service: Service,
  effects: OnlineEffects,
  notes: RunNotes,
  tell: (answer: Answer | (Failure & { address: string })) => void,
): Promise<Failure> {
  await askHttp(source, asked, secrets, service, effects, { sent: () => notes.sent(source.service), tell });
  return LEFT_OUT;
}

async function own(
  source: OwnSource,
  asked: readonly Asked[],
  effects: OnlineEffects,
  notes: RunNotes,
  tell: (answer: Answer) => void,
): Promise<Failure> {
  if (asked.length === 0) return LEFT_OUT;
  notes.sent(source.service);
  try {
    await source.ask(asked, effects, tell);
  } catch (error) {
    if (effects.signal.aborted) return stopped(effects.signal);
    if (error instanceof CouldNotAsk) return { reason: error.message, obstacle: 'network' };
    throw error;
  }
  return effects.signal.aborted ? stopped(effects.signal) : LEFT_OUT;
}
