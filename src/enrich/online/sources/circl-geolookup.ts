import { dateOf, isObject, type JsonObject, jsonValue, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, oneByOne } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, listed, plain, statements } from './_text.js';

/** CIRCL geolookup: country and AS by open databases, one entry for each. */
export const circlGeolookup: HttpSource = {
  ...geoService,
  name: 'circl-geolookup',
  title: 'CIRCL geolookup',
  service: 'circl-geolookup',
  hosts: ['ip.circl.lu'],
  tells: 'Country by several open databases, AS',
  key: null,
  quota: { perSecond: 1, concurrent: 1, note: 'Not published; run by the CERT of Luxembourg for everybody.' },
  origins: ['circl-geolookup'],
  licence: 'Geo Open databases, CC BY 4.0',
  url: 'https://www.circl.lu/services/ip-geolookup/',
  revision: 1,
  request: ([one]) => ({
    method: 'GET',
    url: `https://ip.circl.lu/geolookup/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const value = jsonValue(reply);
  if (!Array.isArray(value)) throw new WrongShape('its answer is no list');
  const entries = objectsOf(value).slice(0, 20);
  if (entries.length === 0) throw new WrongShape('its answer is empty');
  for (const entry of entries) mustBeAbout(asked, entry['ip']);
  const countries = entries.map((entry) => part(entry, 'country'));
  const source = entries.map((entry) => part(entry, 'meta'));
  const facts = statements([
    // More than one where the databases disagree.
    ['country', listed(countries.flatMap((country) => countryCode(country['iso_code']) ?? []))],
    ['as number', countries.flatMap((country) => asNumber(country['AutonomousSystemNumber']) ?? [])[0]],
    ['organisation', countries.flatMap((country) => plain(country['AutonomousSystemOrganization']) ?? [])[0]],
    ['databases', source.map((meta) => `${plain(meta['db_source'], 40) ?? '?'} of ${dateOf(meta['build_db']) ?? '?'}`)],
  ]);
  if (!facts.some(({ what }) => what !== 'databases')) throw new WrongShape('its answer tells nothing');
  return known(asked, facts);
}

function part(entry: JsonObject, name: string): JsonObject {
  const value = entry[name];
  return isObject(value) ? value : {};
}
