import { splitLastColon } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import { timeFrom } from './_table-time.js';
import { TUNNELS_ONLY } from './_tunnels.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Three lines of the format, two of version 1 and one of version 2 (version 3 has tabs):
// Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since
// ann,198.51.100.7:51234,123456,654321,2026-11-20 09:00:00
// CLIENT_LIST,ann,198.51.100.7:51234,10.8.0.6,,123456,654321,2026-11-20 09:00:00,1790154000,UNDEF,0,0,AES-256-GCM

const FIRST = 'Common Name,Real Address,';
const TAGGED = /^HEADER[,\t]CLIENT_LIST[,\t]/;
const LONGEST = 2_000;

class OpenVpnReader implements LineReader {
  readonly #rows: Rows;
  /** Names of the columns; null where no clients are listed. */
  #columns: readonly string[] | null = null;
  #isTagged = false;
  #updated: number | null = null;

  constructor(sink: Sink) {
    this.#rows = new Rows(sink, { protocol: 'unknown' });
  }

  line(text: string, number: number): void {
    const cells = text
      .slice(0, LONGEST)
      .trimEnd()
      .split(text.includes('\t') ? '\t' : ',');
    const [tag, second = ''] = cells;
    if (tag === 'Updated' || tag === 'TIME') this.#updated = timeFrom(second);
    else if (text.startsWith(FIRST)) [this.#columns, this.#isTagged] = [cells, false];
    else if (tag === 'HEADER' && second === 'CLIENT_LIST') [this.#columns, this.#isTagged] = [cells.slice(1), true];
    else if (tag === 'ROUTING TABLE' || tag === 'GLOBAL STATS' || tag === 'END') this.#columns = null;
    else if (this.#columns !== null && this.#isTagged === (tag === 'CLIENT_LIST'))
      this.#rows.record(this.#recordOf(cells, this.#columns), number, text);
  }

  /** A client called this server, whose own end is not told. */
  #recordOf(cells: readonly string[], columns: readonly string[]): RawRecord {
    const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
    const since = timeFrom(cell('Connected Since (time_t)') ?? cell('Connected Since'));
    const seconds = since === null || this.#updated === null ? 0 : (this.#updated - since) / 1000;
    return {
      ...endOf(cell('Real Address') ?? ''),
      direction: 'inbound',
      process: 'openvpn',
      user: cell('Common Name')?.replace(/^UNDEF$/, ''),
      bytesReceived: cell('Bytes Received'),
      bytesSent: cell('Bytes Sent'),
      time: since === null ? undefined : String(since),
      duration: seconds > 0 ? String(seconds) : undefined,
    };
  }

  end(): CaptureFacts {
    return { tool: 'OpenVPN status', language: null, os: 'unknown', blindSpots: [TUNNELS_ONLY] };
  }
}

/** `198.51.100.7:51234`, since 2.7 `udp4:198.51.100.7:51234`; IPv6 addresses have neither brackets nor port. */
function endOf(text: string): Pick<RawRecord, 'protocol' | 'remoteAddress' | 'remotePort'> {
  const [, protocol, end = ''] = /^(?:(tcp|udp)[46]?(?:-server)?:)?(.*)$/.exec(text) ?? [];
  if (parseAddress(end) !== null) return { protocol, remoteAddress: end };
  const { host, port } = splitLastColon(end);
  return { protocol, remoteAddress: host || '?', remotePort: port ?? undefined };
}

function sniff({ lines }: Head): number {
  return lines.some((line) => line.startsWith(FIRST) || TAGGED.test(line)) ? 0.99 : 0;
}

/** Who is connected to an OpenVPN server. */
export const openvpn: InputFormat = {
  name: 'openvpn',
  title: 'OpenVPN status',
  reads: [
    {
      tool: 'OpenVPN',
      versions: '2.x: the file of --status and the answer of its management interface, versions 1, 2 and 3',
      link: 'https://openvpn.net/community-resources/reference-manual-for-openvpn-2-6/',
    },
  ],
  sniff,
  open: (_head, sink) => new OpenVpnReader(sink),
};
