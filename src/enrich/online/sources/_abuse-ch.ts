import type { Answer, Asked, HttpSource } from '../source.js';
import { couldNotAsk, failed, notKnown } from './_answers.js';
import { plain } from './_text.js';

/** What the units of abuse.ch share: one key for all of them. */
export const abuseChService = {
  service: 'abuse-ch',
  kind: 'passive',
  isDefault: true,
  key: { env: ['FAREND_ABUSE_CH_KEY'], howToGet: 'https://auth.abuse.ch/', isOptional: false },
  tlpCeiling: 'amber',
  quota: { perSecond: 2, concurrent: 2, note: 'Fair use without a number.' },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 12,
  negativeMaxAgeHours: 12,
  licence: 'CC0 1.0 (abuse.ch); for-profit use is asked to buy the feed of Spamhaus',
  via: 'http',
  reads: [],
} as const satisfies Partial<HttpSource>;

/** Its outcome is in the body, whatever the HTTP status. */
export function statusAnswer(status: string, nothing: readonly string[], asked: Asked): Answer {
  if (nothing.includes(status)) return notKnown(asked);
  const said = plain(status, 60) ?? 'no status';
  if (/auth|key/i.test(said)) return couldNotAsk(asked, 'key', `the key is refused: ${said}`);
  if (/limit|quota|rate/i.test(said)) return couldNotAsk(asked, 'quota', said);
  if (/^(?:illegal_search_term|invalid_host)$/.test(said)) return couldNotAsk(asked, 'address', said);
  return failed(asked, `it answered ${said}`);
}
