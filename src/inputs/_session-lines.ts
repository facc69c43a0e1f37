import { splitLastColon } from '../address/extract.js';
import { formatAddress } from '../address/format.js';
import { ipv4 } from '../address/ipv4.js';
import { ciscoLines } from './_cisco-lines.js';
import { logLines } from './_log-lines.js';
import { monitorLines } from './_monitor-lines.js';
import { END, PROTOCOL, type SessionEnd, sessionEnd } from './_session-ends.js';
import { ends, pattern, session, type SessionLine, type Told } from './_session-record.js';
import type { RawRecord } from './_table-record.js';
import { toolLines } from './_tool-lines.js';

/**
 * pf: `all tcp 203.0.113.9:60231 (192.168.1.20:53413) -> 198.51.100.7:443 ESTABLISHED:ESTABLISHED`; before its
 * translation an end is as in the parentheses. Old pf prints three ends: inner, gateway, outer.
 */
function pfRecord(found: RegExpExecArray, sizes?: Told): RawRecord | null {
  const [, protocol = '', left, leftBefore, arrow, middle, right, rightBefore, one = '', other = ''] = found;
  const [first, last, before] = [sessionEnd(left), sessionEnd(right), sessionEnd(rightBefore)];
  const state = [one, other].find((word) => word.startsWith('SYN_SENT')) ?? one;
  const told = { state, ...sizes };
  if (arrow === '->') return session(protocol, sessionEnd(leftBefore) ?? first, before ?? last, last, told);
  const asked = sessionEnd(leftBefore) ?? sessionEnd(middle) ?? first;
  return session(protocol, before ?? last, asked, first, told);
}

const pf: SessionLine = {
  mark: /\s<-\s|\s->\s/,
  row: pattern`^\s*\S{1,20}\s+(${PROTOCOL}|\d{1,3})\s+(${END})(?:\s+\((${END})\))?\s+(<-|->)\s+(?:(${END})\s+(?:<-|->)\s+)?(${END})(?:\s+\((${END})\))?\s+([A-Z][A-Z_0-9]{2,20}|\d{1,3}):([A-Z][A-Z_0-9]{2,20}|\d{1,3})(?=\s|$)`,
  read: pfRecord,
  // pfctl -v: `age 00:02:13, expires in 23:59:55, 12:14 pkts, 1234:5678 bytes, rule 5`
  sizes: /^\s{1,8}age [\d:]{1,20},.{0,80}? (\d{1,18}):(\d{1,18}) bytes\b/,
};

/** `2 SAC Fs tcp 192.168.88.10:51236 198.51.100.7:443 established 23h59m58s`; `d`: its destination was translated. */
const mikrotik: SessionLine = {
  mark: /\d[hms]\b|\d\d:\d\d:\d\d/,
  row: pattern`^\s*\d{1,9}\s+([A-Z][A-Z \t]{0,14}?\s+)?(${PROTOCOL}|\d{1,3})\s+(?=\S{0,45}[.:])(${END})\s+(?=\S{0,45}[.:])(${END})\s+(?:([a-z][a-z-]{2,12}\d?)\s+)?(?:(?:\d+[wdhms]){1,5}|\d\d:\d\d:\d\d)(?=\s|$)`,
  read: ([, flags = '', protocol = '', source, destination, state]) => {
    const to = sessionEnd(destination);
    const answers = flags.includes('d') ? { host: 'translated', port: undefined } : to;
    return session(protocol, sessionEnd(source), to, answers, { state });
  },
};

/** `firewall,info forward: in:bridge out:ether1, proto TCP (SYN), 192.168.88.10:51234->198.51.100.7:443, len 52`. */
const mikrotikLog: SessionLine = {
  mark: /\bproto [A-Z0-9]/i,
  row: pattern`\bproto (${PROTOCOL}|\d{1,3})\b[^,]{0,40}, (${END})->(${END})(?=[\s,]|$)`,
  read: ([, protocol = '', from, to]) => session(protocol, sessionEnd(from), sessionEnd(to)),
  isPacket: true,
};

/** `192.0.2.1:40222 203.0.113.9:443 10.1.1.5:40222 10.1.1.100:8443 tcp 5 (tmm: 1)`: client, virtual server, and the other side. */
const bigIp: SessionLine = {
  mark: /\(tmm: \d+\)|^Sys::Connections/m,
  row: pattern`^\s*(${END})\s+(${END})\s+(?:any6?\S{0,8}|${END})\s+(any6?\S{0,8}|${END})\s+(${PROTOCOL}|\d{1,3})\s+\d+\s+\(tmm: \d+\)`,
  read: ([, client, server, pool, protocol = '']) =>
    session(protocol, sessionEnd(client, true), sessionEnd(server, true), sessionEnd(pool, true) ?? undefined),
  half: pattern`^\s*(?=\S{0,45}[.:]\d)${END}\s+(?=\S{0,45}[.:]\d)${END}\s+(?:any6?\S{0,8}|(?=\S{0,45}[.:]\d)${END})\s`,
};

/** VyOS: `3288740562 192.168.1.20:51234 198.51.100.7:443 [reply ends] tcp established 431999`; EdgeOS: `tcp [6] TW 5`. */
const vyos: SessionLine = {
  mark: /\d[ \t]{1,40}(?:tcp|udp|icmp)\s/i,
  row: pattern`^\s*\d{1,12}\s+(${END})\s+(${END})\s+(?:(${END})\s+${END}\s+)?(${PROTOCOL})(?: \[\d+\])?\s+(?:([A-Z][A-Z_]{1,12}\d?)\s+)?\d+(?=\s|$)`,
  read: ([, source, destination, answers, protocol = '', state]) =>
    session(protocol, sessionEnd(source), sessionEnd(destination), sessionEnd(answers) ?? undefined, { state }),
};

/** The tag may have been cut off: `filterlog[123]: 5,,,1000000103,em0,match,block,in,4,0x0,,52,1,0,DF,6,tcp,60,192.0.2.1,203.0.113.9,44321,22,0,S,` */
const filterlog: SessionLine = {
  mark: /filterlog|^\d{1,5},(?:[^,]{0,40},){4}match,(?:pass|block)/,
  row: pattern`(?:filterlog\b.{0,80}?[\s:]|^)(?:[^,\s]{0,60},){4,5}\w{1,20},\w{1,20},(in|out),[46],(?:[^,]{0,20},){3,8}(${PROTOCOL}),(?:\d{1,3},)?\d{1,5},([0-9a-f:.]{2,45}),([0-9a-f:.]{2,45})(?:,(\d{1,5}),(\d{1,5}))?(?=,|$)`,
  read: ([, , protocol = '', from = '', to = '', fromPort, toPort]) =>
    session(protocol, { host: from, port: fromPort }, { host: to, port: toPort }),
  isPacket: true,
};

/** Junos: `session created 192.168.1.20/51234->198.51.100.7/443 0x0 junos-https 203.0.113.9/23456->198.51.100.7/443 ... 6 policy`. */
const junosLog: SessionLine = {
  mark: /RT_FLOW|session (?:created|closed|denied)/,
  row: pattern`\bsession (?:created|closed|denied)\b.{0,60}?\s(${END})->(${END})(?=[\s,])(?:.{1,80}?\s${END}->(${END})(?=[\s,]))?(?:.{0,120}?\s(\d{1,3})(?:\(\d+\))?\s)?`,
  read: ([, from, to, answers, protocol = 'unknown']) =>
    session(protocol, sessionEnd(from), sessionEnd(to), sessionEnd(answers) ?? undefined),
};

/** Huawei: `http VPN: public --> public 192.168.1.20:51234[203.0.113.9:2048] --> 198.51.100.7:80`. */
const huawei: SessionLine = {
  mark: /\bVPN: ?\S{1,30} ?-->/,
  row: pattern`^\s*(\S{2,20})\s+VPN: ?\S{1,30} ?--> ?\S{1,30}\s+(${END})(?:\[${END}\])? ?[-+]+> ?(${END})(?:\[(${END})\])?`,
  read: ([, service = '', from, to, answers]) =>
    session(service, sessionEnd(from), sessionEnd(to), sessionEnd(answers) ?? undefined),
};

/** FortiOS: `192.0.2.99:22->198.51.100.7:51234->state=estab err=0 ... process=201/sshd` (diagnose sys tcpsock). */
const fortinetSocket: SessionLine = {
  mark: /->state=/,
  row: pattern`^\s*(${END})->(${END})->state=([a-z]\w{2,12})\b(?:.{0,300}?\bprocess=(\d{1,10})\/(\S{1,60}))?`,
  read: ([, local, remote, state, pid, process]) => {
    const record = ends('tcp', sessionEnd(local, true), sessionEnd(remote, true));
    return record === null ? null : { ...record, state, pid, process };
  },
};

/** FortiOS: `tcp 3598 192.168.1.20:51234 203.0.113.9:51234 198.51.100.7:443 -` (get system session list): ends, each with its translation. */
const fortinetList: SessionLine = {
  mark: /(?:^|["\s])PROTO[ \t]+EXPIRE[ \t]+SOURCE[ \t]/,
  row: pattern`^\s*(${PROTOCOL}|\d{1,3})\s+\d{1,9}\s+(${END})\s+(?:${END}|-)\s+(${END})\s+(${END}|-)\s*$`,
  read: ([, protocol = '', from, to, inner]) =>
    session(protocol, sessionEnd(from), sessionEnd(to), sessionEnd(inner) ?? undefined),
};

/** Check Point: `Source: 192.168.1.20; SPort: 51234; Dest: 198.51.100.7; DPort: 443; Protocol: tcp;` (fw tab -f). */
const checkPoint: SessionLine = {
  mark: /\bDPort: \d/,
  row: pattern`\bSource: ([0-9a-f:.]{2,45}); SPort: (\d{1,5}); Dest: ([0-9a-f:.]{2,45}); DPort: (\d{1,5}); Protocol: (\w{2,10});`,
  read: ([, from = '', fromPort, to = '', toPort, protocol = '']) =>
    session(protocol, { host: from, port: fromPort }, { host: to, port: toPort }),
};

/** Check Point: `<(outbound, src=[192.168.1.20,51234], dest=[198.51.100.7,443], TCP); ...` (fw ctl conntab). */
const checkPointKernel: SessionLine = {
  mark: /, dest=\[/,
  row: pattern`\((?:in|out)bound, src=\[([0-9a-f:.]{2,45}),(\d{1,5})\], dest=\[([0-9a-f:.]{2,45}),(\d{1,5})\], (\w{2,10})\)`,
  read: ([, from = '', fromPort, to = '', toPort, protocol = '']) =>
    session(protocol, { host: from, port: fromPort }, { host: to, port: toPort }),
};

/** Check Point: `<00000000, c0a80114, 0000c822, c6336407, 000001bb, 00000006; ...>` (fw tab -u): way, ends and protocol in hexadecimal. */
const checkPointTable: SessionLine = {
  mark: /^<0000000[01], [0-9a-f]{8}, /m,
  // Behind an arrow stands the entry that the row leads to.
  row: /^<0000000[01], ([0-9a-f]{8}), 0000([0-9a-f]{4}), ([0-9a-f]{8}), 0000([0-9a-f]{4}), 000000([0-9a-f]{2})(?:;[^<>]{0,400})?>(?! ->)/,
  read: ([, from = '', fromPort = '', to = '', toPort = '', protocol = '']) => {
    const [source, destination] = [dottedOf(from), dottedOf(to)];
    const port = (text: string): string => String(Number.parseInt(text, 16));
    return session(
      String(Number.parseInt(protocol, 16)),
      { host: source, port: port(fromPort) },
      { host: destination, port: port(toPort) },
    );
  },
};

function dottedOf(hex: string): string {
  return formatAddress(ipv4(Number.parseInt(hex, 16)));
}

/** Azure Firewall: `TCP request from 10.0.0.4:50120 to 198.51.100.7:443. Action: Deny`; one may be to a name, or translated. */
const azureFirewall: SessionLine = {
  mark: /request from \d/,
  row: pattern`\b(TCP|UDP|ICMP|HTTPS?|MSSQL|ANY)(?: Type=\d{1,3})? request from (${END}) to ([\w.-]{1,253}(?::\d{1,5})?|${END})(?: was DNAT'ed to (${END})|[.\s]|$)`,
  read: ([, protocol = '', from, to = '', answers]) => {
    const [source, destination] = [sessionEnd(from), sessionEnd(to.replace(/\.$/, ''))];
    if (destination !== null) return session(protocol, source, destination, sessionEnd(answers) ?? undefined);
    const [, host, port] = /^([\w.-]+?)(?::(\d+))?$/.exec(to) ?? [];
    if (source === null || host === undefined) return null;
    const [sourceAddress, sourcePort] = [source.host, source.port];
    return { protocol, sourceAddress, sourcePort, destinationAddress: host, destinationPort: port };
  },
};

/** Snort, Suricata: `[**] [1:2010935:3] a rule [**] [Priority: 2] {TCP} 198.51.100.7:44321 -> 192.0.2.17:1433`. */
const fastAlert: SessionLine = {
  mark: /\[\*\*\]/,
  row: pattern`\[\*\*\] \[\d{1,10}:\d{1,10}:\d{1,10}\] .{0,400}?\{([A-Z0-9-]{2,12})\} (${END}) -> (${END})\s*$`,
  read: ([, protocol = '', from, to]) => session(protocol, sessionEnd(from), sessionEnd(to)),
  isPacket: true,
};

/** PAN-OS by syslog: cells in their order, `...,TRAFFIC,end,2305,when,source,destination,both translated,rule,...,ports,...`. */
const paloAltoLog: SessionLine = {
  // With a header it is a table.
  mark: /^(?![^\n]{0,4000}\bSource address\b)[^]*?,(?:TRAFFIC|THREAT),/i,
  row: pattern`,(?:TRAFFIC|THREAT),[\w-]{1,20},[^,]{0,12},([^,]{19,30}),([0-9a-f.:]{2,45}),([0-9a-f.:]{2,45}),[^,]{0,45},([0-9a-f.:]{0,45}),(?:[^,]{0,120},){13}(\d{1,5}),(\d{1,5}),\d{1,5},\d{1,5},0x[0-9a-f]{1,16},([\w-]{2,10}),[\w-]{1,20}(?:,\d{1,15},(\d{1,15}),(\d{1,15}),)?`,
  read: ([, time, from = '', to = '', translated = '', fromPort, toPort, protocol = '', bytes, received]) => {
    const answers = /^(?:0\.0\.0\.0|::|)$/.test(translated) ? undefined : sessionEnd(translated);
    const ends = [
      { host: from, port: fromPort },
      { host: to, port: toPort },
    ] as const;
    const record = session(protocol, ...ends, answers ?? undefined, { bytes, received });
    return record === null ? null : { ...record, time };
  },
};

/**
 * tshark -z conv: `192.0.2.17:52310 <-> 198.51.100.7:443  10 10000  10 2345  20 12345  0.0 12.3`: frames and bytes to the
 * first, then to the other. The title above says the protocol, a line does not.
 */
const conversation: SessionLine = {
  mark: /\sConversations\s/,
  row: pattern`^\s{0,4}(${END})\s{1,40}<->\s(${END})\s+\d+ +(\d+)(?: (k|M|G)?(?:B|bytes))?\s+\d+ +(\d+)(?: (k|M|G)?(?:B|bytes))?\s+\d+ +\d+`,
  read: ([, from, to, received, receivedUnit, sent, sentUnit]) => {
    // IPv6 stands in no brackets before a port: what can't be an address as a whole says so of both.
    const hasPorts = [from, to].some((text) => sessionEnd(text) === null);
    const end = (text: string | undefined): SessionEnd | null => (hasPorts ? withPort(text) : sessionEnd(text));
    // Rounded to units a size says too little of what was sent.
    const bytes = sentUnit === undefined ? sent : undefined;
    return session('unknown', end(from), end(to), undefined, {
      bytes,
      received: receivedUnit === undefined ? received : undefined,
    });
  },
  isPacket: true,
};

function withPort(text: string | undefined): SessionEnd | null {
  const { host, port } = splitLastColon(text ?? '');
  return sessionEnd(host) === null ? null : { host, port: port ?? undefined };
}

/** Every kind of one line. */
export const sessionLines: readonly SessionLine[] = [
  pf,
  mikrotik,
  mikrotikLog,
  bigIp,
  vyos,
  filterlog,
  junosLog,
  huawei,
  fortinetSocket,
  fortinetList,
  checkPoint,
  checkPointKernel,
  checkPointTable,
  azureFirewall,
  fastAlert,
  paloAltoLog,
  conversation,
  ...ciscoLines,
  ...monitorLines,
  ...toolLines,
  ...logLines,
];
