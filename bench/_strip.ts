/** A row in the columns of the JSON contract. */
export type Columns = Readonly<Record<string, unknown>>;

/** What `--strip` can take away, so that one sees what a ranking owes to columns that only one side of the data has. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  bytes: ['bytesSent', 'bytesReceived'],
  direction: ['direction'],
  host: ['host'],
  local: ['localAddress', 'localPort'],
  'local-port': ['localPort'],
  process: ['process', 'processPath', 'pid'],
  state: ['state'],
  time: ['time'],
};
/** What a flow record always has; `--strip tuple` leaves nothing else to any row. */
const TUPLE: ReadonlySet<string> = new Set(['protocol', 'remoteAddress', 'remotePort']);

export const STRIPPABLE: readonly string[] = [...Object.keys(GROUPS), 'tuple'];

/** Reads `state,process`; null when a word is none of `STRIPPABLE`. */
export function parseStrip(text: string): string[] | null {
  const words = text.split(',').filter((word) => word !== '');
  return words.every((word) => STRIPPABLE.includes(word)) ? words : null;
}

/** The row without the named groups of columns. */
export function stripped(row: Columns, groups: readonly string[]): Columns {
  if (groups.length === 0) return row;
  const gone = new Set(groups.flatMap((group) => GROUPS[group] ?? []));
  const kept = Object.entries(row).filter(
    ([column]) => !gone.has(column) && (!groups.includes('tuple') || TUPLE.has(column)),
  );
  return Object.fromEntries(kept);
}
