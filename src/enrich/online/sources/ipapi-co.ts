import { jsonObject } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, messageOf, mustBeAbout, oneByOne } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, statements } from './_text.js';

/** ipapi.co: place and owner, a little without a key. */
export const ipapiCo: HttpSource = {
  ...geoService,
  name: 'ipapi-co',
  title: 'ipapi.co',
  service: 'ipapi-co',
  hosts: ['ipapi.co'],
  tells: 'Country, city, AS and organisation',
  key: { env: ['FAREND_IPAPI_CO_KEY'], howToGet: 'https://ipapi.co/pricing/', isOptional: true, isInUrl: true },
  quota: { perSecond: 1, perDay: 1000, concurrent: 1, note: 'Free use is said to be 1,000 requests a day.' },
  origins: ['ipapi-co'],
  licence: 'Free use for testing and small projects',
  url: 'https://ipapi.co/api/',
  revision: 1,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://ipapi.co/${encodeURIComponent(one?.text ?? '')}/json/${key === undefined ? '' : `?key=${encodeURIComponent(key)}`}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (body['error'] === true) {
    const said = messageOf(reply) ?? 'an error without a reason';
    if (/limit/i.test(said)) return couldNotAsk(asked, 'quota', said);
    return /reserved|invalid/i.test(said) ? couldNotAsk(asked, 'address', said) : failed(asked, said);
  }
  mustBeAbout(asked, body['ip']);
  const facts = statements([
    ['country', countryCode(body['country_code'])],
    ['city', body['city']],
    ['as number', asNumber(body['asn'])],
    ['organisation', body['org']],
    ['netblock', body['network']],
    ['host names', body['hostname']],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts);
}
