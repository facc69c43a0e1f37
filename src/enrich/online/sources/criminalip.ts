import type { Reputation } from '../../../model/answer.js';
import { isObject, type JsonObject, jsonObject, numberOf, objectsOf, textOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, mustBeAbout, oneByOne, opinion } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, plain, statements } from './_text.js';

const SCORES: Readonly<Record<string, number>> = { safe: 0, low: 0.2, moderate: 0.45, dangerous: 0.75, critical: 0.95 };

/** Criminal IP: one score for what the address does to others, and one for who connects to it. */
export const criminalip: HttpSource = {
  ...geoService,
  name: 'criminalip',
  title: 'Criminal IP',
  service: 'criminalip',
  hosts: ['api.criminalip.io'],
  tells: 'Inbound and outbound score, VPN, proxy, Tor and scanner marks, owner, open ports',
  key: { env: ['FAREND_CRIMINALIP_KEY'], howToGet: 'https://www.criminalip.io/mypage/information', isOptional: false },
  quota: { perSecond: 1, concurrent: 1, note: 'By credits of the plan.' },
  maxAgeHours: 24,
  origins: ['criminalip'],
  licence: 'Terms of the plan; no republication',
  url: 'https://www.criminalip.io/developer/api/get-asset-ip-report',
  revision: 1,
  reliability: 0.4,
  page: (address) => `https://www.criminalip.io/asset/report/${encodeURIComponent(address)}`,
  maxBytes: 16_000_000,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.criminalip.io/v1/asset/ip/report?ip=${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', 'x-api-key': key ?? '' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  const status = numberOf(body['status']);
  if (status !== null && status !== 200) {
    const said = plain(body['message'], 120) ?? `status ${status}`;
    if (status === 401 || status === 403) return couldNotAsk(asked, 'key', said);
    return status === 429 || status === 402 ? couldNotAsk(asked, 'quota', said) : failed(asked, said);
  }
  mustBeAbout(asked, body['ip']);
  if (!isObject(body['score'])) throw new WrongShape('its answer has no object "score"');
  const [inbound, outbound] = [textOf(body['score']['inbound']), textOf(body['score']['outbound'])];
  const marks = marksOf(body['issues']);
  const owner = objectsOf(isObject(body['whois']) ? body['whois']['data'] : null)[0] ?? {};
  const ports = objectsOf(isObject(body['port']) ? body['port']['data'] : null).slice(0, 1000);
  const facts = statements([
    ['inbound score', inbound],
    ['outbound score', outbound],
    ['marks', marks],
    ['as number', asNumber(owner['as_no'])],
    ['organisation', owner['org_name']],
    ['country', countryCode(owner['org_country_code'])],
    ['open ports', ports.map((port) => numberOf(port['open_port_no']))],
  ]);
  return known(asked, facts, opinions(inbound, outbound, marks));
}

function opinions(inbound: string | null, outbound: string | null, marks: readonly string[]): Reputation[] {
  const origins = ['criminalip'];
  const raw = `inbound ${plain(inbound, 20) ?? 'not told'}, outbound ${plain(outbound, 20) ?? 'not told'}`;
  const hidden = marks.filter((mark) => /vpn|proxy|tor|darkweb/.test(mark));
  return [
    ...(outbound === null
      ? []
      : [opinion({ meaning: 'overall', direction: 'outbound', score: scoreOf(outbound), raw, origins })]),
    ...(inbound === null
      ? []
      : [opinion({ meaning: 'attacker', direction: 'inbound', score: scoreOf(inbound), raw, origins })]),
    ...(hidden.length === 0
      ? []
      : [opinion({ meaning: 'anonymiser', direction: 'both', score: 0.25, raw: hidden.join(', '), origins })]),
  ];
}

function scoreOf(word: string): number | null {
  const name = word.toLowerCase();
  return Object.hasOwn(SCORES, name) ? (SCORES[name] ?? null) : null;
}

function marksOf(issues: unknown): readonly string[] {
  if (!isObject(issues)) return [];
  const isSet = (issue: JsonObject, name: string) => issue[name] === true;
  return Object.keys(issues)
    .slice(0, 50)
    .filter((name) => isSet(issues, name))
    .flatMap((name) => plain(name.replace(/^is_/, ''), 30) ?? []);
}
