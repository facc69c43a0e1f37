// { "name": "List of known IPv4 public DNS resolvers", "version": 20240615, "type": "cidr",
//   "matching_attributes": ["ip-src", "ip-dst"], "list": ["203.0.113.53", "198.51.100.0/24"] }
import { isoDay, items, property, textProperty } from '../_fields.js';
import { NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { parseJson } from './_header.js';
import type { Layout, LayoutOptions } from './layout.js';

/** A MISP warninglist. Types `cidr` and `string` may hold addresses; `hostname`, `substring` and `regex` never do. */
export const warninglist: Layout = (bytes, sink, options) => {
  readWarninglist(parseJson(bytes.toString()), sink, options);
};

/** True when a JSON document is a warninglist. */
export function isWarninglist(document: unknown): boolean {
  return Array.isArray(property(document, 'list')) && typeof property(document, 'name') === 'string';
}

export function readWarninglist(document: unknown, sink: EntrySink, options: LayoutOptions): void {
  if (!isWarninglist(document)) return sink.refuse('not a MISP warninglist');
  sink.asOf = versionDay(textProperty(document, 'version'));
  const detail = options.label === null ? NO_DETAIL : { ...NO_DETAIL, label: options.label };
  const type = textProperty(document, 'type');
  const holdsAddresses = type === 'cidr' || type === 'string';
  items(property(document, 'list')).forEach((item, i) => {
    if (!holdsAddresses) sink.aside('host-name');
    else if (typeof item === 'string') readEntry(sink, item, detail, i + 1);
    else sink.reject(i + 1, String(item), 'not a text');
  });
}

/** Versions are days (20240615) or small counters. */
function versionDay(version: string): string | null {
  const day = /^(20\d\d)(\d\d)(\d\d)$/.exec(version);
  return day === null ? null : isoDay(`${day[1]}-${day[2]}-${day[3]}`);
}
