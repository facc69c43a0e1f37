import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectsOf, textOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { failed, known, mustBeAbout, notKnown, nothingKnown, opinion, refused } from './_answers.js';
import { businessOpinion, saysNothing, scannerOpinion } from './_greynoise.js';
import { asNumber, countryCode, plain, type Row, statements } from './_text.js';

/** GreyNoise v3 (paid): what scans the Internet, in detail, and common business services. Up to 1,000 in one question. */
export const greynoise: HttpSource = {
  name: 'greynoise',
  title: 'GreyNoise',
  service: 'greynoise',
  hosts: ['api.greynoise.io'],
  tells: 'What it scans, with which tools, who it is; whether it is a common business service',
  kind: 'passive',
  isDefault: false,
  key: { env: ['FAREND_GREYNOISE_KEY'], howToGet: 'https://viz.greynoise.io/account/api-key', isOptional: false },
  tlpCeiling: 'amber',
  quota: { perSecond: 5, concurrent: 2, note: 'By contract. Up to 10,000 addresses in one request.' },
  families: [4],
  batch: 1000,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['greynoise'],
  licence: 'Proprietary; no bulk republication',
  url: 'https://docs.greynoise.io/reference/get_v3-ip-ip',
  revision: 2,
  reliability: 0.4,
  page: (address) => `https://viz.greynoise.io/ip/${encodeURIComponent(address)}`,
  via: 'http',
  // 206: the plan hides fields; 404: not found.
  reads: [206, 404],
  maxBytes: 32_000_000,
  request: (asked, [key]) => {
    const headers = { accept: 'application/json', key: key ?? '' };
    const [one, another] = asked;
    if (another === undefined) {
      return { method: 'GET', url: `https://api.greynoise.io/v3/ip/${encodeURIComponent(one?.text ?? '')}`, headers };
    }
    const body = JSON.stringify({ ips: asked.map(({ text }) => text) });
    return {
      method: 'POST',
      url: 'https://api.greynoise.io/v3/ip',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  },
  read,
};

function read(reply: SourceReply, asked: readonly Asked[]): Answer[] {
  if (![200, 206, 404].includes(reply.status)) return asked.map((one) => refused(reply, one));
  try {
    const body = jsonObject(reply);
    return asked.map((one) => readOne(reply, body, one, asked.length === 1));
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error;
    return asked.map((one) => failed(one, error.message));
  }
}

function readOne(reply: SourceReply, body: JsonObject, asked: Asked, isOnly: boolean): Answer {
  const quiet = saysNothing(body);
  if (quiet !== null) return notKnown(asked, quiet);
  const rows = objectsOf(body['data']);
  const row = rows.find((entry) => entry['ip'] === asked.text) ?? (isOnly && rows.length === 0 ? body : null);
  if (row === null) {
    const metadata = isObject(body['request_metadata']) ? body['request_metadata'] : {};
    if (listOf(metadata['ips_not_found']).includes(asked.text)) return notKnown(asked, 'not seen');
    throw new WrongShape(`its answer leaves out ${asked.text}`);
  }
  const scanner = row['internet_scanner_intelligence'];
  const business = row['business_service_intelligence'];
  if (!isObject(scanner) && !isObject(business)) {
    if (reply.status === 404) return nothingKnown(reply, asked, /not (?:found|observed|seen)/i);
    throw new WrongShape('its answer has neither scanner nor business service intelligence');
  }
  mustBeAbout(asked, row['ip']);
  return describe(asked, isObject(scanner) ? scanner : {}, isObject(business) ? business : {});
}

function describe(asked: Asked, scanner: JsonObject, business: JsonObject): Answer {
  const opinions: Reputation[] = [];
  const rows: Row[] = [];
  if (business['found'] === true) {
    const name = plain(business['name'], 80);
    const updated = dateOf(business['last_updated']);
    rows.push(['service', name], ['kind of service', business['category']], ['trust level', business['trust_level']]);
    const level = numberOf(business['trust_level']);
    opinions.push(businessOpinion(name, level === null ? null : String(level), updated));
  }
  if (scanner['found'] === true || scanner['seen'] === true) {
    const lastSeen = dateOf(scanner['last_seen']);
    rows.push(...scannerRows(scanner, lastSeen));
    opinions.push(scannerOpinion(textOf(scanner['classification']), plain(scanner['actor'], 80), lastSeen));
    opinions.push(...anonymiser(scanner, lastSeen));
  }
  if (opinions.length > 0) return known(asked, statements(rows), opinions);
  // What a plan hides was not looked up for us: only a plain "not found" says that it was not seen.
  if (scanner['found'] !== false) throw new WrongShape('its answer does not say whether it was seen scanning');
  return notKnown(asked, 'not seen scanning, no common service');
}

function scannerRows(scanner: JsonObject, lastSeen: string | null): Row[] {
  const metadata = isObject(scanner['metadata']) ? scanner['metadata'] : {};
  // The specification shows one object where answers have a list.
  const tags = Array.isArray(scanner['tags']) ? scanner['tags'] : [scanner['tags']];
  const raw = isObject(scanner['raw_data']) ? scanner['raw_data'] : {};
  return [
    ['classification', scanner['classification']],
    ['actor', scanner['actor'] === 'unknown' ? null : scanner['actor']],
    ['first seen', dateOf(scanner['first_seen'])],
    ['last seen', lastSeen],
    ['tags', objectsOf(tags).map((tag) => plain(tag['name'], 60))],
    ['weaknesses tried', listOf(scanner['cves'])],
    ['ports scanned', objectsOf(raw['scan']).map((entry) => numberOf(entry['port']))],
    ['as number', asNumber(metadata['asn'])],
    ['organisation', metadata['organization']],
    ['country', countryCode(metadata['source_country_code'])],
    ['use of the network', metadata['category']],
    ['host names', metadata['rdns']],
  ];
}

function anonymiser(scanner: JsonObject, lastSeen: string | null): Reputation[] {
  const service = plain(scanner['vpn_service'], 60);
  const raw = scanner['tor'] === true ? 'Tor' : scanner['vpn'] === true ? `VPN ${service ?? ''}` : null;
  if (raw === null) return [];
  return [opinion({ meaning: 'anonymiser', direction: 'both', score: 0.25, raw, lastSeen, origins: ['greynoise'] })];
}
