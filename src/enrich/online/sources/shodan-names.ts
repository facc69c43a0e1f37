import { isObject, jsonObject } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { failed, known, notKnown, refused } from './_answers.js';
import { shodan } from './shodan.js';
import { statements } from './_text.js';

/** Shodan, reverse DNS as Shodan saw it: many addresses in one question, and their DNS never notices. */
export const shodanNames: HttpSource = {
  ...shodan,
  name: 'shodan-names',
  title: 'Shodan, reverse DNS',
  tells: 'Host names of the address by reverse DNS, from Shodan instead of the network itself',
  batch: 100,
  reads: [],
  maxBytes: 2_000_000,
  reliability: 0,
  revision: 1,
  request: (asked, [key]) => ({
    method: 'GET',
    url: `https://api.shodan.io/dns/reverse?ips=${asked.map(({ text }) => encodeURIComponent(text)).join(',')}&key=${encodeURIComponent(key ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read,
};

function read(reply: SourceReply, asked: readonly Asked[]): Answer[] {
  if (reply.status !== 200) return asked.map((one) => refused(reply, one));
  try {
    const body = jsonObject(reply);
    if (asked.every(({ text }) => !Object.hasOwn(body, text)))
      throw new WrongShape('its answer names none of the addresses');
    return asked.map((one) => readOne(body, one));
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error;
    return asked.map((one) => failed(one, error.message));
  }
}

function readOne(body: Readonly<Record<string, unknown>>, asked: Asked): Answer {
  const names = isObject(body) && Object.hasOwn(body, asked.text) ? body[asked.text] : undefined;
  if (names === null || (Array.isArray(names) && names.length === 0)) return notKnown(asked, 'no name seen');
  if (!Array.isArray(names)) return failed(asked, 'its answer leaves out the address');
  const facts = statements([['reverse names', names]]);
  return facts.length === 0 ? failed(asked, 'its answer has no text as a name') : known(asked, facts);
}
