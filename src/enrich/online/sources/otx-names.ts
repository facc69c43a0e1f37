import { dateOf, jsonObject, numberOf, objectsOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, notKnown, oneByOne } from './_answers.js';
import { otxService } from './_otx.js';
import { plain, statements } from './_text.js';

/** AlienVault OTX, passive DNS: host names that led to the address. Whoever owns a name may point it anywhere. */
export const otxNames: HttpSource = {
  ...otxService,
  name: 'otx-names',
  title: 'AlienVault OTX, host names',
  tells: 'Host names that led to the address, first and last time (passive DNS)',
  isDefault: false,
  revision: 1,
  request: otxService.requestOf('passive_dns'),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (!Array.isArray(body['passive_dns'])) throw new WrongShape('its answer has no list "passive_dns"');
  const rows = objectsOf(body['passive_dns']).slice(0, 2000);
  if (rows.length === 0) return notKnown(asked, 'no host name seen');
  for (const row of rows.slice(0, 20)) if (row['record_type'] === 'A') mustBeAbout(asked, row['address']);
  const latest = (row: (typeof rows)[number]) => dateOf(row['last']) ?? '';
  const byDate = rows.toSorted((a, b) => (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : 0));
  const facts = statements([
    ['names seen', numberOf(body['count']) ?? rows.length],
    ['host names', byDate.flatMap((row) => plain(row['hostname'], 120) ?? []), latest(byDate[0] ?? {}) || null],
    ['names first seen', rows.flatMap((row) => dateOf(row['first']) ?? []).toSorted()[0]],
  ]);
  return known(asked, facts);
}
