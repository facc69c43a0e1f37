import { Rows } from './_rows.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the short format, then three of the long one (IPv6):
// SSHD4    0000A2B3 192.0.2.17..22         198.51.100.7..51234    Establsh
// FTPD1    00000022 0.0.0.0..21            0.0.0.0..0             Listen
// SSHD4    0000A2B3 Establsh
//   Local Socket:   2001:db8::17..22
//   Foreign Socket: 2001:db8:1::7..51234

const NAME = String.raw`^\s?([A-Z@#$][A-Z0-9@#$]{0,7})\s+[0-9A-F]{8}\s+`;
const SOCKET = String.raw`(\S{1,60})\.\.(\d{1,5}|\*)`;
const SHORT = new RegExp(String.raw`${NAME}${SOCKET}\s+${SOCKET}\s+([A-Za-z]{3,8}\d?)\s*$`);
const LONG = new RegExp(String.raw`${NAME}([A-Za-z]{3,8}\d?)\s*$`);
const END = new RegExp(String.raw`^\s{1,4}(Local|Foreign) Socket:\s+${SOCKET}\s*$`);

/** States have eight letters (z/OS Communications Server, Netstat CONN). */
const STATES: Readonly<Record<string, string>> = {
  Establsh: 'ESTABLISHED',
  ClosWait: 'CLOSE_WAIT',
  FinWait1: 'FIN_WAIT_1',
  FinWait2: 'FIN_WAIT_2',
  FinWt1: 'FIN_WAIT_1',
  FinWt2: 'FIN_WAIT_2',
  TimeWait: 'TIME_WAIT',
  SynSent: 'SYN_SENT',
  SynRcvd: 'SYN_RECEIVED',
  LastAck: 'LAST_ACK',
};

interface Socket {
  readonly host: string;
  readonly port: string;
}

interface Open {
  readonly job: string;
  readonly state: string;
  readonly line: number;
  readonly text: string;
  local?: Socket;
}

class ZosReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #open: Open | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(raw: string, line: number): void {
    const text = raw.slice(0, 300);
    const [, job, host = '', port = '', farHost = '', farPort = '', state = ''] = SHORT.exec(text) ?? [];
    if (job !== undefined)
      return this.#give({ job, state, line, text, local: { host, port } }, { host: farHost, port: farPort });
    const [, name, word = ''] = LONG.exec(text) ?? [];
    if (name !== undefined) {
      this.#close();
      this.#open = { job: name, state: word, line, text };
    } else this.#end(text);
  }

  #end(text: string): void {
    const [, which, host = '', port = ''] = END.exec(text) ?? [];
    const open = this.#open;
    if (which === undefined || open === null) return;
    if (which === 'Local') open.local = { host, port };
    else {
      this.#open = null;
      this.#give(open, { host, port });
    }
  }

  #give({ job, state, line, text, local }: Open, far: Socket): void {
    const protocol = state === 'UDP' ? 'udp' : 'tcp';
    const record = {
      protocol,
      state: protocol === 'udp' ? '' : (STATES[state] ?? state),
      process: job,
      localAddress: local?.host ?? '*',
      localPort: local?.port ?? '*',
      remoteAddress: far.host,
      remotePort: far.port,
    };
    this.#rows.record(record, line, text);
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#sink.badLine(open.line, open.text, 'a connection whose foreign socket is missing');
  }

  end(): CaptureFacts {
    this.#close();
    return { tool: 'z/OS netstat', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }
}

/** `NETSTAT CONN` of z/OS; jobs stand for programs. */
export const zosNetstat: InputFormat = {
  name: 'zos-netstat',
  title: 'z/OS netstat',
  reads: [
    {
      tool: 'NETSTAT CONN, netstat -c',
      versions: 'z/OS 1.x and 2.x, short and long format',
      link: 'https://www.ibm.com/docs/en/zos/3.1.0?topic=reports-netstat-conn-c-report',
    },
  ],
  sniff: ({ text, lines }: Head) =>
    text.includes('..') && lines.some((line) => SHORT.test(line.slice(0, 300)) || END.test(line.slice(0, 300)))
      ? 0.95
      : 0,
  open: (_head, sink) => new ZosReader(sink),
};
