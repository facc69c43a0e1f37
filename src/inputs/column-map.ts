import { UserError } from '../model/errors.js';
import { type Field, normalName } from './_table-columns.js';

/** Columns that the user names, by their normal names. */
export type ColumnMap = ReadonlyMap<string, { readonly field: Field; readonly said: string }>;

/** What `--map` calls the meanings of columns. */
export const MEANINGS: Readonly<Record<string, Field>> = {
  remote: 'remoteAddress',
  port: 'remotePort',
  name: 'remoteHost',
  local: 'localAddress',
  'local-port': 'localPort',
  source: 'sourceAddress',
  'source-port': 'sourcePort',
  destination: 'destinationAddress',
  'destination-port': 'destinationPort',
  protocol: 'protocol',
  state: 'state',
  direction: 'direction',
  process: 'process',
  path: 'processPath',
  'command-line': 'commandLine',
  pid: 'pid',
  user: 'user',
  host: 'host',
  time: 'time',
  sent: 'bytesSent',
  received: 'bytesReceived',
};

const EXAMPLE = 'For example: --map "remote=Ext IP,port=Ext Port,process=App"';

/**
 * `remote=Ext IP,port=Ext Port` as a map; a comma in a column's name does no harm. Throws UserError for an unknown
 * meaning, a missing column, and when no column tells a far end.
 */
export function parseColumnMap(texts: readonly string[]): ColumnMap {
  const map = new Map<string, { field: Field; said: string }>();
  for (const pair of texts.flatMap((text) => text.split(/,(?=\s*[a-z-]+\s*=)/i))) {
    const at = pair.indexOf('=');
    const meaning = pair.slice(0, Math.max(at, 0)).trim().toLowerCase();
    const said = pair.slice(at + 1).trim();
    if (at < 0 || said === '') throw new UserError(`--map ${pair}: a meaning and a column are wanted`, EXAMPLE);
    if (!Object.hasOwn(MEANINGS, meaning)) {
      throw new UserError(
        `--map ${pair}: ${meaning} is no meaning of a column`,
        `Meanings: ${Object.keys(MEANINGS).join(', ')}.`,
      );
    }
    map.set(nameKey(said), { field: MEANINGS[meaning], said });
  }
  const fields = new Set([...map.values()].map(({ field }) => field));
  const hasFarEnd = fields.has('remoteAddress') || fields.has('remoteHost') || fields.has('destinationAddress');
  if (!hasFarEnd) throw new UserError('--map names no far end: remote, name or destination', EXAMPLE);
  return map;
}

/** How names are compared: letters and digits whatever their case, or all of it where there are none. */
export function nameKey(name: string): string {
  const normal = normalName(name);
  return normal === '' ? name.trim() : normal;
}
