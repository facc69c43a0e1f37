import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectsOf, textOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, notKnown, oneByOne, opinion } from './_answers.js';
import { asNumber, countryCode, listed, plain, statements } from './_text.js';

/** CrowdSec CTI: attacks that the machines of its users saw. Speaks of what the address does to others. */
export const crowdsec: HttpSource = {
  name: 'crowdsec',
  title: 'CrowdSec CTI',
  service: 'crowdsec',
  hosts: ['cti.api.crowdsec.net'],
  tells: 'Attacks seen by its users, their kinds, since when, how loud; proxies and known false positives',
  kind: 'passive',
  isDefault: true,
  key: { env: ['FAREND_CROWDSEC_KEY'], howToGet: 'https://app.crowdsec.net/settings/api-keys', isOptional: false },
  tlpCeiling: 'amber',
  quota: { perDay: 50, concurrent: 1, note: 'The community key has 50 look-ups a day, new accounts perhaps fewer.' },
  families: [4, 6],
  batch: 1,
  // Its own tool keeps answers for two days.
  maxAgeHours: 48,
  negativeMaxAgeHours: 48,
  origins: ['crowdsec'],
  licence: 'Terms of the plan; no republication',
  url: 'https://docs.crowdsec.net/u/cti_api/intro',
  revision: 1,
  reliability: 0.5,
  page: (address) => `https://app.crowdsec.net/cti/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://cti.api.crowdsec.net/v2/smoke/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', 'x-api-key': key ?? '' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not found/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip']);
  const history = isObject(body['history']) ? body['history'] : {};
  const classes = isObject(body['classifications']) ? body['classifications'] : {};
  const falsePositives = labels(classes['false_positives']);
  const total = totalOf(body);
  const reputation = textOf(body['reputation']);
  if (reputation === null && total === null) throw new WrongShape('its answer has no text "reputation"');
  const behaviours = objectsOf(body['behaviors']).slice(0, 100);
  const location = isObject(body['location']) ? body['location'] : {};
  const facts = statements([
    ['reputation', reputation],
    ['confidence', body['confidence']],
    ['threat score', total],
    ['background noise', body['background_noise']],
    ['kinds of attack', behaviours.map((behaviour) => plain(behaviour['name'], 60))],
    ['first seen', dateOf(history['first_seen'])],
    ['last seen', dateOf(history['last_seen'])],
    ['classifications', labels(classes['classifications'])],
    ['known false positive', falsePositives],
    ['weaknesses tried', listOf(body['cves'])],
    ['techniques', objectsOf(body['mitre_techniques']).map((technique) => plain(technique['name'], 20))],
    ['listed by', labels(body['references'])],
    ['as number', asNumber(body['as_num'])],
    ['organisation', body['as_name']],
    ['country', countryCode(location['country'])],
    ['netblock', body['ip_range']],
    ['netblock reputation', body['ip_range_24_reputation']],
    ['host names', body['reverse_dns']],
  ]);
  if (reputation === 'unknown' && falsePositives.length === 0) return notKnown(asked, 'its reputation is unknown');
  return known(asked, facts, opinions(body, reputation, total, falsePositives));
}

function opinions(
  body: JsonObject,
  reputation: string | null,
  total: number | null,
  falsePositives: readonly string[],
): Reputation[] {
  const origins = ['crowdsec'];
  const history = isObject(body['history']) ? body['history'] : {};
  const lastSeen = dateOf(history['last_seen']);
  const raw = `${plain(reputation, 20) ?? 'no reputation'}, confidence ${plain(body['confidence'], 20) ?? 'not told'}, ${total ?? 'no'} of 5`;
  if (reputation === 'safe' || falsePositives.length > 0) {
    const label = listed(falsePositives, 3);
    return [
      opinion({
        meaning: 'known-good',
        direction: 'both',
        score: reputation === 'safe' ? 0 : 0.1,
        raw,
        label,
        origins,
      }),
    ];
  }
  const names = labels(isObject(body['classifications']) ? body['classifications']['classifications'] : null);
  const hidden = names.filter((name) => /^proxy|\b(?:tor|vpn|proxy)\b/i.test(name));
  const found = hidden.length === 0 ? [] : [anonymiser(hidden, lastSeen, origins)];
  const score = scoreOf(reputation, total);
  if (score === null) return found;
  const label = listed(
    objectsOf(body['behaviors']).map((behaviour) => plain(behaviour['label'], 40)),
    3,
  );
  return [opinion({ meaning: 'attacker', direction: 'inbound', score, raw, label, lastSeen, origins }), ...found];
}

function anonymiser(names: readonly string[], lastSeen: string | null, origins: readonly string[]): Reputation {
  return opinion({
    meaning: 'anonymiser',
    direction: 'both',
    score: 0.25,
    raw: listed(names) ?? '',
    lastSeen,
    origins,
  });
}

function scoreOf(reputation: string | null, total: number | null): number | null {
  if (reputation === 'malicious') return Math.min(0.95, 0.7 + 0.06 * Math.max(0, total ?? 0));
  if (reputation === 'suspicious') return 0.5;
  return reputation === 'known' ? 0.25 : null;
}

function totalOf(body: JsonObject): number | null {
  const scores = isObject(body['scores']) ? body['scores'] : {};
  return isObject(scores['overall']) ? numberOf(scores['overall']['total']) : null;
}

function labels(value: unknown): readonly string[] {
  return objectsOf(value)
    .slice(0, 50)
    .flatMap((entry) => plain(entry['name'], 60) ?? plain(entry['label'], 60) ?? []);
}
