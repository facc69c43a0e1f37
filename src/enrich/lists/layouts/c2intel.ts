// #ip,port,ioc
// 203.0.113.70,443,Possible Cobaltstrike C2 IP
import { labelText, portNumber } from '../_fields.js';
import { CsvHeader, csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import { NO_DETAIL } from '../entry-table.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';

/** C2IntelFeeds of drb-ra: CSV with a header behind `#`; `IPPortC2s` has a port column, `IPC2s` has none. */
export const c2intel: Layout = (bytes, sink) => {
  let header = new CsvHeader(['ip', 'ioc']);
  eachLine(bytes, (text, number) => {
    const row = csvFields(text);
    if (/^#?\s*ip$/i.test(row[0] ?? '')) {
      header = new CsvHeader(row);
      return;
    }
    if (text.startsWith('#')) return;
    const port = header.has('port') ? portNumber(header.field(row, 'port')) : null;
    if (header.has('port') && port === null) return sink.reject(number, text, 'port out of range');
    const label = labelText(header.field(row, 'ioc').replace(/^Possible (.*?)(?: C2)?(?: IP)?$/i, '$1'));
    const detail = { ...NO_DETAIL, label, port, protocol: port === null ? null : 'tcp' };
    readEntry(sink, header.field(row, 'ip'), detail, number);
  });
};
