import type { Reputation } from '../../../model/answer.js';
import type { JsonObject } from '../shape.js';
import { opinion } from './_answers.js';
import { plain } from './_text.js';

/** By classification. Who scans everybody attacks servers; that says little of one we connect to ourselves. */
const SCORES: Readonly<Record<string, number>> = { malicious: 0.75, suspicious: 0.5, unknown: 0.15, benign: 0.05 };

/** A scanner, as GreyNoise classifies its intent. */
export function scannerOpinion(
  classification: string | null,
  actor: string | null,
  lastSeen: string | null,
): Reputation {
  const word = classification?.toLowerCase() ?? 'unknown';
  return opinion({
    meaning: word === 'malicious' ? 'attacker' : 'scanner',
    direction: 'inbound',
    score: Object.hasOwn(SCORES, word) ? (SCORES[word] ?? null) : null,
    raw: `seen scanning the Internet, classified ${plain(word, 40)}`,
    label: actor === 'unknown' ? null : actor,
    lastSeen,
    origins: ['greynoise'],
  });
}

/** A service that businesses use: trust level 1 can be ignored, 2 is only commonly seen. */
export function businessOpinion(name: string | null, trust: string | null, lastSeen: string | null): Reputation {
  return opinion({
    meaning: 'known-good',
    direction: 'both',
    // A level that the plan hides is not the best one.
    score: trust === '1' ? 0 : 0.2,
    raw: `common business service${name === null ? '' : ` ${name}`}, trust level ${plain(trust, 10) ?? 'not told'}`,
    label: name,
    lastSeen,
    origins: ['greynoise'],
  });
}

/** A 200 that refuses a verdict (`commonly spoofed ip`): no answer, and no error either. */
export function saysNothing(body: JsonObject): string | null {
  const error = plain(body['error'], 160);
  return error !== null && /spoofed/i.test(error) ? error : null;
}
