import { END, sessionEnd } from './_session-ends.js';
import { pattern, session, type SessionLine } from './_session-record.js';
import type { RawRecord } from './_table-record.js';

/** nDPI: `12 TCP 192.168.1.20:51234 <-> 198.51.100.7:443 [proto: 91/TLS]...[7 pkts/1554 bytes <-> 6 pkts/669 bytes]...` (ndpiReader -v2). */
const ndpi: SessionLine = {
  mark: /\[proto: /,
  row: pattern`^\s*\d{1,9}\s+([A-Z][A-Z\d-]{1,12}) (${END}) <?-> (${END}) \[(?:.{0,600}?\[\d+ pkts\/(\d{1,18}) bytes <?-> \d+ pkts\/(\d{1,18}) bytes\])?`,
  read: ({ input, 1: protocol = '', 2: from, 3: to, 4: bytes, 5: received }) => {
    const record = session(protocol, sessionEnd(from), sessionEnd(to), undefined, { bytes, received });
    // DNS has the name that was asked for in the same place.
    const name = /\[proto: [^\]]{0,60}(?:TLS|HTTP|QUIC).{0,900}?\[Hostname\/SNI: ([^\]\s]{1,253})\]/.exec(input)?.[1];
    return record === null || name === undefined ? record : { ...record, destinationHost: name };
  },
};

/** Proxifier: `[03.14 09:26:53] example.exe *64 - www.example.org:443 close, 12 bytes sent, 34 bytes (3.4 KB) received, lifetime 00:01`. */
const proxifier: SessionLine = {
  mark: /\] \S.{0,60} - \S{3,255}:\d{1,5} (?:open|close|error)/,
  row: /^\[\d\d\.\d\d \d\d:\d\d:\d\d\] (\S.{0,60}?)(?: \*64)? - (\S{3,255}):(\d{1,5}) (?:open|close|error)(?:, (\d{1,18}) bytes(?: \([^()]{1,20}\))? sent, (\d{1,18}) bytes)?/,
  read: ([, process, host = '', port, bytesSent, bytesReceived]): RawRecord => {
    const remote = { remoteAddress: host, remotePort: port, direction: 'outbound' };
    return { protocol: 'tcp', process, ...remote, bytesSent, bytesReceived };
  },
};

/** tshark: `    1 0.000000000 192.168.1.20 → 198.51.100.7 TCP 66 51234 → 443 [SYN] Seq=0`; -t chooses what time it is, -T tabs the gaps. */
const tshark: SessionLine = {
  mark: /^[ \t]{0,8}\d{1,9}[ \t]{1,4}[\d:.-]{1,20}[ \t].{2,90}(?:→|->)[ \t]/m,
  row: pattern`^\s{0,8}\d{1,9}[ \t]{1,4}(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{9,11}\.\d{1,9})|[\d:.-]{1,20})[ \t]{1,6}(?!(?:[\da-f]{2}:){5})(${END})[ \t](?:→|->)[ \t](?!(?:[\da-f]{2}:){5})(${END})[ \t]{1,6}(\S{1,20})[ \t]\d{1,6}[ \t](.{0,600})`,
  read: ([, time, from = '', to = '', protocol, info]) =>
    sessionEnd(from) === null || sessionEnd(to) === null
      ? null
      : { protocol, sourceAddress: from, destinationAddress: to, packet: info, time },
  isPacket: true,
};

/** What tools on a computer print of its connections. */
export const toolLines: readonly SessionLine[] = [ndpi, proxifier, tshark];
