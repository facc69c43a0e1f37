import type { Reputation } from '../../../model/answer.js';
import { jsonObject, type JsonObject, numberAt } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, oneByOne, opinion } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, listed, plain, statements } from './_text.js';

const MARKS = ['tor', 'active_tor', 'vpn', 'active_vpn', 'proxy'];

/** IPQualityScore: fraud score of a visitor. Made for web shops: a search engine's crawler gets 75 of 100. */
export const ipqs: HttpSource = {
  ...geoService,
  name: 'ipqs',
  title: 'IPQualityScore',
  service: 'ipqs',
  hosts: ['www.ipqualityscore.com'],
  tells: 'Fraud score, proxy, VPN, Tor and crawler marks, AS, provider',
  key: {
    env: ['FAREND_IPQS_KEY'],
    howToGet: 'https://www.ipqualityscore.com/user/settings',
    isOptional: false,
    isInUrl: true,
  },
  quota: { perDay: 35, perMonth: 1000, concurrent: 1, note: 'The free plan is said to have 1,000 look-ups a month.' },
  maxAgeHours: 24,
  origins: ['ipqs'],
  licence: 'Terms of the plan; no republication',
  url: 'https://www.ipqualityscore.com/documentation/proxy-detection-api/overview',
  revision: 1,
  reliability: 0.2,
  request: ([one], [key]) => ({
    method: 'GET',
    // The service takes its key in the path.
    url: `https://www.ipqualityscore.com/api/json/ip/${encodeURIComponent(key ?? '')}/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (body['success'] === false) {
    const said = plain(body['message'], 120) ?? 'no success';
    if (/key|unauthori/i.test(said)) return couldNotAsk(asked, 'key', said);
    if (/quota|credits|exceed|limit/i.test(said)) return couldNotAsk(asked, 'quota', said);
    return /invalid/i.test(said) ? couldNotAsk(asked, 'address', said) : failed(asked, said);
  }
  if (body['success'] !== true) throw new WrongShape('its answer has no "success"');
  const score = numberAt(body, 'fraud_score');
  const facts = statements([
    ['fraud score', score],
    ['hides its users', MARKS.filter((mark) => body[mark] === true)],
    ['crawler', body['is_crawler'] === true ? true : null],
    ['recent abuse', typeof body['recent_abuse'] === 'boolean' ? body['recent_abuse'] : null],
    ['as number', asNumber(body['ASN'])],
    ['provider', body['ISP']],
    ['organisation', body['organization']],
    ['country', countryCode(body['country_code'])],
    ['host names', body['host']],
  ]);
  return known(asked, facts, opinions(body, score));
}

function opinions(body: JsonObject, score: number): Reputation[] {
  const marks = MARKS.filter((mark) => body[mark] === true);
  const isCrawler = body['is_crawler'] === true;
  const raw = `fraud score ${score} of 100${isCrawler ? ', a known crawler' : ''}`;
  const origins = ['ipqs'];
  // Of a visitor to a shop: inbound. Its own note about crawlers beats its score.
  const found = [
    opinion({ meaning: 'abuse', direction: 'inbound', score: isCrawler ? 0.05 : score / 100, raw, origins }),
  ];
  if (marks.length === 0 || isCrawler) return found;
  return [
    ...found,
    opinion({ meaning: 'anonymiser', direction: 'both', score: 0.25, raw: listed(marks) ?? '', origins }),
  ];
}
