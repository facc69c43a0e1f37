import { isObject, jsonObject } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, messageOf, mustBeAbout, oneByOne, opinion } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, statements } from './_text.js';

/** ip2location.io: place, owner and a proxy mark. */
export const ip2location: HttpSource = {
  ...geoService,
  name: 'ip2location',
  title: 'ip2location.io',
  service: 'ip2location',
  hosts: ['api.ip2location.io'],
  tells: 'Country, city, AS and whether it is a proxy',
  key: {
    env: ['FAREND_IP2LOCATION_KEY'],
    howToGet: 'https://www.ip2location.io/dashboard',
    isOptional: true,
    isInUrl: true,
  },
  quota: { perSecond: 1, perDay: 1000, concurrent: 1, note: 'Without a key said to be 1,000 requests a day.' },
  origins: ['ip2location'],
  licence: 'Free use with credit to IP2Location',
  url: 'https://www.ip2location.io/ip2location-documentation',
  revision: 1,
  reliability: 0.3,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.ip2location.io/?ip=${encodeURIComponent(one?.text ?? '')}${key === undefined ? '' : `&key=${encodeURIComponent(key)}`}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (isObject(body['error'])) {
    const said = messageOf(reply) ?? 'an error without a message';
    if (/key/i.test(said)) return couldNotAsk(asked, 'key', said);
    return /credit|limit|quota/i.test(said) ? couldNotAsk(asked, 'quota', said) : failed(asked, said);
  }
  mustBeAbout(asked, body['ip']);
  const facts = statements([
    ['country', countryCode(body['country_code'])],
    ['city', body['city_name']],
    // Without the letters AS.
    ['as number', asNumber(body['asn'])],
    ['organisation', body['as']],
    ['hides its users', typeof body['is_proxy'] === 'boolean' ? body['is_proxy'] : null],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  const proxy = {
    meaning: 'anonymiser',
    direction: 'both',
    score: 0.15,
    raw: 'proxy',
    origins: ['ip2location'],
  } as const;
  return known(asked, facts, body['is_proxy'] === true ? [opinion(proxy)] : []);
}
