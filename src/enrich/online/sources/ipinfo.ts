import { isObject, type JsonObject, jsonObject } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { failed, refused } from './_answers.js';
import { readIpinfo } from './_ipinfo.js';

/** IPinfo Lite: country and AS of any number of addresses, a thousand in one question. */
export const ipinfo: HttpSource = {
  name: 'ipinfo',
  title: 'IPinfo Lite',
  service: 'ipinfo',
  hosts: ['api.ipinfo.io'],
  tells: 'Country, AS, its name and domain',
  kind: 'passive',
  isDefault: true,
  key: { env: ['FAREND_IPINFO_KEY'], howToGet: 'https://ipinfo.io/account/token', isOptional: false },
  tlpCeiling: 'amber',
  quota: { perSecond: 5, concurrent: 2, note: 'Lite is not limited; 1,000 addresses in one request.' },
  families: [4, 6],
  batch: 1000,
  maxAgeHours: 168,
  negativeMaxAgeHours: 24,
  origins: ['ipinfo'],
  licence: 'CC BY-SA 4.0 with credit: IP address data powered by IPinfo',
  url: 'https://ipinfo.io/developers/lite-api',
  revision: 1,
  page: (address) => `https://ipinfo.io/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [],
  maxBytes: 4_000_000,
  request: (asked, [key]) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${key ?? ''}` };
    const [one, another] = asked;
    if (another === undefined) {
      return { method: 'GET', url: `https://api.ipinfo.io/lite/${encodeURIComponent(one?.text ?? '')}`, headers };
    }
    const body = JSON.stringify(asked.map(({ text }) => text));
    return {
      method: 'POST',
      url: 'https://api.ipinfo.io/batch/lite',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  },
  read,
};

function read(reply: SourceReply, asked: readonly Asked[]): Answer[] {
  if (reply.status !== 200) return asked.map((one) => refused(reply, one));
  let body: JsonObject;
  try {
    body = jsonObject(reply);
  } catch (error) {
    return asked.map((one) => unread(error, one));
  }
  return asked.map((one) => {
    try {
      return readIpinfo(partAbout(body, one, asked.length), one);
    } catch (error) {
      return unread(error, one);
    }
  });
}

function unread(error: unknown, asked: Asked): Answer {
  if (error instanceof WrongShape) return failed(asked, error.message);
  throw error;
}

/** A batch is an object with the addresses as they were asked for names. */
function partAbout(body: JsonObject, { text }: Asked, asked: number): JsonObject {
  const part = Object.hasOwn(body, text) ? body[text] : asked === 1 ? body : null;
  if (isObject(part)) return part;
  throw new WrongShape(`its answer leaves out ${text}`);
}
