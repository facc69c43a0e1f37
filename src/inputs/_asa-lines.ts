import { behindInterface, END, PROTOCOL, type SessionEnd, sessionEnd } from './_session-ends.js';
import { ends, pattern, session, type SessionLine } from './_session-record.js';
import type { RawRecord } from './_table-record.js';

/** A relay may take the mark away. */
const ASA = String.raw`(?:%|\b)(?:ASA|FTD|PIX|FWSM)-`;
const ASA_MARK = /(?:%|\b)(?:ASA|FTD|PIX|FWSM)-/;

/** `Built outbound TCP connection 1 for outside:198.51.100.7/443 (...) to inside:192.168.1.20/51234 (...)`: first the less trusted. */
const asaConnection: SessionLine = {
  mark: ASA_MARK,
  row: pattern`${ASA}\S{1,20}:? (?:Built (?:(in|out)bound|\w{6,9} {1,2}stub)|Teardown(?: stub)?) (\w{2,8})(?: state-bypass)? connection (?:\d+ )?(?:for(?: faddr)?|from|faddr) (\S{3,110})(?: \(\S{0,110}\)?)?(?: ?\([^()]{1,60}\))? (?:to|gaddr \S{3,60} laddr) (\S{3,110})`,
  read: ([, way, protocol = '', outer, inner]) => {
    const record = ends(protocol, namedEnd(inner), namedEnd(outer));
    const direction = way === undefined ? '' : `${way.toLowerCase()}bound`;
    return record === null ? null : { ...record, direction };
  },
};

/** Access lists: `Deny tcp src outside:A/p dst inside:B/p`, `denied tcp A(p) -> B(p)`, `Inbound TCP connection denied from A/p to B/p`, `Dropping TCP packet from A/p to B/p`. */
const ciscoAccess: SessionLine = {
  mark: /%(?:SEC|FMANFP|ACLLOG|IPV6_ACL)-|(?:%|\b)(?:ASA|FTD|PIX|FWSM)-/,
  row: pattern`(?:%(?:SEC|FMANFP|IPV6_ACL)-|${ASA}).{1,140}?\b(${PROTOCOL}|protocol \d{1,3})\b(?! translation)(?: connection| \(no connection\)| access| request| packet| SYN| flow)?(?: (?:denied|permitted|requested|discarded|by ACL|from|src|inbound)){0,4} (\S{3,110})(?: \([^()]{1,60}\))? (?:->|to|dst) (\S{3,110})`,
  read: ([, protocol = '', from, to]) =>
    flowOf(protocol.replace(/^protocol /i, ''), namedEnd(from), namedEnd(bare(to))),
  isPacket: true,
};

/** `Received a non-IPsec packet (protocol= ICMP) from A to B`, `An outbound LAN-to-LAN SA (SPI= 0x1) between A and B`, `Login denied from A/p to inside:B/ssh`. */
const asaBetween: SessionLine = {
  mark: ASA_MARK,
  row: pattern`${ASA}\S{1,20}:? (?!.{0,80}\btranslation\b)(.{0,200}?)\b(?:from|between)(?: laddr)? ((?:[\w.-]{1,60}[:/])?${END})(?: \([^()]{0,80}\))?(?: on interface \S{1,60})? (?:to|and) ((?:[\w.-]{1,60}[:/])?${END})(?:\/([a-z][\w-]{1,20}))?(?=[\s,.:]|$)`,
  read: ([, about = '', from, to, service]) => {
    const protocol = /\b(tcp|udp|icmp|esp|ah|gre)\b/i.exec(about)?.[1] ?? (service === undefined ? 'unknown' : 'tcp');
    const end = behindInterface(bare(to));
    return flowOf(protocol, behindInterface(from), end === null ? null : { ...end, port: end.port ?? service });
  },
  isPacket: true,
};

/** `Local:192.0.2.1:500 Remote:198.51.100.7:500 Username:ann` (IKEv2), `192.168.1.20 Accessed URL 198.51.100.7:http://...`. */
const asaEnds: SessionLine = {
  mark: ASA_MARK,
  row: pattern`${ASA}\S{1,20}:? (?:Local:(\S{3,110}) Remote:(\S{3,110})|(?:\S{1,60}@)?(${END})(?:\(\S{1,60}\))? Accessed (?:JAVA )?URL (?:\S{1,60}@)?([\w.-]{2,120}|${END}):)`,
  read: ([, local, remote, client, server = '']) =>
    local === undefined
      ? flowOf('tcp', sessionEnd(client), sessionEnd(server) ?? { host: server, port: undefined })
      : ends('udp', namedEnd(local), namedEnd(remote)),
};

/** Sessions of VPN and TLS name whoever called: `Group <A> User <ann> IP <198.51.100.7> Session started`, `client outside:198.51.100.7/51234`. */
const asaCaller: SessionLine = {
  mark: ASA_MARK,
  row: pattern`${ASA}\S{0,12}(?:113|611|713|716|722|725|751)\d{3}:? .{0,300}?\b(?:IP(?: =| address:)? <?(${END})>?|client ((?:[\w.-]{1,60}:)?${END}))(?=[\s,]|$)`,
  read: ([, caller, client]) => {
    const end = behindInterface(caller ?? client);
    const protocol = client === undefined ? 'unknown' : 'tcp';
    return end === null ? null : { remoteAddress: end.host, remotePort: end.port, direction: 'inbound', protocol };
  },
  isPacket: true,
};

/** `outside:ns10/53`: who configured the firewall gave names to addresses. A word without interface and port is prose. */
function namedEnd(text: string | undefined): SessionEnd | null {
  const end = behindInterface(text);
  if (end !== null) return end;
  if (!/[:/(]/.test(text ?? '')) return null;
  const [, host, port] =
    /^(?:[\w.-]{0,60}[:/])?([A-Za-z][\w.-]{0,120}?)(?:[/:](\d{1,5})|\((\d{1,5})\))?(?:\([^()]{1,60}\))?$/.exec(
      text ?? '',
    ) ?? [];
  return host === undefined ? null : { host, port };
}

/** From the end that opened it to the other, either of which may be a name. */
function flowOf(protocol: string, from: SessionEnd | null, to: SessionEnd | null): RawRecord | null {
  if (from === null || to === null) return null;
  const record = session(protocol, from, to);
  if (record !== null) return record;
  const { host: sourceAddress, port: sourcePort } = from;
  return { protocol, sourceAddress, sourcePort, destinationAddress: to.host, destinationPort: to.port };
}

function bare(text: string | undefined): string | undefined {
  return text?.replace(/(?:\(type|[,;.])$/, '');
}

/** What ASA, Firepower and their kin log of connections, and access lists of IOS. */
export const asaLines: readonly SessionLine[] = [asaConnection, ciscoAccess, asaBetween, asaEnds, asaCaller];
