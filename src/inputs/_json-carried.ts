import { decodeEntities } from './_xml-text.js';

// Azure's WindowsEvent and Splunk keep a record in a cell of another:
// {"EventID":3,"Computer":"pc-17","EventData":"{\"SourceIp\":\"192.168.1.20\",\"DestinationIp\":\"198.51.100.7\"}"}
// {"EventID":5156,"EventData":"<EventData><Data Name=\"SourceAddress\">192.168.1.20</Data></EventData>"}

/** Keys of the cells: of Azure, Splunk, Docker and Kubernetes, Elastic, Loki and journald. */
const CELLS: ReadonlySet<string> = new Set(
  'EventData event_data RawData _raw raw log line message MESSAGE msg original textPayload body Message Payload'.split(
    ' ',
  ),
);
const WRAPPERS: ReadonlySet<string> = new Set(['_source', 'event', 'result', 'fields', 'properties']);
const LONGEST = 65_536;
/** The text of an event that names both ends: `SourceIp: 192.168.1.20`, `Source Address:\t\t192.168.1.20`. */
const DETAILS = /^[ \t]*Source(?:Ip| Address):/m;
const DETAIL = /^[ \t]*([A-Za-z][\w ]{1,60}):[ \t]+(\S.{0,4000})/gm;
const DATA = /<Data Name=["'](\w{1,60})["']>([^<]{0,4000})<\/Data>/g;

/** The record that an object carries as text, JSON or the data of a Windows event; null where it carries none. */
export function carriedObject(value: object): object | null {
  for (const [key, child] of Object.entries(value)) {
    if (typeof child === 'string' && CELLS.has(key)) {
      const carried = child.length > LONGEST ? null : objectIn(child.trimStart());
      if (carried !== null) return carried;
    } else if (typeof child === 'object' && child !== null && WRAPPERS.has(key) && !Array.isArray(child)) {
      const carried = carriedObject(child);
      if (carried !== null) return carried;
    }
  }
  return null;
}

function objectIn(text: string): object | null {
  if (text.startsWith('<')) return namedIn(text, DATA);
  if (!text.startsWith('{')) return DETAILS.test(text) ? namedIn(text, DETAIL) : null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** Names and texts of an event's data. */
function namedIn(text: string, pattern: RegExp): object | null {
  const pairs = [...text.matchAll(pattern)].map(
    ([, name = '', value = '']) => [name, decodeEntities(value.trimEnd())] as const,
  );
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}
