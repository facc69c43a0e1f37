import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectAt, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, notKnown, oneByOne, opinion } from './_answers.js';
import { asNumber, counted, countryCode, listed, plain, type Row, statements } from './_text.js';

const COMMAND = /c2|command|botnet|rat\b|beacon|stager/i;

/** Labels of a host or service that say more than what runs there. */
const LABELS: Readonly<Record<string, number>> = { c2: 0.6, 'open-dir': 0.3, open_dir: 0.3, phishing: 0.5 };

/** Censys Platform: what is open on the address, what runs there, and threats by their fingerprints. */
export const censys: HttpSource = {
  name: 'censys',
  title: 'Censys',
  service: 'censys',
  hosts: ['api.platform.censys.io'],
  tells: 'Open ports with their software, names, threats found by fingerprint, owner',
  kind: 'passive',
  isDefault: true,
  key: {
    env: ['FAREND_CENSYS_KEY'],
    howToGet: 'https://accounts.censys.io/settings/personal-access-tokens',
    isOptional: false,
  },
  tlpCeiling: 'amber',
  quota: {
    perSecond: 1,
    perMonth: 100,
    concurrent: 1,
    note: 'By credits: one for each host; the free wallet has about 100 a month.',
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 72,
  negativeMaxAgeHours: 48,
  origins: ['censys'],
  licence: 'Terms of the plan; no republication',
  url: 'https://docs.censys.com/reference/v3-globaldata-asset-host',
  revision: 1,
  reliability: 0.7,
  page: (address) => `https://platform.censys.io/hosts/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  maxBytes: 16_000_000,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.platform.censys.io/v3/global/asset/host/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/vnd.censys.api.v3.host.v1+json', authorization: `Bearer ${key ?? ''}` },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not found|no host|does not exist/i);
  const host = hostOf(objectAt(jsonObject(reply), 'result'));
  if (host === null) return notKnown(asked, 'no such host');
  mustBeAbout(asked, host['ip']);
  const services = objectsOf(host['services']).slice(0, 1000);
  if (services.length === 0 && !isObject(host['autonomous_system']))
    throw new WrongShape('its answer tells nothing of the host');
  const threats = services.flatMap((service) =>
    objectsOf(service['threats'])
      .slice(0, 20)
      .map((threat) => ({ service, threat })),
  );
  const labels = [...objectsOf(host['labels']), ...services.flatMap((service) => objectsOf(service['labels']))].slice(
    0,
    500,
  );
  const names = [...new Set(labels.flatMap((label) => plain(label['value'], 40)?.toLowerCase() ?? []))];
  const facts = statements([...ownerRows(host), ...serviceRows(host, services), ['labels', names], threatRow(threats)]);
  return known(asked, facts, [
    ...threats.slice(0, 10).map(threatOpinion),
    ...labelOpinions(names),
    exposure(services.length),
  ]);
}

/** The platform has `resource`, the search that it replaced had `hits`, with nearly the same names in them. */
function hostOf(result: JsonObject): JsonObject | null {
  if (isObject(result['resource'])) return result['resource'];
  if (!Array.isArray(result['hits'])) throw new WrongShape('its answer has no object "resource"');
  return objectsOf(result['hits'])[0] ?? null;
}

function ownerRows(host: JsonObject): Row[] {
  const as = isObject(host['autonomous_system']) ? host['autonomous_system'] : {};
  const location = isObject(host['location']) ? host['location'] : {};
  const dns = isObject(host['dns']) ? host['dns'] : {};
  const reverse = isObject(dns['reverse_dns']) ? listOf(dns['reverse_dns']['names']) : [];
  const system = host['operating_system'];
  return [
    ['as number', asNumber(as['asn'])],
    ['organisation', plain(as['organization']) ?? plain(as['description']) ?? plain(as['name'])],
    ['netblock', as['bgp_prefix']],
    ['country', countryCode(location['country_code'])],
    ['host names', [...reverse, ...listOf(dns['names'])]],
    ['operating system', isObject(system) ? system['product'] : system],
  ];
}

function serviceRows(host: JsonObject, services: readonly JsonObject[]): Row[] {
  const scans = services.flatMap((service) => dateOf(service['scan_time']) ?? []).toSorted();
  return [
    ['open services', numberOf(host['service_count']) ?? services.length],
    ['open ports', [...new Set(services.flatMap((service) => numberOf(service['port']) ?? []))]],
    ['protocols', services.map((service) => plain(service['protocol'] ?? service['service_name'], 30))],
    [
      'software',
      services.flatMap((service) => objectsOf(service['software'])).map((software) => plain(software['product'], 40)),
    ],
    ['last scan', scans.at(-1)],
  ];
}

interface Threat {
  readonly service: JsonObject;
  readonly threat: JsonObject;
}

function threatRow(threats: readonly Threat[]): Row {
  return [
    'threats',
    threats.map(({ service, threat }) => `${plain(threat['name'], 60) ?? '?'} on ${plain(service['port']) ?? '?'}`),
  ];
}

/** A fingerprint of a known control server, with the port on which it answers. */
function threatOpinion({ service, threat }: Threat): Reputation {
  const kinds = [...listOf(threat['type']), ...listOf(threat['tactic'])].flatMap((kind) => plain(kind, 40) ?? []);
  const name = plain(threat['name'], 60);
  const isCommand = COMMAND.test([...kinds, name].join(' '));
  const port = numberOf(service['port']);
  return opinion({
    meaning: isCommand ? 'c2' : 'malware',
    direction: 'outbound',
    score: isCommand ? 0.85 : 0.7,
    raw: `${name ?? 'unnamed threat'} on port ${port ?? '?'} (${listed(kinds) ?? 'no kind'})`,
    label: name,
    lastSeen: dateOf(service['scan_time']),
    port,
    origins: ['censys'],
  });
}

function labelOpinions(names: readonly string[]): Reputation[] {
  return names.flatMap((name) => {
    const score = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
    if (score === undefined) return [];
    const meaning = name === 'c2' ? 'c2' : 'payload';
    return [
      opinion({ meaning, direction: 'outbound', score, raw: `labelled ${name}`, label: name, origins: ['censys'] }),
    ];
  });
}

function exposure(services: number): Reputation {
  return opinion({
    meaning: 'exposure',
    direction: 'both',
    score: 0,
    raw: counted(services, 'open service'),
    origins: ['censys'],
  });
}
