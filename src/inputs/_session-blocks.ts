import { splitLastColon } from '../address/extract.js';
import { END, type SessionEnd, sessionEnd } from './_session-ends.js';
import { ends, session } from './_session-record.js';
import type { RawRecord } from './_table-record.js';

/** A session that several lines tell of, with the first of its lines; null: no readable ends. */
export interface SessionBlock {
  readonly record: RawRecord | null;
  readonly isPacket?: boolean | undefined;
  readonly line: number;
  readonly text: string;
}

/** What is known of a session whose last line is still to come. */
interface Open {
  protocol: string;
  state?: string | undefined;
  from: SessionEnd | null;
  to: SessionEnd | null;
  bytes?: string | undefined;
  received?: string | undefined;
  time?: string | undefined;
  /** Who answers, where addresses are translated. */
  answers?: SessionEnd | null;
  /** PAN-OS' details: the half that the lines tell of. */
  half?: string;
  /** The first end is the device's own. */
  readonly isOwn?: boolean;
  /** One packet: whoever sent it need not have opened the connection. */
  readonly isPacket?: boolean;
  readonly line: number;
  readonly text: string;
}

// Junos:     In: 192.168.1.20/51234 --> 198.51.100.7/443;tcp, If: ge-0/0/1.0, Pkts: 12, Bytes: 1234
//            Out: 198.51.100.7/443 --> 203.0.113.9/23456;tcp, If: ge-0/0/0.0, Pkts: 14, Bytes: 3456
const JUNOS = new RegExp(String.raw`^\s*(In|Out): (${END}) --> (${END});(\w{1,10})(?:,.{0,160}?\bBytes: (\d+))?`);
// PAN-OS:    12345  ssl  ACTIVE  FLOW  NS  192.168.1.20[51234]/trust/6  (203.0.113.9[23456])
//            vsys1                         198.51.100.7[443]/untrust  (198.51.100.7[443])
const PALO_ALTO = new RegExp(
  String.raw`^\s*\d{1,12}\s+\S{1,40}\s+([A-Z]{4,12})\s+[A-Z]{3,6}\s+[A-Z* ]{0,6}\s*(${END})/[^/()]{1,40}/(\d{1,3})\s+\(`,
);
const PALO_ALTO_TO = new RegExp(String.raw`^\s*\w{1,20}\s+(${END})/[^/()]{1,40}?\s+\((${END})\)`);
// PAN-OS, of one session:
//            c2s flow:
//                source:      192.168.1.20 [trust]
//                dst:         198.51.100.7
//                proto:       6
//                sport:       51234           dport:      443
//            start time                           : Sat Mar 14 09:26:53 2026
//            total byte count(c2s)                : 1200
const PALO_ALTO_HALF = /^\s*(c2s|s2c) flow:\s*$/;
const PALO_ALTO_VALUE = /^\s+(source|dst|proto|sport):\s+([0-9a-f.:]{1,45})(?:\s.{0,60}?\bdport:\s+(\d{1,5}))?/;
const PALO_ALTO_SUM = /^\s+(start time|total byte count\([cs]2[cs]\))\s+: (\S.{0,40})/;
// FortiOS:   session info: proto=6 proto_state=01 duration=34 expire=3598
//            statistic(bytes/packets/allow_err): org=1234/12/1 reply=3456/14/1 tuples=2
//            hook=post dir=org act=snat 192.168.1.20:51234->198.51.100.7:443(203.0.113.9:51234)
const FORTINET = /^\s*session6? info: proto=(\d{1,3}) proto_state=(\d{1,2})/;
const FORTINET_ENDS =
  /^\s*hook=\w{1,12} dir=org act=(\w{1,8}) ([0-9a-f:.]{2,52})->([0-9a-f:.]{2,52})\(([0-9a-f:.]{2,52})\)/;
const FORTINET_BYTES = /^\s*statistic\([^)]{0,60}\): org=(\d+)\//;
// NX-OS:     [host]: tcp      ESTABLISHED  0         192.0.2.1(22)
//                     management   0         198.51.100.7(51234)
const NX_END = String.raw`([0-9a-f.:]{2,45}|\*)\((\d{1,5}|\*)\)`;
const NX_OS = new RegExp(
  String.raw`^\s*\[\w{2,12}\]: {1,9}(tcp|udp|raw)\S{0,6}\s+([A-Z][A-Z_0-9]{2,14}|-)\s+\d+\s+${NX_END}\s*$`,
);
const NX_OS_TO = new RegExp(String.raw`^\s*\S{1,40}\s+\d+\s+${NX_END}\s*$`);
// Snort:     03/14-09:26:53.123456 192.0.2.17:52310 -> 198.51.100.7:443
//            TCP TTL:64 TOS:0x0 ID:4252 IpLen:20 DgmLen:52 DF
const SNORT = new RegExp(String.raw`^(?:\d{2,4}\/)?\d\d\/\d\d-\d\d:\d\d:\d\d\.\d{1,9} (${END}) -> (${END})\s*$`);
const SNORT_PROTOCOL = /^(?:PROTO:)?(\w{1,12}) TTL:\d/;
// tshark -V: Internet Protocol Version 4, Src: 192.168.1.20, Dst: 198.51.100.7
//            Transmission Control Protocol, Src Port: 51234, Dst Port: 443, Seq: 0, Len: 0
const DETAIL =
  /^Internet Protocol(?: Version [46])?, Src: (?:\S{1,80} \()?([0-9a-f.:]{2,45})\)?(?: \(\S{1,60}\))?, Dst: (?:\S{1,80} \()?([0-9a-f.:]{2,45})\b/;
const DETAIL_PORTS =
  /^(Transmission Control|User Datagram|Internet Control Message) Protocol(?:, Src Port: (?:\S{1,40} \()?(\d{1,5})\)?, Dst Port: (?:\S{1,40} \()?(\d{1,5})\)?| v6)?/;
const DETAIL_NAMES: Readonly<Record<string, string>> = {
  'Transmission Control': 'tcp',
  'User Datagram': 'udp',
  'Internet Control Message': 'icmp',
};
// IOS:       Connection state is ESTAB, I/O status: 1, unread input bytes: 0
//            Local host: 192.0.2.1, Local port: 22
//            Foreign host: 198.51.100.7, Foreign port: 51234
const IOS_STATE = /^\s*Connection state is (\w{3,12}),/;
const IOS_END = /^\s*(Local|Foreign) host: ([0-9a-f.:]{2,45}), (?:Local|Foreign) port: (\d{1,5})\b/i;
/** The second digit of `proto_state`. */
const FORTINET_STATES = ' ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN'.split(
  ' ',
);

/** A text without it holds no such blocks. */
export const BLOCK_MARK =
  /\bIn: \S{3,60} -->|\bsession6? info: proto=|\]\/[^/\s]{1,40}\/\d{1,3}\s{1,9}\(|^[ \t]{0,40}c2s flow:|\[\w{2,12}\]: {1,9}(?:tcp|udp|raw)\b|\bForeign host: \S{2,45}, Foreign port: |^\w{1,12} TTL:\d|^Internet Protocol(?: Version [46])?, Src: /m;

/** Puts the lines of a session together. */
export class SessionBlocks {
  #open: Open | null = null;

  /** Sessions that are complete with this line; undefined: the line tells of none. */
  take(text: string, line: number): readonly SessionBlock[] | undefined {
    return (
      this.#junos(text, line) ??
      this.#paloAlto(text, line) ??
      this.#paloAltoDetails(text, line) ??
      this.#fortinet(text, line) ??
      this.#nxOs(text, line) ??
      this.#snort(text, line) ??
      this.#details(text, line) ??
      this.#ios(text, line)
    );
  }

  /** The session whose rest never came, if its ends are known. */
  end(): readonly SessionBlock[] {
    const open = this.#open;
    this.#open = null;
    if (open === null || (open.to === null && open.half === undefined)) return [];
    return [give(open, open.answers ?? open.to, open.received)];
  }

  #start(open: Open): readonly SessionBlock[] {
    const before = this.end();
    this.#open = open;
    return before;
  }

  #junos(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, way, left, right, protocol = '', bytes] = JUNOS.exec(text) ?? [];
    if (way === undefined) return undefined;
    if (way === 'In')
      return this.#start({ protocol, from: sessionEnd(left), to: sessionEnd(right), bytes, line, text });
    return this.#finish((open) => give(open, sessionEnd(left), bytes));
  }

  #paloAlto(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, state, from, protocol] = PALO_ALTO.exec(text) ?? [];
    if (protocol !== undefined) return this.#start({ protocol, state, from: sessionEnd(from), to: null, line, text });
    const [, to, answers] = this.#open === null ? [] : (PALO_ALTO_TO.exec(text) ?? []);
    if (to === undefined) return undefined;
    return this.#finish((open) => give({ ...open, to: sessionEnd(to) }, sessionEnd(answers)));
  }

  #paloAltoDetails(text: string, line: number): readonly SessionBlock[] | undefined {
    const half = PALO_ALTO_HALF.exec(text)?.[1];
    if (half === 'c2s') return this.#start({ protocol: 'unknown', from: null, to: null, half, line, text });
    const open = this.#open;
    if (open?.half === undefined) return undefined;
    if (half !== undefined) open.half = half;
    const [, key = '', value = '', other] = PALO_ALTO_VALUE.exec(text) ?? [];
    if (open.half === 's2c') {
      if (key === 'source') open.answers = sessionEnd(value);
    } else if (key === 'source') open.from = sessionEnd(value);
    else if (key === 'dst') open.to = sessionEnd(value);
    else if (key === 'proto') open.protocol = value;
    else if (key === 'sport') {
      open.from = open.from && { ...open.from, port: value };
      open.to = open.to && { ...open.to, port: other };
    }
    const [, sum, told] = PALO_ALTO_SUM.exec(text) ?? [];
    if (sum === 'start time') open.time = told;
    else if (sum === 'total byte count(c2s)') open.bytes = told?.trim();
    else if (sum === 'total byte count(s2c)') open.received = told?.trim();
    return (half ?? (key || sum)) ? [] : undefined;
  }

  #fortinet(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, protocol, states = ''] = FORTINET.exec(text) ?? [];
    if (protocol !== undefined) {
      const state = protocol === '6' ? FORTINET_STATES[Number(states.slice(-1))] : undefined;
      return this.#start({ protocol, state, from: null, to: null, line, text });
    }
    const bytes = FORTINET_BYTES.exec(text)?.[1];
    if (bytes !== undefined && this.#open !== null) this.#open.bytes = bytes;
    const [, act, from, to, translated] = FORTINET_ENDS.exec(text) ?? [];
    if (to === undefined) return undefined;
    const answers = act === 'dnat' ? lastColon(translated) : lastColon(to);
    return this.#finish((open) => give({ ...open, from: lastColon(from), to: lastColon(to) }, answers));
  }

  #nxOs(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, protocol, state, host = '', port] = NX_OS.exec(text) ?? [];
    if (protocol !== undefined)
      return this.#start({ protocol, state, from: { host, port }, to: null, isOwn: true, line, text });
    const [, remote, remotePort] = this.#open?.isOwn === true ? (NX_OS_TO.exec(text) ?? []) : [];
    if (remote === undefined) return undefined;
    return this.#finish((open) => give(open, { host: remote, port: remotePort }));
  }

  #snort(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, from, to] = SNORT.exec(text) ?? [];
    if (to !== undefined) return this.#startPacket(from, to, line, text);
    const protocol = this.#open?.isPacket === true ? SNORT_PROTOCOL.exec(text)?.[1] : undefined;
    if (protocol === undefined) return undefined;
    return this.#finish((open) => give({ ...open, protocol }, open.to));
  }

  #details(text: string, line: number): readonly SessionBlock[] | undefined {
    const [, from, to] = DETAIL.exec(text) ?? [];
    if (to !== undefined) return this.#startPacket(from, to, line, text);
    const [, name = '', fromPort, toPort] = this.#open?.isPacket === true ? (DETAIL_PORTS.exec(text) ?? []) : [];
    const protocol = DETAIL_NAMES[name];
    if (protocol === undefined) return undefined;
    return this.#finish(({ from: source, to: destination, ...open }) => {
      const [sender, receiver] = [
        source && { ...source, port: fromPort },
        destination && { ...destination, port: toPort },
      ];
      return give({ ...open, protocol, from: sender, to: receiver }, receiver);
    });
  }

  #ios(text: string, line: number): readonly SessionBlock[] | undefined {
    const state = IOS_STATE.exec(text)?.[1];
    if (state !== undefined)
      return this.#start({ protocol: 'tcp', state, from: null, to: null, isOwn: true, line, text });
    const [, which, host = '', port] = IOS_END.exec(text) ?? [];
    const open = this.#open;
    if (which === undefined || open?.isOwn !== true) return undefined;
    if (which === 'Foreign') return this.#finish((own) => give(own, { host, port }));
    open.from = { host, port };
    return [];
  }

  /** What carries a packet is told in a later line. */
  #startPacket(from: string, to: string, line: number, text: string): readonly SessionBlock[] {
    const [sender, receiver] = [sessionEnd(from), sessionEnd(to)];
    return this.#start({ protocol: 'unknown', from: sender, to: receiver, isPacket: true, line, text });
  }

  #finish(block: (open: Open) => SessionBlock): readonly SessionBlock[] {
    const open = this.#open;
    this.#open = null;
    return open === null ? [] : [block(open)];
  }
}

/** FortiOS puts IPv6 addresses in no brackets before their ports. */
function lastColon(text: string | undefined): SessionEnd {
  const { host, port } = splitLastColon(text ?? '');
  return { host, port: port ?? undefined };
}

function give(open: Open, answers: SessionEnd | null, received?: string): SessionBlock {
  const { protocol, from, to, state, bytes } = open;
  if (open.isOwn === true) {
    const record = ends(protocol, from, answers);
    return { record: record === null ? null : { ...record, state }, line: open.line, text: open.text };
  }
  const record = session(protocol, from, to, answers ?? to, { state, bytes, received });
  const timed = record === null || open.time === undefined ? record : { ...record, time: open.time };
  return { record: timed, isPacket: open.isPacket, line: open.line, text: open.text };
}
