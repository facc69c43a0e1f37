import { Rows } from './_rows.js';
import { columnOf } from './_table-columns.js';
import type { RawRecord } from './_table-record.js';
import { decodeEntities } from './_xml-text.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, a field of a packet's details (PDML) and a cell of its summary (PSML):
//   <field name="ip.dst" showname="Destination Address: 198.51.100.7" size="4" pos="30" show="198.51.100.7" value="c6336407"/>
// <section>198.51.100.7</section>

/** Details hold each byte twice, those that were put together again too. */
const LONGEST_PACKET = 4_194_304;
const START = /<packet(?=[\s>])/g;
const END = '</packet>';
/** The start of a mark that may go on in the next chunk. */
const LONGEST_MARK = 8;
const COLUMNS = '<structure>';
const COLUMNS_END = '</structure>';
const CELL = /<section>([^<]{0,8192})<\/section>/g;
const MOST_CELLS = 100;

/** Of packets within packets (tunnels, errors of ICMP) the outer one comes first. */
const FIELD =
  /<field name="(timestamp|frame\.time_epoch|ip\.src|ip\.dst|ip\.proto|ipv6\.src|ipv6\.dst|ipv6\.nxt|tcp\.srcport|tcp\.dstport|tcp\.flags|udp\.srcport|udp\.dstport)"([^<>]{0,2000})/g;

/** Wireshark's packets as XML: the summary's cells as in its list, or the fields of their details. */
class WiresharkXmlReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #columns: readonly (keyof RawRecord | null)[] | null = null;
  #rest = '';
  #line = 1;
  /** How far the rest has been searched for an end. */
  #searched = 0;
  readonly text = (chunk: string): void => this.#take(chunk);

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { protocol: 'unknown' });
  }

  line(): void {
    // Packets are no lines: `text` takes them.
  }

  end(): CaptureFacts {
    START.lastIndex = 0;
    if (START.test(this.#rest)) this.#sink.badLine(this.#line, this.#rest.slice(0, 300), 'a packet that is not closed');
    return { tool: 'Wireshark XML', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }

  #take(chunk: string): void {
    let text = this.#rest + chunk;
    for (;;) {
      START.lastIndex = 0;
      const start = START.exec(text);
      this.#columns ??= columnsIn(start === null ? text : text.slice(0, start.index));
      if (start === null) {
        // The columns come once, before all packets.
        const isWaiting = this.#columns === null && text.length < LONGEST_PACKET;
        text = isWaiting ? text : this.#drop(text, Math.max(0, text.length - LONGEST_MARK));
        break;
      }
      if (start.index > 0) text = this.#drop(text, start.index);
      const end = text.indexOf(END, this.#searched);
      if (end >= 0 && end <= LONGEST_PACKET) {
        this.#read(text.slice(0, end));
        text = this.#drop(text, end + END.length);
      } else if (text.length > LONGEST_PACKET) {
        this.#sink.badLine(this.#line, text.slice(0, 300), 'a packet longer than 4 MB');
        text = this.#drop(text, LONGEST_MARK);
      } else {
        this.#searched = Math.max(0, text.length - END.length);
        break;
      }
    }
    this.#rest = text;
  }

  #drop(text: string, count: number): string {
    for (let at = text.indexOf('\n'); at >= 0 && at < count; at = text.indexOf('\n', at + 1)) this.#line += 1;
    this.#searched = 0;
    return text.slice(count);
  }

  #read(packet: string): void {
    const isSummary = packet.includes('<section>');
    const told = isSummary ? summaryOf(packet, this.#columns ?? []) : detailsOf(packet);
    // Frames that aren't IP have no ends.
    if (told === null) return;
    this.#rows.record(told.record, this.#line, packet, { isInitiator: told.isFirst });
  }
}

interface Told {
  readonly record: RawRecord;
  /** Only a first packet tells who called. */
  readonly isFirst: boolean;
}

function columnsIn(text: string): (keyof RawRecord | null)[] | null {
  const start = text.indexOf(COLUMNS);
  const end = start < 0 ? -1 : text.indexOf(COLUMNS_END, start);
  return end < 0 ? null : cellsOf(text.slice(start, end)).map((name) => columnOf(name)?.field ?? null);
}

function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (const [, cell = ''] of text.matchAll(CELL)) if (cells.push(decodeEntities(cell)) >= MOST_CELLS) break;
  return cells;
}

function summaryOf(packet: string, columns: readonly (keyof RawRecord | null)[]): Told | null {
  const record: RawRecord = {};
  for (const [at, cell] of cellsOf(packet).entries()) {
    const field = columns[at] ?? null;
    if (field !== null) record[field] ??= cell;
  }
  const { sourceAddress = '', destinationAddress = '', packet: info = '' } = record;
  const isIp = [sourceAddress, destinationAddress].every((end) => /^[\d.]+$|^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(end));
  return isIp && !HARDWARE.test(sourceAddress) ? { record, isFirst: / \[SYN\] /.test(info) } : null;
}

const HARDWARE = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i;

function detailsOf(packet: string): Told | null {
  const fields = new Map<string, string>();
  for (const [, name = '', attributes = ''] of packet.matchAll(FIELD)) {
    if (fields.has(name)) continue;
    // The time's text is in the zone of who exported it, its value in seconds.
    const value = new RegExp(` ${name === 'timestamp' ? 'value' : 'show'}="([^"]{0,64})"`).exec(attributes)?.[1];
    if (value !== undefined) fields.set(name, value);
  }
  const ends = [fields.get('ip.src') ?? fields.get('ipv6.src'), fields.get('ip.dst') ?? fields.get('ipv6.dst')];
  if (ends.includes(undefined)) return null;
  const transport = ['tcp', 'udp'].find((name) => fields.has(`${name}.srcport`));
  return {
    record: {
      protocol: transport ?? fields.get('ip.proto') ?? fields.get('ipv6.nxt'),
      sourceAddress: ends[0],
      sourcePort: fields.get(`${transport}.srcport`),
      destinationAddress: ends[1],
      destinationPort: fields.get(`${transport}.dstport`),
      time: fields.get('timestamp') ?? fields.get('frame.time_epoch'),
    },
    // SYN without ACK.
    isFirst: (Number(fields.get('tcp.flags') ?? 0) & 0x12) === 0x02,
  };
}

function sniff({ text }: Head): number {
  return /<p[ds]ml[\s>]/.test(text.slice(0, 4_096)) ? 0.99 : 0;
}

/** Packets that Wireshark and tshark wrote as XML. */
export const wiresharkXml: InputFormat = {
  name: 'wireshark-xml',
  title: 'Packets as XML (PDML, PSML)',
  reads: [
    {
      tool: 'tshark -T pdml, -T psml; Wireshark, Export Packet Dissections',
      versions: '1 to 4; of the details with -e only those fields that are there',
      link: 'https://www.wireshark.org/docs/man-pages/tshark.html',
    },
  ],
  sniff,
  open: (_head, sink) => new WiresharkXmlReader(sink),
};
