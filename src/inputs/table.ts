import { BlockReader, hasBlocks } from './_table-blocks.js';
import { DelimitedReader } from './_table-delimited.js';
import { HtmlRows, htmlHead } from './_table-html.js';
import { hasPairs, PairReader } from './_table-pairs.js';
import { hasJsonRecords, isByLine, isEventLog, JsonReader } from './_table-json.js';
import { JsonColumns } from './_json-record.js';
import { findLayout, findMapped, type Layout } from './_table-layout.js';
import type { ColumnMap } from './column-map.js';
import type { Head, InputFormat } from './format.js';

// Two lines of the format, here with the columns of the documentation; NDJSON with the same keys is read too:
// host,process,pid,protocol,localAddress,localPort,remoteAddress,remotePort,state
// pc-17,example.exe,9120,tcp,192.168.1.20,51544,192.0.2.47,443,established

/** Less than what is sure without its marks: a listing of a tool may stand in a page's table. */
const OF_PAGE = 0.45;

function htmlLayout(head: Head): Layout | null {
  const rows = htmlHead(head);
  return rows === null ? null : findLayout(rows);
}

function sniff(head: Head): number {
  if (hasJsonRecords(head)) return 0.99;
  const layout = findLayout(head);
  if (layout === null) {
    if (hasBlocks(head) || hasPairs(head)) return 0.6;
    return isEventLog(head) ? 0.05 : htmlLayout(head) === null ? 0 : OF_PAGE;
  }
  // Headers of netstat, also with something before each line, would pass for those of tables: their reader knows more.
  if (layout.isBare) return 0.4;
  return layout.delimiter === 'blanks' || layout.delimiter === 'wide' ? 0.55 : 0.985;
}

/** Tables of other tools: CSV and the like, NDJSON, JSON arrays, with their usual column names. */
export const table: InputFormat = {
  name: 'table',
  title: 'Table of connections (CSV, TSV, JSON)',
  reads: [
    {
      tool: 'any tool that writes one connection a row',
      versions:
        'CSV, TSV, semicolons, pipes, blanks, NDJSON or JSON array, with a header or keys that name a remote address or where an alert came from; a column a line; key=value logs',
      link: 'https://www.rfc-editor.org/rfc/rfc4180',
    },
  ],
  sniff,
  wantsPrefix: (head) => !hasJsonRecords(head) && findLayout(head) === null && !hasBlocks(head) && hasPairs(head),
  open: (head, sink) => {
    if (hasJsonRecords(head)) return new JsonReader(sink, isByLine(head));
    const layout = findLayout(head);
    if (layout !== null) return new DelimitedReader(sink, layout);
    if (hasBlocks(head)) return new BlockReader(sink);
    const ofPage = hasPairs(head) ? null : htmlLayout(head);
    if (ofPage !== null) return new HtmlRows(new DelimitedReader(sink, ofPage));
    return hasPairs(head) ? new PairReader(sink, head) : new JsonReader(sink, isByLine(head));
  },
};

/**
 * The same for a table whose columns the user names: it takes only what has them all. `missed` is told which columns
 * there are instead.
 */
export function mappedTable(map: ColumnMap, missed: (names: readonly string[]) => void): InputFormat {
  return {
    ...table,
    sniff(head) {
      if (startsJson(head)) {
        const columns = new JsonColumns(map);
        if (hasJsonRecords(head, columns) && columns.hasAllTold) return 1;
        missed(columns.names);
        return 0;
      }
      const { layout, names } = findMapped(head, map);
      if (layout === null) missed(names);
      return layout === null ? 0 : 1;
    },
    open(head, sink) {
      const { layout } = startsJson(head) ? { layout: null } : findMapped(head, map);
      return layout === null ? new JsonReader(sink, isByLine(head), map) : new DelimitedReader(sink, layout);
    },
  };
}

function startsJson({ text }: Head): boolean {
  return /^\s*[{[]/.test(text);
}
