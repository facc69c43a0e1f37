// ExitNode 0011BD2485AD45D984EC4159C88FC066E5E3300E
// ExitAddress 203.0.113.6 2026-11-22 04:05:06
import { isoDay, items, property, textProperty } from '../_fields.js';
import { csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { looksLikeJson, parseJson } from './_header.js';
import type { Layout } from './layout.js';

const EXIT: EntryDetail = { ...NO_DETAIL, label: 'Tor exit' };

/**
 * Tor in its four layouts: Onionoo JSON (all relays with their OR ports), the `exit-addresses` blocks,
 * a table `fingerprint, ipaddr, port`, and bare exit addresses.
 */
export const tor: Layout = (bytes, sink) => {
  if (looksLikeJson(bytes)) return readOnionoo(bytes.toString(), sink);
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#') || /^(?:ExitNode|Published|LastStatus) /.test(text)) return;
    const exit = /^ExitAddress (\S+)(?: (\S+))?/.exec(text);
    if (exit !== null) return readEntry(sink, exit[1] ?? '', { ...EXIT, lastSeen: isoDay(exit[2]) }, number);
    if (!text.includes(',')) return readEntry(sink, text, EXIT, number);
    const [fingerprint, address, port] = csvFields(text);
    if (fingerprint === 'fingerprint') return;
    readEntry(sink, address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`, EXIT, number);
  });
};

function readOnionoo(text: string, sink: EntrySink): void {
  const document = parseJson(text);
  if (!Array.isArray(property(document, 'relays'))) return sink.refuse('no relays in it');
  sink.asOf = isoDay(property(document, 'relays_published'));
  items(property(document, 'relays')).forEach((relay, i) => {
    const isExit = items(property(relay, 'flags')).includes('Exit');
    const lastSeen = isoDay(textProperty(relay, 'last_seen'));
    const detail = { ...NO_DETAIL, label: isExit ? 'Tor exit' : 'Tor relay', lastSeen };
    // The OR port is what a Tor client on this computer connects to; exit addresses are what servers see.
    for (const or of items(property(relay, 'or_addresses'))) readEntry(sink, String(or), detail, i + 1);
    for (const exit of items(property(relay, 'exit_addresses'))) readEntry(sink, String(exit), detail, i + 1);
  });
}
