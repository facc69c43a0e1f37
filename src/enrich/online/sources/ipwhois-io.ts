import { isObject, jsonObject } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, mustBeAbout, oneByOne } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, plain, statements } from './_text.js';

/** ipwhois.io (ipwho.is): place and owner, without a key. */
export const ipwhoisIo: HttpSource = {
  ...geoService,
  name: 'ipwhois-io',
  title: 'ipwhois.io',
  service: 'ipwhois-io',
  hosts: ['ipwho.is'],
  tells: 'Country, city, AS, provider and organisation',
  key: null,
  quota: { perSecond: 1, perDay: 300, concurrent: 1, note: 'Free use is said to be 10,000 requests a month.' },
  origins: ['ipwhois-io'],
  licence: 'Free use for non-commercial purposes',
  url: 'https://ipwhois.io/documentation',
  revision: 1,
  request: ([one]) => ({
    method: 'GET',
    url: `https://ipwho.is/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (body['success'] === false) {
    const said = plain(body['message'], 100) ?? 'no success';
    if (/range|invalid/i.test(said)) return couldNotAsk(asked, 'address', said);
    return /limit|exceed/i.test(said) ? couldNotAsk(asked, 'quota', said) : failed(asked, said);
  }
  if (body['success'] !== true) throw new WrongShape('its answer has no "success"');
  mustBeAbout(asked, body['ip']);
  const connection = isObject(body['connection']) ? body['connection'] : {};
  const facts = statements([
    ['country', countryCode(body['country_code'])],
    ['city', body['city']],
    ['as number', asNumber(connection['asn'])],
    ['organisation', connection['org']],
    ['provider', connection['isp']],
    ['domain', connection['domain']],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts);
}
