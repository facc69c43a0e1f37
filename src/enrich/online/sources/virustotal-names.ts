import { dateOf, isObject, jsonObject, numberOf, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, notKnown, oneByOne } from './_answers.js';
import { plain, statements } from './_text.js';
import { virustotalService } from './_virustotal.js';

/** VirusTotal, passive DNS: host names that led to the address. Whoever owns a name may point it anywhere. */
export const virustotalNames: HttpSource = {
  ...virustotalService,
  name: 'virustotal-names',
  title: 'VirusTotal, host names',
  tells: 'Host names that led to the address, with their dates (passive DNS)',
  isDefault: false,
  url: 'https://docs.virustotal.com/reference/ip-relationships',
  revision: 1,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://www.virustotal.com/api/v3/ip_addresses/${encodeURIComponent(one?.text ?? '')}/resolutions`,
    headers: { accept: 'application/json', 'x-apikey': key ?? '' },
  }),
  read: oneByOne(virustotalService.reads, read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not ?found/i);
  const { data } = jsonObject(reply);
  if (!Array.isArray(data)) throw new WrongShape('its answer has no list "data"');
  const rows = objectsOf(data)
    .slice(0, 1000)
    .flatMap((row) => (isObject(row['attributes']) ? [row['attributes']] : []));
  if (rows.length === 0) return notKnown(asked, 'no host name seen');
  mustBeAbout(asked, rows[0]?.['ip_address']);
  const byDate = rows.toSorted((a, b) => (numberOf(b['date']) ?? 0) - (numberOf(a['date']) ?? 0));
  const facts = statements([
    ['names seen', rows.length],
    ['host names', byDate.flatMap((row) => plain(row['host_name'], 120) ?? []), dateOf(byDate[0]?.['date'])],
  ]);
  return known(asked, facts);
}
