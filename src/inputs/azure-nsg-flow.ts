import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two tuples of the format, version 2 of NSG flow logs and VNet flow logs, inside JSON:
// "1487282421,198.51.100.7,10.0.0.4,51529,5358,T,I,D,B,,,,"
// "1663146003599,10.0.0.6,198.51.100.7,23956,443,6,O,B,NX,0,0,0,0"

/** A tuple is a string of at least eight cells that begins with a time. */
const TUPLE = /"(\d{10,13},[^"\\]{0,400})"/g;
const LONGEST = 600;
/** A tuple in a cell of a CSV that somebody made of it. */
const CELL =
  /"\d{10,13},[0-9a-f.:]{3,45},[0-9a-f.:]{3,45},\d{1,5},\d{1,5},(?:[TU]|\d{1,3}),[IO],(?:[ABCDE]\b|[^"]{0,60}")/i;

/** Time, source, destination, ports, protocol (T, U or number), direction, decision or state, bytes of both ways. */
function recordOf(cells: readonly string[]): RawRecord {
  const [time, source, destination, sourcePort, destinationPort, protocol, direction] = cells;
  // Version 2: decision, state, then packets and bytes; VNet: state, encryption, then the same.
  const [sent, received] = [cells[10], cells[12]];
  return {
    time,
    protocol: protocol === 'T' ? 'tcp' : protocol === 'U' ? 'udp' : protocol,
    sourceAddress: source,
    sourcePort,
    destinationAddress: destination,
    destinationPort,
    direction: direction === 'O' ? 'outbound' : 'inbound',
    sourceBytes: sent,
    destinationBytes: received,
  };
}

/** Scans the text for tuples instead of parsing JSON: an hour of a busy network is one object of hundreds of MB. */
class FlowReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #carry = '';
  #line = 1;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(): void {}

  text = (chunk: string): void => {
    const text = this.#carry + chunk;
    let done = 0;
    TUPLE.lastIndex = 0;
    for (let match = TUPLE.exec(text); match !== null; match = TUPLE.exec(text)) {
      this.#count(text, done, match.index);
      done = TUPLE.lastIndex;
      this.#tuple(match[1] ?? '');
    }
    const keep = Math.max(done, text.length - LONGEST);
    this.#count(text, done, keep);
    this.#carry = text.slice(keep);
  };

  #count(text: string, from: number, to: number): void {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) this.#line += 1;
  }

  #tuple(text: string): void {
    const cells = text.split(',', 20);
    if (cells.length < 8 || !/^[IO]$/.test(cells[6] ?? ''))
      return this.#sink.badLine(this.#line, text, 'a flow tuple without two readable addresses');
    this.#rows.record(recordOf(cells), this.#line, text);
  }

  end(): CaptureFacts {
    return { tool: 'Azure flow logs', language: null, os: 'unknown', blindSpots: this.#rows.deviceSpots() };
  }
}

function sniff(head: Head): number {
  return /"flowTuples"\s*:/.test(head.text) || CELL.test(head.text) ? 0.99 : 0;
}

/** Flow logs of Azure network security groups and virtual networks. */
export const azureNsgFlow: InputFormat = {
  name: 'azure-nsg-flow',
  title: 'Azure NSG and VNet flow logs',
  reads: [
    {
      tool: 'NSG flow logs (PT1H.json)',
      versions: '1 and 2',
      link: 'https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-overview',
    },
    {
      tool: 'VNet flow logs',
      versions: '4',
      link: 'https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview',
    },
  ],
  sniff,
  open: (_head, sink) => new FlowReader(sink),
};
