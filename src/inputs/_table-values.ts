import type { Direction, State } from '../model/connection.js';
import { LINUX_STATES } from './_linux-states.js';
import { stateOf } from './_states.js';

/** Cells that say "nothing": null of JSON writers, Zeek's unset and empty fields, psutil's empty tuple, Volatility's and Excel's. */
export function isAbsent(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.length > 9 || (first >= 0x30 && first <= 0x39)) return false;
  return (
    text === '' ||
    text === '-' ||
    text === '--' ||
    /^(?:null|none|n\/a|nan|nil|\(empty\)|undefined|\(\)|\[\]|\{\})$/i.test(text)
  );
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '2': 'igmp',
  '6': 'tcp',
  '17': 'udp',
  '33': 'dccp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmp6',
  '132': 'sctp',
  '136': 'udplite',
  'ipv6-icmp': 'icmp6',
  icmpv6: 'icmp6',
  sock_stream: 'tcp',
  sock_dgram: 'udp',
  stream: 'tcp',
  dgram: 'udp',
};

/** Application protocols that packet lists print instead of the transport below them. */
const OVER_TCP =
  /^(?:http|tls|ssl|ssh|smb|ldap|kerberos|krb5|imap|pop|smtp|ftp|rdp|tpkt|dcerpc|mysql|rtmp|websocket|ocsp)/;
const OVER_UDP = /^(?:quic|gquic|dns|mdns|llmnr|nbns|ntp|ssdp|dhcp|stun|snmp|wireguard|openvpn|rtp|rtcp)/;

/** `TCPv4`, `6`, `IPPROTO_TCP`, `SOCK_STREAM`, `TLSv1.3` -> transport in lower case. */
export function protocolFrom(text: string | undefined, fallback: string): string {
  if (text === undefined) return fallback;
  if (text === 'tcp' || text === 'udp') return text;
  // SonicWall: `tcp/https`; QRadar: `tcp_ip`.
  const word = text
    .toLowerCase()
    .replace(/^(?:ip)?proto_|^af_inet6?_|^socketkind\./, '')
    .replace(/(?<=^(?:tcp|udp|icmp))(?:\/.*|_ip)$/, '');
  const known = PROTOCOLS[word];
  if (known !== undefined) return known;
  const base = /^(tcp|udp|raw|sctp|icmp)(?:v?[46])?(?: ?6)?$/.exec(word)?.[1];
  if (base !== undefined) return base === 'icmp' && word.endsWith('6') ? 'icmp6' : base;
  if (OVER_TCP.test(word)) return 'tcp';
  if (OVER_UDP.test(word)) return 'udp';
  return /^[a-z0-9][a-z0-9_.-]{0,19}$/.test(word) ? word : fallback;
}

/** MSFT_NetTCPConnection.State as ConvertTo-Json prints it (also the MIB's numbers, RFC 4022, where they agree). */
const NUMBERED: readonly (State | null)[] = [
  null,
  'closed',
  'listening',
  'syn-sent',
  'syn-received',
  'established',
  'fin-wait-1',
  'fin-wait-2',
  'close-wait',
  'closing',
  'last-ack',
  'time-wait',
  'closed',
];

/** A state as words or numbers say it; pf tells those of both ends (`ESTABLISHED:ESTABLISHED`). */
export function stateFrom(text: string | undefined, protocol: string): State {
  if (text === undefined) return protocol === 'tcp' ? 'unknown' : 'none';
  // Hexadecimal as in /proc/net/tcp, which jc leaves as it is.
  if (/^0[0-9a-f]$/i.test(text)) return LINUX_STATES[Number.parseInt(text, 16)] ?? 'unknown';
  if (/^\d{1,3}$/.test(text)) return text === '100' ? 'bound' : (NUMBERED[Number(text)] ?? 'unknown');
  return (
    stateOf(text) ??
    stateOf(/^([A-Z_\d]{2,20}):[A-Z_\d]{2,20}$/.exec(text)?.[1] ?? '') ??
    (protocol === 'tcp' ? 'unknown' : 'none')
  );
}

const OUT =
  /^(?:out|outbound|outgoing|egress|egressing|l2r|send|sent|upload|client|to_server|%%14593|1->|->|initiated|external_out|tx)$/;
const IN =
  /^(?:in|inbound|incoming|ingress|ingressing|r2l|receive|received|recv|download|server|%%14592|<-|accepted|rx)$/;
const LISTEN = /^(?:listen|listening|bind|bound)$/;

/** Who opened the connection in a tool's words (`%%14592` is Security 5156's inbound); null when it doesn't say. */
export function directionFrom(
  text: string | undefined,
  initiated: string | undefined,
  inbound?: string,
): Direction | null {
  if (inbound !== undefined) {
    if (/^(?:true|1)$/i.test(inbound)) return 'inbound';
    if (/^(?:false|0)$/i.test(inbound)) return 'outbound';
  }
  if (initiated !== undefined) {
    if (/^(?:true|1|yes)$/i.test(initiated)) return 'outbound';
    if (/^(?:false|0|no)$/i.test(initiated)) return 'inbound';
  }
  const word = (text ?? inbound)?.toLowerCase();
  if (word === undefined) return null;
  if (OUT.test(word)) return 'outbound';
  if (IN.test(word)) return 'inbound';
  return LISTEN.test(word) ? 'listening' : null;
}

/** A count of bytes; thousands separators are taken off, anything else is null. */
export function bytesFrom(text: string | undefined): number | null {
  if (text === undefined) return null;
  const digits = text.replace(/[,_' \u00a0]|(?<=\d) ?bytes$/g, '');
  return /^\d{1,15}(?:\.0+)?$/.test(digits) ? Number(digits) : null;
}

export function pidFrom(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return Number(text);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  const digits = text.replace(/[, ]/g, '');
  return /^\d{1,10}(?:\.0)?$/.test(digits) ? Number(digits) : null;
}
