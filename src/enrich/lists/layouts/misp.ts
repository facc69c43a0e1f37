// { "Event": { "info": "Example campaign", "Attribute": [
//   { "type": "ip-dst|port", "value": "203.0.113.7|443", "to_ids": true, "timestamp": "1790000000" } ] } }
import { isoDay, items, labelText, portNumber, property, textProperty } from '../_fields.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { parseJson } from './_header.js';
import type { Layout } from './layout.js';

/**
 * MISP events, alone, in an array or in the `response` of a search, and search results of attributes.
 * Attributes without `to_ids` are context that their author doesn't want matched: they are set aside.
 */
export const misp: Layout = (bytes, sink) => readMisp(parseJson(bytes.toString()), sink);

export function isMisp(document: unknown): boolean {
  return events(document).length > 0;
}

export function readMisp(document: unknown, sink: EntrySink): void {
  const found = events(document);
  if (found.length === 0) return sink.refuse('no MISP event or attributes in it');
  let number = 0;
  for (const event of found) {
    const title = labelText(property(event, 'info'));
    for (const attribute of items(property(event, 'Attribute'))) readAttribute(attribute, title, null, ++number, sink);
    for (const object of items(property(event, 'Object'))) {
      const attributes = items(property(object, 'Attribute'));
      const port = objectPort(attributes);
      for (const attribute of attributes) readAttribute(attribute, title, port, ++number, sink);
    }
  }
}

function events(document: unknown): readonly unknown[] {
  const response = property(document, 'response') ?? document;
  const list = Array.isArray(response) ? response : [response];
  return list
    .map((item: unknown) => property(item, 'Event') ?? item)
    .filter((event) => Array.isArray(property(event, 'Attribute')) || Array.isArray(property(event, 'Object')));
}

/** The template `ip-port` keeps address and port in two attributes of one object. */
function objectPort(attributes: readonly unknown[]): number | null {
  const port = attributes.find((attribute) => textProperty(attribute, 'object_relation') === 'dst-port');
  return portNumber(textProperty(port, 'value'));
}

function readAttribute(
  attribute: unknown,
  title: string | null,
  port: number | null,
  number: number,
  sink: EntrySink,
): void {
  const type = textProperty(attribute, 'type');
  const value = textProperty(attribute, 'value');
  if (!/^(?:ip-(?:src|dst)(?:\|port)?|domain\|ip|url|AS)$/.test(type)) return sink.aside(type || 'other-attribute');
  if (property(attribute, 'deleted') === true) return sink.aside('deleted');
  if (property(attribute, 'to_ids') === false) return sink.aside('not-for-detection');
  const detail: EntryDetail = {
    ...NO_DETAIL,
    label: labelText(property(attribute, 'comment')) ?? title,
    lastSeen: isoDay(property(attribute, 'last_seen')) ?? isoDay(property(attribute, 'timestamp')),
  };
  const bar = value.indexOf('|');
  if (type === 'domain|ip') return readEntry(sink, value.slice(bar + 1), detail, number);
  if (type === 'AS') return readEntry(sink, /^\d+$/.test(value) ? `AS${value}` : value, detail, number);
  const own = bar < 0 ? null : value.slice(bar + 1);
  if (own !== null && portNumber(own) === null) return sink.reject(number, value, 'port out of range');
  const host = bar < 0 ? value : value.slice(0, bar);
  readEntry(sink, host, { ...detail, port: own === null ? (type === 'url' ? null : port) : portNumber(own) }, number);
}
