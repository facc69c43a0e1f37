import type { Reputation } from '../../../model/answer.js';
import { isObject, type JsonObject, jsonObject, numberOf, objectsOf, textsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, oneByOne, opinion } from './_answers.js';
import { geoService } from './_geo.js';
import { asNumber, countryCode, listed, plain, statements } from './_text.js';

/** Spur: VPN, proxies and what hides behind an address. */
export const spur: HttpSource = {
  ...geoService,
  name: 'spur',
  title: 'Spur',
  service: 'spur',
  hosts: ['api.spur.us'],
  tells: 'VPN and proxy operators, kind of infrastructure, risks, users behind the address',
  key: { env: ['FAREND_SPUR_KEY'], howToGet: 'https://app.spur.us/', isOptional: false },
  quota: { perSecond: 5, concurrent: 2, note: 'By plan.' },
  tlpCeiling: 'amber',
  maxAgeHours: 24,
  origins: ['spur'],
  licence: 'Terms of the plan; no republication',
  url: 'https://docs.spur.us/context-api',
  revision: 1,
  reliability: 0.7,
  page: (address) => `https://app.spur.us/context?q=${encodeURIComponent(address)}`,
  reads: [404],
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.spur.us/v2/context/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', token: key ?? '' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not found|no context/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip']);
  const as = isObject(body['as']) ? body['as'] : {};
  const client = isObject(body['client']) ? body['client'] : {};
  const location = isObject(body['location']) ? body['location'] : {};
  const tunnels = objectsOf(body['tunnels']).slice(0, 50);
  const facts = statements([
    ['infrastructure', body['infrastructure']],
    ['tunnels', tunnels.map(tunnelText)],
    ['risks', textsOf(body['risks'])],
    ['services', textsOf(body['services'])],
    ['proxies behind it', textsOf(client['proxies'])],
    ['behaviour of its users', textsOf(client['behaviors'])],
    ['users behind it', numberOf(client['count'])],
    ['as number', asNumber(as['number'])],
    ['organisation', as['organization']],
    ['country', countryCode(location['country'])],
  ]);
  if (facts.length === 0) throw new WrongShape('its answer tells nothing');
  return known(asked, facts, opinions(tunnels, client));
}

function tunnelText(tunnel: JsonObject): string {
  return `${plain(tunnel['type'], 20) ?? 'tunnel'} ${plain(tunnel['operator'], 40) ?? 'of unknown operator'}`;
}

function opinions(tunnels: readonly JsonObject[], client: JsonObject): Reputation[] {
  const operators = [...tunnels.map(tunnelText), ...textsOf(client['proxies']).slice(0, 20)];
  if (operators.length === 0) return [];
  const raw = listed(operators, 6) ?? '';
  const label = listed(
    tunnels.flatMap((tunnel) => plain(tunnel['operator'], 40) ?? []),
    2,
  );
  return [opinion({ meaning: 'anonymiser', direction: 'both', score: 0.25, raw, label, origins: ['spur'] })];
}
