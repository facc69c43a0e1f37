import type { Reputation } from '../../../model/answer.js';
import { dateOf, jsonObject, textOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { couldNotAsk, known, messageOf, mustBeAbout, notKnown, nothingKnown, oneByOne } from './_answers.js';
import { businessOpinion, scannerOpinion, saysNothing } from './_greynoise.js';
import { plain, statements } from './_text.js';

/** GreyNoise Community: who scans the whole Internet, and which addresses are common business services. */
export const greynoiseCommunity: HttpSource = {
  name: 'greynoise-community',
  title: 'GreyNoise Community',
  service: 'greynoise-community',
  hosts: ['api.greynoise.io'],
  tells: 'Whether it scans the Internet, and whether it is a common business service',
  kind: 'passive',
  isDefault: true,
  key: {
    env: ['FAREND_GREYNOISE_COMMUNITY_KEY'],
    howToGet: 'https://viz.greynoise.io/account/api-key',
    isOptional: true,
  },
  tlpCeiling: 'green',
  quota: {
    perDay: 50,
    concurrent: 1,
    note: 'About 50 look-ups a week with a free account, counted by key or else by our own address.',
  },
  // Sensors are IPv4 only; IPv6 is answered with 400.
  families: [4],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['greynoise'],
  licence: 'Proprietary; no bulk republication',
  url: 'https://docs.greynoise.io/reference/get_v3-community-ip',
  revision: 2,
  reliability: 0.4,
  page: (address) => `https://viz.greynoise.io/ip/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [404],
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.greynoise.io/v3/community/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', ...(key === undefined ? {} : { key }) },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not observed|not found/i);
  const body = jsonObject(reply);
  const quiet = saysNothing(body);
  if (quiet !== null) return notKnown(asked, quiet);
  mustBeAbout(asked, body['ip']);
  const { noise, riot } = body;
  // Without "noise" only a common service is an answer: "riot": false alone would read as "never seen".
  if (typeof noise !== 'boolean' && riot !== true) {
    const said = messageOf(reply);
    if (said !== null && /limit/i.test(said)) return couldNotAsk(asked, 'quota', said);
    throw new WrongShape('its answer does not say "noise"');
  }
  const name = plain(body['name'], 80);
  const lastSeen = dateOf(body['last_seen']);
  const facts = statements([
    ['scans the Internet', noise],
    ['common business service', riot],
    ['classification', body['classification']],
    [riot === true ? 'service' : 'actor', name === 'unknown' ? null : name],
    ['last seen', lastSeen],
  ]);
  const opinions: Reputation[] = [];
  if (riot === true) opinions.push(businessOpinion(name, '1', lastSeen));
  if (noise === true) opinions.push(scannerOpinion(textOf(body['classification']), name, lastSeen));
  return opinions.length === 0
    ? { ...notKnown(asked, 'not seen scanning, no common service') }
    : known(asked, facts, opinions);
}
