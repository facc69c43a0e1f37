import type { Reputation } from '../../../model/answer.js';
import { isObject, type JsonObject, textOf } from '../shape.js';
import { type Answer, type Asked, WrongShape } from '../source.js';
import { couldNotAsk, known, mustBeAbout, opinion } from './_answers.js';
import { asName, asNumber, countryCode, plain, statements } from './_text.js';

const HIDDEN = ['tor', 'vpn', 'proxy', 'relay'];

/** One address of any of the service's three shapes: Lite, Core, and the old one. Throws WrongShape. */
export function readIpinfo(body: JsonObject, asked: Asked): Answer {
  mustBeAbout(asked, body['ip']);
  if (body['bogon'] === true) return couldNotAsk(asked, 'address', 'it is no public address, says the service');
  if (isObject(body['error']) || textOf(body['error']) !== null || textOf(body['ip']) === null) {
    throw new WrongShape('its answer has no text "ip"');
  }
  const as = isObject(body['asn']) ? body['asn'] : isObject(body['as']) ? body['as'] : {};
  const geo = isObject(body['geo']) ? body['geo'] : {};
  const company = isObject(body['company']) ? body['company'] : {};
  const privacy = isObject(body['privacy']) ? body['privacy'] : {};
  // Lite has the code beside the name; the old shape has a code called country.
  const country = countryCode(body['country_code']) ?? countryCode(geo['country_code']) ?? countryCode(body['country']);
  const hosting = body['is_hosting'] ?? privacy['hosting'];
  const facts = statements([
    ['country', country],
    ['as number', asNumber(body['asn']) ?? asNumber(as['asn']) ?? asNumber(body['org'])],
    ['organisation', plain(body['as_name']) ?? plain(as['name']) ?? asName(body['org'])],
    ['domain', plain(body['as_domain']) ?? plain(as['domain'])],
    ['company', company['name']],
    ['netblock', as['route']],
    ['use of the network', plain(as['type']) ?? plain(company['type'])],
    ['host names', body['hostname']],
    ['city', plain(body['city']) ?? plain(geo['city'])],
    ['anycast', flag(body['anycast'] ?? body['is_anycast'])],
    ['hosting', typeof hosting === 'boolean' ? hosting : null],
    ['mobile', flag(body['is_mobile'])],
    ['hides its users', hiding(body, privacy)],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts, anonymiser(body, privacy));
}

function flag(value: unknown): true | null {
  return value === true ? true : null;
}

function hiding(body: JsonObject, privacy: JsonObject): readonly string[] {
  const kinds = HIDDEN.filter((kind) => privacy[kind] === true);
  return kinds.length === 0 && body['is_anonymous'] === true ? ['yes'] : kinds;
}

function anonymiser(body: JsonObject, privacy: JsonObject): Reputation[] {
  const kinds = hiding(body, privacy);
  if (kinds.length === 0) return [];
  const label = plain(privacy['service'], 60);
  const raw = kinds[0] === 'yes' ? 'anonymous' : kinds.join(', ');
  const score = kinds.includes('tor') ? 0.25 : 0.15;
  return [opinion({ meaning: 'anonymiser', direction: 'both', score, raw, label, origins: ['ipinfo'] })];
}
