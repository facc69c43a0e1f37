import { splitBsdEndpoint, splitEndpoint } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import { packetPorts } from './_packet-ports.js';
import type { RawRecord } from './_table-record.js';

/** An end as tools print it: with or without port, behind a colon or a dot. The longest IPv6 text has 45 characters. */
const END = String.raw`\[?[0-9A-Fa-f:.]{2,45}(?:%[\w.-]{1,15})?\]?(?::\d{1,5})?`;
const ARROW = new RegExp(
  String.raw`(?<![\w.:\]])(${END}) {0,40}(<?-{1,2}>|=>|→|↔|<--?|(?<= )>(?= )) {0,40}(${END})(?![\w.])`,
);
/** `::1->::1` */
const SHORTEST = 8;
/** Only so much of a line is looked at; what a packet says stands further on. */
const LOOKED_AT = 400;

/**
 * `1.2.3.4:5 -> 6.7.8.9:10` as lsof names a connection, Metasploit a session and tshark a conversation; tcpdump prints
 * `IP 1.2.3.4.5 > 6.7.8.9.10:`. Null when the line has no such pair; what else it holds is about the pair.
 */
export function arrowRecord(line: string): RawRecord | null {
  if (line.length < SHORTEST) return null;
  const match = ARROW.exec(line.slice(0, LOOKED_AT));
  if (match === null) return null;
  const [, left = '', mark = '', right = ''] = match;
  const ends = [endOf(left), endOf(right)];
  const [source, destination] = mark.startsWith('<') && !mark.endsWith('>') ? ends.toReversed() : ends;
  if (source == null || destination == null) return null;
  const { length } = match[0];
  return {
    sourceAddress: source.host,
    sourcePort: source.port,
    destinationAddress: destination.host,
    destinationPort: destination.port,
    // tshark: `192.0.2.17 → 198.51.100.7 TCP 66 51544 → 443 [SYN]`.
    ...(source.port + destination.port === '' ? packetPorts(line.slice(match.index + length)) : null),
  };
}

function endOf(text: string): { readonly host: string; readonly port: string } | null {
  const bare = text.replace(/:$/, '');
  for (const split of [splitEndpoint, splitBsdEndpoint]) {
    const { host, port } = split(bare);
    if (parseAddress(host) !== null && (port === null || /^\d{1,5}$/.test(port))) return { host, port: port ?? '' };
  }
  return null;
}
