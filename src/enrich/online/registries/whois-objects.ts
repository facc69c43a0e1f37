/** Longest line that is read: what strangers write has no end of its own. */
const LONGEST_LINE = 2000;

export type Attribute = readonly [key: string, value: string];

/** A block of lines between empty ones; comments apart. */
export interface WhoisObject {
  /** Keys in small letters. */
  readonly attributes: Attribute[];
  /** Lines of the server itself, with their `%` or `#`. */
  readonly comments: string[];
}

/** The objects of a WHOIS text. Tags of web gateways are taken out. Linear, whatever it holds. */
export function* whoisObjects(text: string): Iterable<WhoisObject> {
  let object: WhoisObject = { attributes: [], comments: [] };
  let indent = 0;
  for (const raw of text.split('\n')) {
    const line = raw
      .slice(0, LONGEST_LINE)
      .replace(/<[^<>]*>/g, '')
      .trimEnd();
    if (line.trim() === '') {
      yield object;
      object = { attributes: [], comments: [] };
      continue;
    }
    if (line.startsWith('%') || line.startsWith('#')) object.comments.push(line);
    else {
      // TWNIC indents whole objects: only what is further in goes on with the line above.
      if (object.attributes.length === 0) indent = line.length - line.trimStart().length;
      readLine(line.slice(Math.min(indent, line.length - line.trimStart().length)), object.attributes);
    }
  }
  yield object;
}

function readLine(line: string, into: Attribute[]): void {
  const japanese = /^(?:[a-z]\. )?\[([^\]]{1,40})\]\s*(.*)$/.exec(line);
  const colon = line.indexOf(':');
  if (japanese !== null) into.push([japanese[1].trim().toLowerCase(), japanese[2].trim()]);
  else if (/^[ \t+]/.test(line) && into.length > 0) continued(line, into);
  else if (colon > 0 && colon < 41)
    into.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
}

/** RPSL: a line that begins with a blank or `+` goes on with the value above (RFC 2622 section 2). */
function continued(line: string, into: Attribute[]): void {
  const [key, value] = into[into.length - 1];
  if (value.length < LONGEST_LINE) into[into.length - 1] = [key, `${value} ${line.slice(1).trim()}`.trim()];
}
