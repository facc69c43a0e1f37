import { isObject, type JsonObject, jsonObject, jsonValue, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, failed, known, mustBeAbout, opinion, refused } from './_answers.js';
import { geoService } from './_geo.js';
import { asName, asNumber, countryCode, plain, statements } from './_text.js';

const FIELDS = 'status,message,query,countryCode,country,city,isp,org,as,asname,reverse,mobile,proxy,hosting';

/**
 * ip-api.com: place and owner. The free service has no TLS, so that everybody on the way would see what we ask: only
 * the paid one is asked.
 */
export const ipApi: HttpSource = {
  ...geoService,
  name: 'ip-api',
  title: 'ip-api.com',
  service: 'ip-api',
  hosts: ['pro.ip-api.com'],
  tells: 'Country, city, AS, provider, proxy and hosting marks',
  key: { env: ['FAREND_IP_API_KEY'], howToGet: 'https://members.ip-api.com/', isOptional: false, isInUrl: true },
  quota: {
    perSecond: 5,
    concurrent: 1,
    note: 'The paid service has no limit that it publishes.',
    headers: { left: 'x-rl', reset: 'x-ttl' },
  },
  batch: 100,
  origins: ['ip-api'],
  licence: 'Terms of the plan',
  url: 'https://ip-api.com/docs/api:json',
  revision: 1,
  reliability: 0.3,
  request: (asked, [key]) => {
    const [one, another] = asked;
    const query = `fields=${FIELDS}&key=${encodeURIComponent(key ?? '')}`;
    const headers = { accept: 'application/json' };
    if (another === undefined) {
      return {
        method: 'GET',
        url: `https://pro.ip-api.com/json/${encodeURIComponent(one?.text ?? '')}?${query}`,
        headers,
      };
    }
    const body = JSON.stringify(asked.map(({ text }) => text));
    return {
      method: 'POST',
      url: `https://pro.ip-api.com/batch?${query}`,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  },
  read,
};

function read(reply: SourceReply, asked: readonly Asked[]): Answer[] {
  if (reply.status !== 200) return asked.map((one) => refused(reply, one));
  try {
    const rows = rowsOf(reply, asked.length);
    return asked.map((one) =>
      readOne(rows.find((row) => row['query'] === one.text) ?? (asked.length === 1 ? rows[0] : undefined), one),
    );
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error;
    return asked.map((one) => failed(one, error.message));
  }
}

function rowsOf(reply: SourceReply, asked: number): readonly JsonObject[] {
  if (asked === 1) return [jsonObject(reply)];
  const value = jsonValue(reply);
  if (Array.isArray(value)) return objectsOf(value);
  throw new WrongShape('its answer to many addresses is no list');
}

function readOne(row: JsonObject | undefined, asked: Asked): Answer {
  if (!isObject(row)) return failed(asked, 'its answer leaves out the address');
  const message = plain(row['message'], 80);
  if (row['status'] === 'fail') {
    return /range|invalid query/.test(message ?? '')
      ? couldNotAsk(asked, 'address', message ?? '')
      : failed(asked, message ?? 'fail');
  }
  if (row['status'] !== 'success') return failed(asked, 'its answer has neither "success" nor "fail"');
  try {
    mustBeAbout(asked, row['query']);
  } catch {
    return failed(asked, 'it answers about another address');
  }
  const facts = statements([
    ['country', countryCode(row['countryCode'])],
    ['city', row['city']],
    ['as number', asNumber(row['as'])],
    ['organisation', asName(row['as']) ?? row['org']],
    ['provider', row['isp']],
    ['host names', row['reverse']],
    ['mobile', row['mobile'] === true ? true : null],
    ['hides its users', row['proxy'] === true ? true : null],
    ['hosting', row['hosting'] === true ? true : null],
  ]);
  const hidden = row['proxy'] === true;
  const proxy = {
    meaning: 'anonymiser',
    direction: 'both',
    score: 0.15,
    raw: 'proxy, VPN or Tor',
    origins: ['ip-api'],
  } as const;
  return known(asked, facts, hidden ? [opinion(proxy)] : []);
}
