import { sameAddress } from '../../../address/compare.js';
import { parseAddress } from '../../../address/parse.js';
import type { Reputation } from '../../../model/answer.js';
import { type Answer, type Asked, type SourceReply, type Statement, WrongShape } from '../source.js';
import { isObject, jsonObject, type JsonObject } from '../shape.js';
import { plain } from './_text.js';

type Read = (reply: SourceReply, asked: readonly Asked[]) => Answer[];

/** What a message of a service must say for a 401 or 403 to be about the quota. */
const QUOTA_WORDS = /quota|limit|exceed|too many|credits/i;

/**
 * A reader of answers about one address that never throws: any other status and any other shape is could-not-ask.
 * `statuses` are those besides 200 that the service uses for an answer of its own.
 */
export function oneByOne(statuses: readonly number[], read: (reply: SourceReply, asked: Asked) => Answer): Read {
  return (reply, asked) => asked.map((one) => total(reply, one, statuses, read));
}

function total(
  reply: SourceReply,
  asked: Asked,
  statuses: readonly number[],
  read: (reply: SourceReply, asked: Asked) => Answer,
): Answer {
  if (reply.status !== 200 && !statuses.includes(reply.status)) return refused(reply, asked);
  try {
    return read(reply, asked);
  } catch (error) {
    if (error instanceof WrongShape) return failed(asked, error.message);
    throw error;
  }
}

export function known(asked: Asked, facts: readonly Statement[], reputation: readonly Reputation[] = []): Answer {
  return { address: asked.text, answer: 'known', facts, reputation };
}

export function notKnown(asked: Asked, reason: string | null = null): Answer {
  return { address: asked.text, answer: 'not-known', reason };
}

/** The service works in a way that it doesn't document, or not at all. */
export function failed(asked: Asked, reason: string): Answer {
  return couldNotAsk(asked, 'server', reason);
}

export function couldNotAsk(asked: Asked, obstacle: 'key' | 'quota' | 'server' | 'address', reason: string): Answer {
  return { address: asked.text, answer: 'could-not-ask', obstacle, reason };
}

/** Any status that brings no answer, by what it means to the run. */
export function refused(reply: SourceReply, asked: Asked): Answer {
  const { status } = reply;
  const said = messageOf(reply);
  const because = said === null ? '' : `: ${said}`;
  if (status === 402 || status === 429)
    return couldNotAsk(asked, 'quota', `the quota is used up (${status})${because}`);
  if (status === 401 || status === 403) {
    return said !== null && QUOTA_WORDS.test(said)
      ? couldNotAsk(asked, 'quota', `the quota is used up (${status})${because}`)
      : couldNotAsk(asked, 'key', `the key is refused (${status})${because}`);
  }
  if (status === 400 || status === 422) return couldNotAsk(asked, 'address', `it does not take this address${because}`);
  return failed(asked, `it answered with status ${status}${because}`);
}

/** The sentence in an error body, wherever services put it. Null when the body is no such JSON. */
export function messageOf(reply: SourceReply): string | null {
  return messagesOf(reply)[0] ?? null;
}

function messagesOf(reply: SourceReply): readonly string[] {
  try {
    return messagesIn(jsonObject(reply), 0);
  } catch {
    return [];
  }
}

/** Texts of an error, the innermost first. */
function messagesIn(body: JsonObject, depth: number): string[] {
  const { error, errors } = body;
  const inner = isObject(error) ? error : Array.isArray(errors) && isObject(errors[0]) ? errors[0] : null;
  const found = inner !== null && depth < 2 ? messagesIn(inner, depth + 1) : [];
  // `Unknown token: Please ensure that ...`: what it is before what to do.
  const [title, more] = [plain(body['title'], 60), plain(body['detail'] ?? body['message'], 160)];
  if (title !== null && more !== null) found.push(`${title}: ${more}`);
  for (const name of ['detail', 'message', 'error', 'title', 'reason', 'status', 'info', 'code']) {
    const text = typeof body[name] === 'string' ? plain(body[name], 160) : null;
    if (text !== null) found.push(text);
  }
  return found;
}

/**
 * A "nothing known" that comes as an error: only in the service's own words, for a proxy or a moved path says 404 too.
 * Throws WrongShape for anything else.
 */
export function nothingKnown(reply: SourceReply, asked: Asked, words: RegExp): Answer {
  const said = messagesOf(reply).find((text) => words.test(text));
  if (said !== undefined) return notKnown(asked, said);
  throw new WrongShape(`it answered with status ${reply.status} in words that it does not document`);
}

/** Throws WrongShape when the answer names another address than the one asked about. A mask or no address passes. */
export function mustBeAbout(asked: Asked, said: unknown): void {
  const address = typeof said === 'string' ? parseAddress(said.trim().slice(0, 64)) : null;
  if (address !== null && !sameAddress(address, asked.address))
    throw new WrongShape('it answers about another address');
}

/** An opinion with what is usual left out. `score` is held within 0..1. */
export function opinion(
  of: Pick<Reputation, 'meaning' | 'direction' | 'raw' | 'origins'> & Partial<Reputation>,
): Reputation {
  const score = of.score ?? null;
  return {
    label: null,
    lastSeen: null,
    ...of,
    score: score === null || !Number.isFinite(score) ? null : Math.min(1, Math.max(0, Math.round(score * 1000) / 1000)),
    raw: plain(of.raw) ?? '',
  };
}
