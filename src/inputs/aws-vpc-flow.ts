import type { BlindSpot } from '../model/input.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
// 2 123456789010 eni-1235b8ca123456789 172.31.16.139 198.51.100.7 20641 443 6 20 4249 1418530010 1418530070 ACCEPT OK

const USUAL =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const MAX_COLUMNS = 60;

/**
 * The default format where it has no header; CloudWatch prints a time before each record, or JSON around it.
 * Formats of versions 3 to 8 are mostly these columns and further ones behind them.
 */
const ROW = /(?:^|[\s"])([2-8] (?:\d{10,12}|unknown) eni-\w{1,30}(?: [^\s"\\]+){5,30})/;

function columnsOf(line: string): readonly string[] | null {
  if (!line.includes('srcaddr') || !line.includes('dstaddr') || /[,;|\t{]/.test(line)) return null;
  return line.trim().split(/\s+/, MAX_COLUMNS);
}

class FlowReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #columns: readonly string[] = USUAL.split(' ');
  #isDefault = true;
  #skipped = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const columns = columnsOf(text);
    if (columns !== null) {
      this.#columns = columns;
      this.#isDefault = false;
      return;
    }
    const body = ROW.exec(text.slice(0, 2000))?.[1] ?? (this.#isDefault ? null : text.trim());
    if (body === null || body === '') return;
    const cells = body.split(/\s+/, MAX_COLUMNS);
    if (cells.length < this.#columns.length - 2) return this.#sink.badLine(number, text, 'a flow record that is cut');
    const cell = (name: string): string | undefined => cells[this.#columns.indexOf(name)];
    // NODATA and SKIPDATA stand for intervals, not for flows.
    const status = cell('log-status');
    if (status === 'SKIPDATA') this.#skipped += 1;
    if (status === 'SKIPDATA' || status === 'NODATA') return;
    this.#rows.record(recordOf(cell), number, text);
  }

  end(): CaptureFacts {
    const blindSpots = this.#rows.deviceSpots();
    if (this.#skipped > 0) blindSpots.push(skipped(this.#skipped));
    return { tool: 'AWS VPC flow logs', language: null, os: 'unknown', blindSpots };
  }
}

function recordOf(cell: (name: string) => string | undefined): RawRecord {
  return {
    time: cell('start'),
    protocol: cell('protocol'),
    sourceAddress: cell('srcaddr'),
    sourcePort: cell('srcport'),
    destinationAddress: cell('dstaddr'),
    destinationPort: cell('dstport'),
    sourceBytes: cell('bytes'),
    host: cell('instance-id') ?? cell('interface-id'),
  };
}

function skipped(count: number): BlindSpot {
  return {
    id: 'flows-skipped',
    says: `Flows of ${count} ${count === 1 ? 'interval' : 'intervals'} were not recorded (SKIPDATA).`,
    fix: 'aws logs filter-log-events --log-group-name LOG-GROUP',
  };
}

function sniff(head: Head): number {
  const hasHeader = head.lines.slice(0, 5).some((line) => (columnsOf(line)?.length ?? 0) >= 3);
  if (hasHeader) return 0.985;
  return head.text.includes(' eni-') && head.lines.some((line) => ROW.test(line.slice(0, 2000))) ? 0.97 : 0;
}

/** Flow logs of Amazon VPC, plain text. */
export const awsVpcFlow: InputFormat = {
  name: 'aws-vpc-flow',
  title: 'AWS VPC flow logs',
  reads: [
    {
      tool: 'VPC flow logs (S3 files, CloudWatch text)',
      versions: '2 to 8, any fields in any order with a header, the default columns first without',
      link: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html',
    },
  ],
  sniff,
  open: (_head, sink) => new FlowReader(sink),
};
