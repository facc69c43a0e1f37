import { pairRecord } from './_pair-record.js';
import { sessionLines } from './_session-lines.js';
import type { RawRecord } from './_table-record.js';

/** Where shippers put the line of a log (Azure, Elastic, journald, Splunk, Kubernetes), and what they wrap around it. */
const MESSAGES: ReadonlySet<string> = new Set([
  'msg',
  'msg_s',
  'message',
  'MESSAGE',
  '_raw',
  'log',
  'original',
  'textPayload',
]);
const WRAPPERS: ReadonlySet<string> = new Set(['properties', '_source', 'event', 'result', 'fields']);
const LONGEST = 4_096;

interface Message {
  readonly record: RawRecord;
  /** Its source opened the connection. */
  readonly isInitiator: boolean;
}

/** The connection that the message of a JSON record tells of, as a firewall's log does; null where it tells of none. */
export function messageRecord(value: object): Message | null {
  for (const [key, child] of Object.entries(value)) {
    if (typeof child === 'string' && MESSAGES.has(key)) {
      const message = messageOf(child.slice(0, LONGEST));
      if (message !== null) return message;
    } else if (typeof child === 'object' && child !== null && WRAPPERS.has(key) && !Array.isArray(child)) {
      const message = messageRecord(child);
      if (message !== null) return message;
    }
  }
  return null;
}

function messageOf(text: string): Message | null {
  for (const { mark, row, read, isPacket } of sessionLines) {
    const found = mark.test(text) ? row.exec(text) : null;
    if (found === null) continue;
    const record = read(found);
    return record === null ? null : { record, isInitiator: isPacket !== true };
  }
  const record = pairRecord(text);
  return record === null ? null : { record, isInitiator: false };
}
