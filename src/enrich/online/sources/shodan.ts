import { dateOf, isObject, jsonObject, listOf, numberOf, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, oneByOne } from './_answers.js';
import { exposureOpinions, tagsOf } from './_exposure.js';
import { asNumber, countryCode, plain, statements } from './_text.js';

/** Shodan, host: everything that is open on the address and what runs there. */
export const shodan: HttpSource = {
  name: 'shodan',
  title: 'Shodan',
  service: 'shodan',
  hosts: ['api.shodan.io'],
  tells: 'Open ports with their software, host names, owner, weaknesses, tags',
  kind: 'passive',
  isDefault: false,
  key: { env: ['FAREND_SHODAN_KEY'], howToGet: 'https://account.shodan.io/', isOptional: false, isInUrl: true },
  tlpCeiling: 'amber',
  quota: { perSecond: 1, concurrent: 1, note: 'One request a second; look-ups of a host cost no credits.' },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 168,
  negativeMaxAgeHours: 48,
  origins: ['shodan'],
  licence: 'Terms of the plan; no republication',
  url: 'https://developer.shodan.io/api',
  revision: 1,
  reliability: 0.6,
  page: (address) => `https://www.shodan.io/host/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  // With banners and certificates of every port.
  maxBytes: 16_000_000,
  request: ([one], [key]) => ({
    method: 'GET',
    // The service takes its key in the query only.
    url: `https://api.shodan.io/shodan/host/${encodeURIComponent(one?.text ?? '')}?key=${encodeURIComponent(key ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /no information/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip_str']);
  if (!Array.isArray(body['ports']) && !Array.isArray(body['data']))
    throw new WrongShape('its answer has no list "ports"');
  const services = objectsOf(body['data']).slice(0, 1000);
  const ports = Array.isArray(body['ports'])
    ? listOf(body['ports'])
    : services.map((service) => numberOf(service['port']));
  const tags = tagsOf(body['tags'] ?? []);
  const weaknesses = Array.isArray(body['vulns'])
    ? listOf(body['vulns'])
    : Object.keys(isObject(body['vulns']) ? body['vulns'] : {});
  const facts = statements([
    ['open ports', ports.toSorted((a, b) => (numberOf(a) ?? 0) - (numberOf(b) ?? 0))],
    ['software', services.flatMap((service) => plain(service['product'], 60) ?? [])],
    ['host names', listOf(body['hostnames'])],
    ['as number', asNumber(body['asn'])],
    ['organisation', body['org']],
    ['provider', body['isp']],
    ['country', countryCode(body['country_code'])],
    ['operating system', body['os']],
    ['tags', tags],
    ['known weaknesses', weaknesses.length],
    ['weaknesses', weaknesses],
    ['last scan', dateOf(body['last_update'])],
  ]);
  return known(asked, facts, exposureOpinions(tags, ports.length, weaknesses.length));
}
