import { splitBsdEndpoint, splitEndpoint, splitLastColon } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';

/**
 * An end as firewalls print it, for a pattern: `192.0.2.1:443`, `192.0.2.1/443`, `192.0.2.1[443]`, `192.0.2.1(443)`,
 * `192.0.2.1.443`, `[2001:db8::1]:443`. The longest IPv6 text has 45 characters.
 */
export const END = String.raw`\[?[0-9A-Fa-f:.]{2,45}(?:%\w{1,10})?\]?(?:[:/]\d{1,5}|\[\d{1,5}\]|\(\d{1,5}\))?`;

/** Protocols by name or number. */
export const PROTOCOL = String.raw`(?:tcp|udp|icmp(?:v?6)?|ipv6-icmp|sctp|gre|esp|ah|igmp|ospf|udp-?lite)`;

export interface SessionEnd {
  readonly host: string;
  readonly port: string | undefined;
}

/** Null when the text holds no address. `hasDotPort`: a port may stand behind the last dot, or the last colon whatever is before. */
export function sessionEnd(text: string | undefined, hasDotPort = false): SessionEnd | null {
  if (text === undefined) return null;
  const marked = /^(.*?)(?:%\w+)?(?:\/(\d+)|\[(\d+)\]|\((\d+)\))$/.exec(text);
  if (marked !== null) return checked(marked[1] ?? '', marked[2] ?? marked[3] ?? marked[4]);
  const bare = text.replace(/%\w+/, '');
  const split = splitEndpoint(bare);
  return checked(split.host, split.port) ?? (hasDotPort ? dotted(bare) : null);
}

/** `*.22` of a listener, too. */
function dotted(text: string): SessionEnd | null {
  const any = /^\*\.(\d{1,5}|\*)$/.exec(text);
  if (any !== null) return { host: '*', port: any[1] };
  const [dot, colon] = [splitBsdEndpoint(text), splitLastColon(text)];
  return checked(dot.host, dot.port) ?? checked(colon.host, colon.port);
}

function checked(host: string, port: string | null | undefined): SessionEnd | null {
  return parseAddress(host) === null ? null : { host, port: port ?? undefined };
}

/** `outside:192.0.2.1/443`, `outside/192.0.2.1(443)`: Cisco names the interface first, and a user last: `192.0.2.1/443(LOCAL\ann)`. */
export function behindInterface(text: string | undefined): SessionEnd | null {
  if (text === undefined) return null;
  const bare = text.replace(/\((?!\d{1,5}\))[^()]{1,60}\)$/, '');
  return sessionEnd(bare) ?? sessionEnd(/^[\w.-]{1,60}[:/](.*)$/.exec(bare)?.[1]);
}
