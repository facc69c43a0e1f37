import { END, PROTOCOL, sessionEnd } from './_session-ends.js';
import { pattern, session, type SessionLine } from './_session-record.js';

const ADDRESS = String.raw`([0-9a-f.:]{2,45})`;

/** WatchGuard: `Allow 1-Trusted 0-External tcp 192.168.1.20 198.51.100.7 51234 443 msg="..." rcvd_bytes="272" sent_bytes="282"`; a packet has its length, TTL too. */
const watchGuard: SessionLine = {
  mark: / (?:Allow|Deny) \S{1,40} \S{1,40} /,
  row: pattern` (?:Allow|Deny) \S{1,40} \S{1,40} (?:\d{1,5} )?(${PROTOCOL})(?: \d{1,5} \d{1,3})? ${ADDRESS} ${ADDRESS} (\d{1,5}) (\d{1,5})(?=\s|$)`,
  read: ({ input, 1: protocol = '', 2: from = '', 3: to = '', 4: fromPort, 5: toPort }) => {
    const [, bytes] = /\bsent_bytes="(\d{1,18})"/.exec(input) ?? [];
    const [, received] = /\brcvd_bytes="(\d{1,18})"/.exec(input) ?? [];
    const [source, destination] = [
      { host: from, port: fromPort },
      { host: to, port: toPort },
    ];
    return session(protocol, source, destination, undefined, { bytes, received });
  },
};

/** IPS of IOS: `%IPS-4-SIGNATURE: Sig:3051 Subsig:1 Sev:4 TCP Connection Window Size DoS [198.51.100.7:51654 -> 192.168.1.20:4444]`. */
const ciscoIps: SessionLine = {
  mark: /%IPS-\d-SIGNATURE/,
  row: pattern`%IPS-\d-SIGNATURE: .{1,300}?\[(${END}) -> (${END})\]`,
  read: ([, from, to]) => session('unknown', sessionEnd(from), sessionEnd(to)),
  isPacket: true,
};

/** NetScreen: `SYN flood! From 198.51.100.7:41437 to 192.168.1.20:9612, proto TCP (zone Untrust ...)`. */
const netScreen: SessionLine = {
  mark: /\bNetScreen device_id=/,
  row: pattern`\bNetScreen device_id=.{1,300}?\bFrom (${END}) to (${END}), proto (${PROTOCOL}|\d{1,3})\b`,
  read: ([, from, to, protocol = '']) => session(protocol, sessionEnd(from), sessionEnd(to)),
  isPacket: true,
};

/** Prisma SD-WAN: `cgxFlowLogV1 1 - - 2026-03-14T09:26:53,192.168.1.20,51234,198.51.100.7,443,tcp,...`. */
const prisma: SessionLine = {
  mark: /\bcgxFlowLogV\d/,
  row: pattern`\bcgxFlowLogV\d .{0,60}?(\d{4}-\d\d-\d\dT[\d:.]{8,15}),${ADDRESS},(\d{1,5}),${ADDRESS},(\d{1,5}),(${PROTOCOL}|\d{1,3}),`,
  read: ([, time, from = '', fromPort, to = '', toPort, protocol = '']) => {
    const record = session(protocol, { host: from, port: fromPort }, { host: to, port: toPort });
    return record === null ? null : { ...record, time };
  },
};

/** NetScaler: `... TCP CONN_DELINK 4 0 :  Source 198.51.100.7:51234 - Vserver 203.0.113.9:443 - NatIP 192.0.2.1:3198 - Destination 192.168.1.20:443 - ...`. */
const netScaler: SessionLine = {
  mark: / - Destination [\da-fA-F[]/,
  row: pattern`\b(TCP|UDP|SSLVPN|SSLLOG) \w{3,40} \d{1,12} \d{1,9} : .{0,400}?\bSource (${END}) (?:- (?:Vserver|NatIP|Nat_ip) ${END} ){0,3}- Destination (${END}) - (?:.{0,160}?\bTotal_bytes_send (\d{1,18}) - Total_bytes_recv (\d{1,18}))?`,
  read: ([, kind = '', from, to, bytes, received]) =>
    session(/udp/i.test(kind) ? 'udp' : 'tcp', sessionEnd(from), sessionEnd(to), undefined, { bytes, received }),
};

/** Barracuda CloudGen: `Allow: LOUT|UDP|eth0|192.168.1.20|51234|00:00:5e:00:53:01|198.51.100.7|53|domain||RULE|...`. */
const barracuda: SessionLine = {
  mark: /: [\w<>]{2,20}\|\w{2,12}\|/,
  row: pattern`\b\w{4,20}: [\w<>]{2,20}\|(${PROTOCOL})\|[^|\s]{1,30}\|${ADDRESS}\|(\d{1,5})\|[\da-f:]{17}\|${ADDRESS}\|(\d{1,5})\|`,
  read: ([, protocol = '', from = '', fromPort, to = '', toPort]) =>
    session(protocol, { host: from, port: fromPort }, { host: to, port: toPort }),
};

/** Lines of firewalls logs that name the ends by their places alone. */
export const logLines: readonly SessionLine[] = [watchGuard, ciscoIps, netScreen, prisma, netScaler, barracuda];
