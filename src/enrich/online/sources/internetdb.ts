import { jsonObject, listOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, oneByOne } from './_answers.js';
import { exposureOpinions, tagsOf } from './_exposure.js';
import { statements } from './_text.js';

/** Shodan InternetDB: what is open on the address, refreshed about weekly. No key. */
export const internetdb: HttpSource = {
  name: 'internetdb',
  title: 'Shodan InternetDB',
  service: 'internetdb',
  hosts: ['internetdb.shodan.io'],
  tells: 'Open ports, host names, software, known weaknesses, tags',
  kind: 'passive',
  isDefault: true,
  key: null,
  tlpCeiling: 'green',
  quota: { perSecond: 1, concurrent: 2, note: 'Fair use without a number.' },
  // IPv6 is not documented.
  families: [4],
  batch: 1,
  maxAgeHours: 168,
  negativeMaxAgeHours: 48,
  origins: ['shodan'],
  licence: 'Free for non-commercial use',
  url: 'https://internetdb.shodan.io/',
  revision: 1,
  reliability: 0.6,
  page: (address) => `https://www.shodan.io/host/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  request: ([one]) => ({
    method: 'GET',
    url: `https://internetdb.shodan.io/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /no information/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip']);
  const lists = ['ports', 'cpes', 'hostnames', 'tags', 'vulns'].filter((name) => Array.isArray(body[name]));
  if (lists.length === 0) throw new WrongShape('its answer has none of its lists');
  const [ports, weaknesses, tags] = [listOf(body['ports']), listOf(body['vulns']), tagsOf(body['tags'])];
  const facts = statements([
    ['open ports', ports],
    ['host names', listOf(body['hostnames'])],
    ['tags', tags],
    ['known weaknesses', weaknesses.length],
    ['weaknesses', weaknesses],
    ['software', listOf(body['cpes'])],
    ['software products', listOf(body['cpes']).length],
  ]);
  return known(asked, facts, exposureOpinions(tags, ports.length, weaknesses.length));
}
