import type { Reputation, ReputationMeaning } from '../../../model/answer.js';
import type { ListDirection } from '../../../model/listing.js';
import { textsOf } from '../shape.js';
import { WrongShape } from '../source.js';
import { opinion } from './_answers.js';
import { counted, listed } from './_text.js';

/** Tags by which Shodan says more than what is open. The set grows; the rest stays a fact. */
const TAGS: Readonly<Record<string, readonly [meaning: ReputationMeaning, direction: ListDirection, score: number]>> = {
  c2: ['c2', 'outbound', 0.85],
  malware: ['malware', 'outbound', 0.85],
  compromised: ['malware', 'both', 0.7],
  doublepulsar: ['malware', 'both', 0.7],
  scanner: ['scanner', 'inbound', 0.3],
  tor: ['anonymiser', 'both', 0.25],
  proxy: ['anonymiser', 'both', 0.25],
  vpn: ['anonymiser', 'both', 0.25],
  honeypot: ['exposure', 'both', 0.2],
};

/** Tags by which it names control servers: without them its answer would read as clean. Throws WrongShape. */
export function tagsOf(value: unknown): readonly string[] {
  const tags = textsOf(value).map((tag) => tag.toLowerCase());
  if (Array.isArray(value) && tags.length === value.length) return tags;
  throw new WrongShape('its answer has no list of texts "tags"');
}

/** What Shodan's tags and the number of weaknesses say. Weaknesses make a victim, not a culprit: context only. */
export function exposureOpinions(tags: readonly string[], ports: number, weaknesses: number): Reputation[] {
  const origins = ['shodan'];
  const found = tags.slice(0, 100).flatMap((tag) => {
    const row = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
    if (row === undefined) return [];
    const [meaning, direction, score] = row;
    return [opinion({ meaning, direction, score, raw: `tagged ${listed(tags)}`, label: tag, origins })];
  });
  if (ports === 0 && weaknesses === 0) return found;
  const raw = `${counted(ports, 'open port')}, ${weaknesses} known weaknesses`;
  return [
    ...found,
    opinion({ meaning: 'exposure', direction: 'both', score: weaknesses > 0 ? 0.05 : 0, raw, origins }),
  ];
}
