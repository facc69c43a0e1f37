import { parseAddress } from '../../../address/parse.js';
import { sameAddress } from '../../../address/compare.js';
import { splitEndpoint } from '../../../address/extract.js';
import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, numberOf, objectsOf, textAt } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, notKnown, oneByOne, opinion } from './_answers.js';
import { abuseChService, statusAnswer } from './_abuse-ch.js';
import { listed, plain, statements } from './_text.js';

/** ThreatFox (abuse.ch): indicators of command-and-control and payload servers, with port and malware family. */
export const threatfox: HttpSource = {
  ...abuseChService,
  name: 'threatfox',
  title: 'ThreatFox (abuse.ch)',
  hosts: ['threatfox-api.abuse.ch'],
  tells: 'Command-and-control and payload servers: port, malware family, confidence, first and last time',
  origins: ['threatfox'],
  url: 'https://threatfox.abuse.ch/api/',
  revision: 1,
  reliability: 0.9,
  page: (address) => `https://threatfox.abuse.ch/browse.php?search=ioc%3A${encodeURIComponent(address)}`,
  request: ([one], [key]) => ({
    method: 'POST',
    url: 'https://threatfox-api.abuse.ch/api/v1/',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'auth-key': key ?? '' },
    // Without exact_match: an address is found as part of `address:port`.
    body: JSON.stringify({ query: 'search_ioc', search_term: one?.text ?? '' }),
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  const status = textAt(body, 'query_status');
  if (status !== 'ok') return statusAnswer(status, ['no_result'], asked);
  // An error comes as a text in `data`.
  if (!Array.isArray(body['data'])) throw new WrongShape('its answer has no list "data"');
  const rows = objectsOf(body['data']).slice(0, 1000);
  const found = rows.flatMap((row) => indicatorOf(row, asked));
  // "ok" promises some; that there is none has a status of its own.
  const isReadable = rows.length > 0 && body['data'].every((row) => isObject(row) && plain(row['ioc'], 200) !== null);
  if (found.length === 0 && !isReadable) throw new WrongShape('its answer has no rows with an indicator "ioc"');
  if (found.length === 0) return notKnown(asked, 'no indicator with this address');
  const facts = statements([
    ['indicators', found.map(({ ioc }) => ioc)],
    ['threat', found.map(({ row }) => plain(row['threat_type'], 40))],
    ['malware families', found.map(({ row }) => plain(row['malware_printable'], 60))],
    ['confidence', Math.max(...found.map(({ confidence }) => confidence))],
    ['first seen', found.flatMap(({ row }) => dateOf(row['first_seen']) ?? []).toSorted()[0]],
    [
      'last seen',
      found
        .flatMap(({ lastSeen }) => lastSeen ?? [])
        .toSorted()
        .at(-1),
    ],
    ['tags', found.flatMap(({ row }) => (Array.isArray(row['tags']) ? row['tags'] : [])).slice(0, 100)],
    ['reporters', found.map(({ row }) => plain(row['reporter'], 40))],
    ['reference', found.map(({ row }) => plain(row['reference'], 200)).find((reference) => reference !== null)],
  ]);
  return known(asked, facts, strongest(found).map(opinionOf));
}

interface Indicator {
  readonly row: JsonObject;
  readonly ioc: string;
  readonly port: number | null;
  readonly confidence: number;
  readonly lastSeen: string | null;
}

/** The search finds parts of texts: `203.0.113.7` is in `203.0.113.70:443` too. */
function indicatorOf(row: JsonObject, asked: Asked): Indicator[] {
  const ioc = plain(row['ioc'], 200);
  const endpoint = splitEndpoint((ioc ?? '').replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, ''));
  const address = parseAddress(endpoint.host);
  if (ioc === null || address === null || !sameAddress(address, asked.address)) return [];
  const port = endpoint.port === null ? null : numberOf(endpoint.port);
  const confidence = Math.min(100, Math.max(0, numberOf(row['confidence_level']) ?? 50));
  return [{ row, ioc, port, confidence, lastSeen: dateOf(row['last_seen']) ?? dateOf(row['first_seen']) }];
}

/** The engine keeps sixteen. */
function strongest(found: readonly Indicator[]): readonly Indicator[] {
  return found.toSorted((a, b) => b.confidence - a.confidence).slice(0, 16);
}

function opinionOf({ row, ioc, port, confidence, lastSeen }: Indicator): Reputation {
  const isC2 = row['threat_type'] === 'botnet_cc';
  return opinion({
    meaning: isC2 ? 'c2' : 'payload',
    direction: 'outbound',
    score: isC2 ? Math.max(0.6, confidence / 100) : (0.8 * confidence) / 100,
    raw: `${ioc} ${plain(row['threat_type'], 40) ?? ''}, ${plain(row['malware_printable'], 60) ?? 'no family'}, confidence ${confidence} of 100`,
    label: listed([row['malware_printable']]),
    lastSeen,
    port,
    origins: ['threatfox'],
  });
}
