import { isObject, type JsonObject, jsonObject, numberOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, mustBeAbout, oneByOne } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, plain, statements } from './_text.js';

/** ipstack: place of the address. Its errors come as answers. */
export const ipstack: HttpSource = {
  ...geoService,
  name: 'ipstack',
  title: 'ipstack',
  service: 'ipstack',
  hosts: ['api.ipstack.com'],
  tells: 'Country and city, with a paid plan AS and provider',
  key: { env: ['FAREND_IPSTACK_KEY'], howToGet: 'https://ipstack.com/dashboard', isOptional: false, isInUrl: true },
  quota: { perMonth: 100, concurrent: 1, note: 'The free plan is said to have 100 requests a month.' },
  origins: ['ipstack'],
  licence: 'Free plan for personal use',
  url: 'https://ipstack.com/documentation',
  revision: 1,
  request: ([one], [key]) => ({
    method: 'GET',
    // Only with TLS, which some old free plans refuse: the key is in the query.
    url: `https://api.ipstack.com/${encodeURIComponent(one?.text ?? '')}?access_key=${encodeURIComponent(key ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (body['success'] === false || isObject(body['error']))
    return failure(isObject(body['error']) ? body['error'] : {}, asked);
  mustBeAbout(asked, body['ip']);
  const connection = isObject(body['connection']) ? body['connection'] : {};
  const facts = statements([
    ['country', countryCode(body['country_code'])],
    ['city', body['city']],
    ['as number', asNumber(connection['asn'])],
    ['provider', connection['isp']],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts);
}

/** Codes as documented: 101 and 102 the key, 104 the month, 105 the plan, 106 the address. */
function failure(error: JsonObject, asked: Asked): Answer {
  const code = numberOf(error['code']);
  const said = `${plain(error['type'], 60) ?? 'error'}${code === null ? '' : ` (${code})`}`;
  if (code === 101 || code === 102 || code === 105) return couldNotAsk(asked, 'key', said);
  if (code === 104) return couldNotAsk(asked, 'quota', said);
  return code === 106 ? couldNotAsk(asked, 'address', said) : failed(asked, said);
}
