/** Columns of a table of peers: the key of what they sort by, and the title. */
export const COLUMNS: readonly (readonly [string, string])[] = [
  ['verdict', 'Verdict'],
  ['address', 'Peer'],
  ['probability', 'Likely malicious'],
  ['organisation', 'Organisation'],
  ['country', 'Country'],
  ['port', 'Port'],
  ['process', 'Program'],
  ['connections', 'Connections'],
];

/** Columns where the highest value is what one looks for. */
export const HIGHEST_FIRST: ReadonlySet<string> = new Set(['verdict', 'probability', 'connections']);
