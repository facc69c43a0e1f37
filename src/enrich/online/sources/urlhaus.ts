import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectsOf, textAt } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { abuseChService, statusAnswer } from './_abuse-ch.js';
import { known, mustBeAbout, oneByOne, opinion } from './_answers.js';
import { counted, listed, plain, statements } from './_text.js';

/** URLhaus (abuse.ch): addresses from which malware is downloaded. */
export const urlhaus: HttpSource = {
  ...abuseChService,
  name: 'urlhaus',
  title: 'URLhaus (abuse.ch)',
  hosts: ['urlhaus-api.abuse.ch'],
  tells: 'Malware downloads on the address, which are still online, kinds and dates',
  origins: ['urlhaus'],
  url: 'https://urlhaus-api.abuse.ch/',
  revision: 1,
  reliability: 0.9,
  page: (address) => `https://urlhaus.abuse.ch/host/${encodeURIComponent(address)}/`,
  // A host with ten thousand downloads lists them all.
  maxBytes: 8_000_000,
  request: ([one], [key]) => ({
    method: 'POST',
    url: 'https://urlhaus-api.abuse.ch/v1/host/',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'auth-key': key ?? '' },
    body: `host=${encodeURIComponent(one?.text ?? '')}`,
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  const status = textAt(body, 'query_status');
  if (status !== 'ok') return statusAnswer(status, ['no_results', 'no_result'], asked);
  mustBeAbout(asked, body['host']);
  if (!Array.isArray(body['urls'])) throw new WrongShape('its answer has no list "urls"');
  const urls = objectsOf(body['urls']).slice(0, 5000);
  const online = urls.filter((url) => url['url_status'] === 'online');
  const tags = mostFrequent(
    urls.flatMap((url) =>
      listOf(url['tags'])
        .slice(0, 20)
        .flatMap((tag) => plain(tag, 40) ?? []),
    ),
  );
  const count = numberOf(body['url_count']) ?? urls.length;
  const lastSeen =
    urls
      .flatMap((url) => dateOf(url['date_added']) ?? [])
      .toSorted()
      .at(-1) ?? null;
  const blacklists = isObject(body['blacklists']) ? body['blacklists'] : {};
  const facts = statements([
    ['malware downloads', count],
    ['downloads online', online.length],
    ['first seen', dateOf(body['firstseen'])],
    ['last download', lastSeen],
    ['tags', tags],
    ['threat', [...new Set(urls.flatMap((url) => plain(url['threat'], 40) ?? []))]],
    ['Spamhaus DBL', blacklists['spamhaus_dbl']],
    ['SURBL', blacklists['surbl']],
    ['report', body['urlhaus_reference']],
  ]);
  return known(asked, facts, count === 0 && urls.length === 0 ? [] : opinions(count, online, urls, tags, lastSeen));
}

/** One for what is online, by its newest date, or else one for what was. */
function opinions(
  count: number,
  online: readonly JsonObject[],
  urls: readonly JsonObject[],
  tags: readonly string[],
  lastSeen: string | null,
): Reputation[] {
  const raw = `${counted(count, 'malware download')}, ${online.length} online`;
  const what = {
    meaning: 'payload',
    direction: 'outbound',
    raw,
    label: listed(tags, 3),
    origins: ['urlhaus'],
  } as const;
  // What is online is so today, however long ago it was entered.
  if (online.length > 0) return [opinion({ ...what, score: 0.8, port: onlyPort(online) })];
  return [opinion({ ...what, score: 0.5, lastSeen, port: onlyPort(urls) })];
}

/** The port, when all downloads share one. */
function onlyPort(urls: readonly JsonObject[]): number | null {
  const ports = new Set(urls.slice(0, 500).map((url) => portOf(plain(url['url'], 500) ?? '')));
  const [port = null] = ports;
  return ports.size === 1 ? port : null;
}

function portOf(text: string): number | null {
  if (!URL.canParse(text)) return null;
  const { port, protocol } = new URL(text);
  return port === '' ? (protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : null) : Number(port);
}

function mostFrequent(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([text]) => text);
}
