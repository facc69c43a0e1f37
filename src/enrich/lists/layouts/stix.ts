// { "type": "bundle", "objects": [ { "type": "indicator", "pattern_type": "stix",
//   "pattern": "[ipv4-addr:value = '203.0.113.7']", "valid_from": "2026-11-22T10:00:00Z" } ] }
import { isoDay, items, labelText, percent, portNumber, property, textProperty } from '../_fields.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { parseJson } from './_header.js';
import { patternEnds } from './_stix-pattern.js';
import type { Layout } from './layout.js';

/** A STIX 2.0 or 2.1 bundle: patterns of indicators, address objects, and network traffic with its destination port. */
export const stix: Layout = (bytes, sink) => readStix(parseJson(bytes.toString()), sink);

/** True when a JSON document is a bundle, or an array of STIX objects as TAXII envelopes hold them. */
export function isStix(document: unknown): boolean {
  return Array.isArray(property(document, 'objects'));
}

export function readStix(document: unknown, sink: EntrySink): void {
  if (!isStix(document)) return sink.refuse('not a STIX bundle');
  const objects = items(property(document, 'objects'));
  const values = new Map(objects.map((object) => [textProperty(object, 'id'), textProperty(object, 'value')]));
  const traffic = objects.filter((object) => property(object, 'type') === 'network-traffic');
  // An address that only serves as the end of some traffic is told once, with the port.
  const inTraffic = new Set(traffic.map((object) => textProperty(object, 'dst_ref')));
  objects.forEach((object, i) => {
    switch (property(object, 'type')) {
      case 'indicator':
        return readIndicator(object, i + 1, sink);
      case 'ipv4-addr':
      case 'ipv6-addr':
        if (!inTraffic.has(textProperty(object, 'id')))
          readEntry(sink, textProperty(object, 'value'), NO_DETAIL, i + 1);
        return;
      case 'network-traffic':
        return readTraffic(object, values, i + 1, sink);
      case 'autonomous-system':
        return sink.aside('as-object');
      default:
        return sink.aside('other-object');
    }
  });
}

function readIndicator(object: unknown, number: number, sink: EntrySink): void {
  if (property(object, 'revoked') === true) return sink.aside('revoked');
  if (items(property(object, 'indicator_types')).includes('benign')) return sink.aside('benign');
  const language = textProperty(object, 'pattern_type');
  const ends = language === '' || language === 'stix' ? patternEnds(textProperty(object, 'pattern')) : [];
  if (ends.length === 0) return sink.aside('other-indicator');
  if (sink.hasExpired(isoDay(property(object, 'valid_until')), number, textProperty(object, 'pattern'))) return;
  const detail: EntryDetail = {
    ...NO_DETAIL,
    label: labelText(property(object, 'name')) ?? labelText(property(object, 'description')),
    lastSeen: isoDay(property(object, 'modified')) ?? isoDay(property(object, 'valid_from')),
    confidence: percent(property(object, 'confidence')),
  };
  for (const { value, port, protocol } of ends) {
    const transport = protocol === 'tcp' || protocol === 'udp' ? protocol : null;
    const number16 = portNumber(port);
    readEntry(sink, value, { ...detail, port: number16, protocol: number16 === null ? null : transport }, number);
  }
}

function readTraffic(object: unknown, values: ReadonlyMap<string, string>, number: number, sink: EntrySink): void {
  const value = values.get(textProperty(object, 'dst_ref')) ?? '';
  if (value === '') return sink.aside('other-object');
  const port = portNumber(property(object, 'dst_port'));
  const protocol = items(property(object, 'protocols')).find((name) => name === 'tcp' || name === 'udp');
  const lastSeen = isoDay(property(object, 'end')) ?? isoDay(property(object, 'start'));
  const transport = port !== null && typeof protocol === 'string' ? protocol : null;
  readEntry(sink, value, { ...NO_DETAIL, port, protocol: transport, lastSeen }, number);
}
