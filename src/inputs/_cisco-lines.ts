import { asaLines } from './_asa-lines.js';
import { END, PROTOCOL, type SessionEnd, sessionEnd } from './_session-ends.js';
import { ends, pattern, session, type SessionLine } from './_session-record.js';

/** `tcp 203.0.113.9:51234 192.168.1.20:51234 198.51.100.7:443 198.51.100.7:443`: inside global, local, outside local, global. */
const iosTranslation: SessionLine = {
  mark: /\b(?:tcp|udp|icmp)\s/i,
  row: pattern`^\s*(${PROTOCOL})\s+(?:${END})\s+(${END})\s+(?:${END})\s+(${END})\s*$`,
  read: ([, protocol = '', inside, outside]) => ends(protocol, sessionEnd(inside), sessionEnd(outside)),
};

/**
 * `6523A4FC  10.1.2.1.22  10.1.2.99.51234  ESTAB` (show tcp brief); IOS XR adds a VRF and queues. Huawei's `display tcp
 * status` counts a task and a socket before the ends, and its VPN behind them.
 */
const iosTcp: SessionLine = {
  mark: /^ {0,4}(?:TCB|PCB|(?:0x)?[0-9A-F]{8,16})\s/im,
  row: pattern`^\s*(?:0x)?[0-9A-F]{8,16}\s+(?:0x[0-9A-F]{4,16}\s+\d{1,9}\s+\d{1,9}\s+|\d{1,6} ?\/\d{1,6}\s+)?(${END}|\*\.\S{1,5})\s+(${END}|\*\.\S{1,5})\s+(?:\d{1,9}\s+)?([A-Z][A-Z0-9]{3,10})\s*$`,
  read: ([, local, remote, state]) => {
    const record = ends('tcp', sessionEnd(local, true), sessionEnd(remote, true));
    return record === null ? null : { ...record, state };
  },
};

/** `17 198.51.100.7 514 192.0.2.1 51234 0 0 400201 0`, `17 --listen-- 192.0.2.1 161 ...` (show ip sockets, show udp). */
const iosSockets: SessionLine = {
  mark: /--listen--|^\s{0,4}Proto\s+Remote\s+Port\s+Local/m,
  row: pattern`^\s{0,4}(\d{1,3})(?:\(v6\))?\s+(?:(${END})\s+(\d{1,5})|--listen--)\s+(${END}|--any--)\s+(\d{1,5})\s+\d+\s+\d+\s+[\dA-F]+\s+\d+(?=\s|$)`,
  read: ([, protocol = '', remote = '*', remotePort = '*', local = '', localPort]) =>
    ends(protocol, { host: local.replace('--any--', '*'), port: localPort }, { host: remote, port: remotePort }),
};

/** ` tcp  10.1.1.2:22  198.51.100.7:51234  SSH-Server ESTABLIS` (show control-plane host open-ports): a service before the state. */
const iosOpenPorts: SessionLine = {
  mark: /^Prot\s+Local Address\s+Foreign Address\s+Service\s/m,
  row: pattern`^\s{0,4}(tcp|udp)\s+(${END}|\*:\d{1,5})\s+(${END}|\*:\d{1,5})\s+\S.{0,40}?\s+([A-Z][A-Z_]{3,11}\d?)\s*$`,
  read: ([, protocol = '', local, remote, state]) => {
    const record = ends(protocol, colonEnd(local), colonEnd(remote));
    return record === null ? null : { ...record, state };
  },
};

/** `Session ID 0x0000000A (192.168.1.20:51240)=>(198.51.100.7:443) https:tcp SIS_OPEN` (show policy-map type inspect ... sessions). */
const iosInspected: SessionLine = {
  mark: /=>[([]/,
  row: pattern`\bSession (?:ID )?(?:0x)?[0-9A-F]{4,16} \(?(${END})\)?=>\(?(${END})\)? (?:[\w-]{1,30}:)?(?:(${PROTOCOL}|\d{1,3})\b|[\w-]{2,30} SIS_)`,
  read: ([, from, to, protocol = 'unknown'], sizes) =>
    session(protocol, sessionEnd(from), sessionEnd(to), undefined, { ...sizes }),
  sizes: /^\s+Bytes sent \(initiator:responder\) \[(\d{1,18}):(\d{1,18})\]/,
};

/** `vsmart dtls 10.0.0.5 100 1 192.168.1.5 12346 198.51.100.7 12346 ...` (show control connections): private and public end of a controller. */
const sdwanControl: SessionLine = {
  mark: /^[ \t]*TYPE[ \t]+PROT[ \t]+SYSTEM IP[ \t]/m,
  row: pattern`^\s*\w{3,10}\s+(dtls|tls)\s+\S{1,45}\s+\d+\s+\d+\s+${END}\s+\d{1,5}\s+(${END})\s+(\d{1,5})\s`,
  read: ([, tunnel = '', host = '', port]) =>
    ends(/^dtls$/i.test(tunnel) ? 'udp' : 'tcp', { host: '*', port: undefined }, { host, port }),
};

/** `id 0x38c82d90 io 192.168.1.20 oo 198.51.100.7 io 49186 oo 443 it ... pro 6` (... nat datapath sess-dump): inside, outside, their ports. */
const natDump: SessionLine = {
  mark: /\bid 0x[0-9a-f]+ io \d/,
  row: pattern`\bid 0x[0-9a-f]{1,16} io ([\d.]{7,15}) oo ([\d.]{7,15}) io (\d{1,5}) oo (\d{1,5}) it .{10,90}? pro (\d{1,3})\b`,
  read: ([, inside = '', outside = '', port, far, protocol = '']) =>
    ends(protocol, { host: inside, port }, { host: outside, port: far }),
};

function colonEnd(text: string | undefined): SessionEnd | null {
  const port = /^\*:(\d{1,5})$/.exec(text ?? '')?.[1];
  return port === undefined ? sessionEnd(text) : { host: '*', port };
}

/** `Fa0/0 192.168.1.20 Fa0/1 198.51.100.7 06 C822 01BB 12` (show ip cache flow): protocol and ports in hexadecimal. */
const iosFlow: SessionLine = {
  mark: /\s[0-9A-F]{2} [0-9A-F]{4} [0-9A-F]{4}\s/i,
  row: pattern`^\s*\S{2,20}\s+(\d[\d.]{6,14})\s+\S{2,20}\s+(\d[\d.]{6,14})\s+([0-9A-F]{2})\s+([0-9A-F]{4})\s+([0-9A-F]{4})\s+\d+[KMG]?\s*$`,
  read: ([, source = '', destination = '', protocol = '', from = '', to = '']) => ({
    protocol: String(Number.parseInt(protocol, 16)),
    sourceAddress: source,
    sourcePort: String(Number.parseInt(from, 16)),
    destinationAddress: destination,
    destinationPort: String(Number.parseInt(to, 16)),
  }),
  isPacket: true,
};

/** What ASA, Firepower, IOS and NX-OS print of connections, line by line. */
export const ciscoLines: readonly SessionLine[] = [
  ...asaLines,
  iosTranslation,
  iosTcp,
  iosSockets,
  iosOpenPorts,
  iosInspected,
  iosFlow,
  sdwanControl,
  natDump,
];
