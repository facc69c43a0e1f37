// Start	End	Netmask	Attacks	Name	Country	email
// 203.0.113.0	203.0.113.255	24	5000	EXAMPLE-NET	XX	abuse@example.net
import { labelText } from '../_fields.js';
import { eachLine } from '../_lines.js';
import { NO_DETAIL } from '../entry-table.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';
import { noteDate } from './plain.js';

/** The block list of the SANS Internet Storm Center: tab-separated, name and e-mail may be missing. */
export const dshield: Layout = (bytes, sink) => {
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) return noteDate(text, sink);
    const [start, end, , , name] = text.split('\t').map((field) => field.trim());
    if (start === 'Start') return;
    const label = labelText(name);
    const detail = label === null ? NO_DETAIL : { ...NO_DETAIL, label };
    readEntry(sink, end === undefined || end === '' ? (start ?? '') : `${start}-${end}`, detail, number);
  });
};
