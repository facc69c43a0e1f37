import { dateOf, jsonObject, numberOf, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, messageOf, mustBeAbout, notKnown, oneByOne } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, statements } from './_text.js';

/** ONYPHE geoloc: place and owner. It writes numbers and truth values as texts. */
export const onyphe: HttpSource = {
  ...geoService,
  name: 'onyphe',
  title: 'ONYPHE',
  service: 'onyphe',
  hosts: ['www.onyphe.io'],
  tells: 'Country, AS, organisation and netblock',
  key: { env: ['FAREND_ONYPHE_KEY'], howToGet: 'https://www.onyphe.io/', isOptional: false },
  quota: { perSecond: 1, concurrent: 1, note: 'By plan.' },
  origins: ['onyphe'],
  licence: 'Terms of the plan',
  url: 'https://www.onyphe.io/docs/apis/simple-api',
  revision: 1,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://www.onyphe.io/api/v2/simple/geoloc/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', authorization: `bearer ${key ?? ''}` },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  const code = numberOf(body['error']);
  if (code !== null && code !== 0) {
    const said = messageOf(reply) ?? `error ${code}`;
    if (/limit|credit|quota/i.test(said)) return couldNotAsk(asked, 'quota', said);
    return /key|auth/i.test(said) ? couldNotAsk(asked, 'key', said) : failed(asked, said);
  }
  if (!Array.isArray(body['results'])) throw new WrongShape('its answer has no list "results"');
  const row = objectsOf(body['results']).find((entry) => entry['@category'] === 'geoloc') ?? null;
  if (row === null && body['results'].length > 0) throw new WrongShape('its answer has no entry of geoloc');
  if (row === null) return notKnown(asked);
  mustBeAbout(asked, row['ip']);
  const asOf = dateOf(row['@timestamp']);
  const facts = statements([
    ['country', countryCode(row['country']), asOf],
    ['city', row['city'], asOf],
    ['as number', asNumber(row['asn']), asOf],
    ['organisation', row['organization'], asOf],
    ['netblock', row['subnet'], asOf],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts);
}
