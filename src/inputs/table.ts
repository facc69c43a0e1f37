import { DelimitedReader } from './_table-delimited.js';
import { hasJsonRecords, isByLine, JsonReader } from './_table-json.js';
import { findLayout } from './_table-layout.js';
import type { Head, InputFormat } from './format.js';

// Two lines of the format, here with the columns of the documentation; NDJSON with the same keys is read too:
// host,process,pid,protocol,localAddress,localPort,remoteAddress,remotePort,state
// pc-17,example.exe,9120,tcp,192.168.1.20,51544,192.0.2.47,443,established

function sniff(head: Head): number {
  if (hasJsonRecords(head)) return 0.99;
  const layout = findLayout(head);
  if (layout === null) return 0;
  // Netstat's own headers would pass for blank-separated tables: their reader knows more.
  return layout.delimiter === 'blanks' ? 0.55 : 0.985;
}

/** Tables of other tools: CSV and the like, NDJSON, JSON arrays, with their usual column names. */
export const table: InputFormat = {
  name: 'table',
  title: 'Table of connections (CSV, TSV, JSON)',
  reads: [
    {
      tool: 'any tool that writes one connection a row',
      versions: 'CSV, TSV, semicolons, pipes, NDJSON or JSON array, with a header or keys that name a remote address',
      link: 'https://www.rfc-editor.org/rfc/rfc4180',
    },
  ],
  sniff,
  open: (head, sink) => {
    const layout = hasJsonRecords(head) ? null : findLayout(head);
    return layout === null ? new JsonReader(sink, isByLine(head)) : new DelimitedReader(sink, layout);
  },
};
