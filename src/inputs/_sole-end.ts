import { parseAddress } from '../address/parse.js';
import type { RawRecord } from './_table-record.js';

// Alerts that name one end, whoever caused them:
// {"alert":"traffic to a known server","host":"web-01","dest_ip":"198.51.100.9","dest_port":443}
// {"rule":{"description":"sshd: brute force"},"agent":{"name":"web-01","ip":"192.168.1.5"},"data":{"srcip":"198.51.100.7"}}

/** What describes the computer or sensor that the record comes from. */
const OWN: readonly string[] = ['agent', 'host', 'observer', 'endpoint', 'device'];
/** Any end but the source's address and port. */
const OTHER_ENDS = ['localAddress', 'remoteAddress', 'remoteHost', 'destinationAddress'] as const;

/** Keys of hosts that hold addresses where there is none of addresses (OpenCanary: `src_host`, `dst_host`). */
export function withHosts(record: RawRecord): RawRecord {
  const { sourceAddress, destinationAddress, remoteAddress, sourceHost, destinationHost, remoteHost } = record;
  if (sourceAddress !== undefined || destinationAddress !== undefined || remoteAddress !== undefined) return record;
  if (isAddress(remoteHost)) return { ...record, remoteHost: undefined, remoteAddress: remoteHost };
  if (!isAddress(sourceHost) || destinationHost === undefined) return record;
  return {
    ...record,
    sourceHost: undefined,
    destinationHost: undefined,
    sourceAddress: sourceHost,
    destinationAddress: destinationHost,
  };
}

/**
 * The far end of an alert that tells only where something came from, if that is not the reporter itself. Its programs and
 * users are those of the reporter, and those that somebody tried.
 */
export function soleSource(record: RawRecord, value: object): RawRecord | null {
  const { host, time, protocol, sourceAddress = '', sourcePort, destinationPort, sourceHost } = record;
  // Windows' events name the source of what a program listens at (5158), Suricata's and Zeek's have both ends.
  if (/^\d+$/.test(record.eventId ?? '') || record.stream !== undefined) return null;
  if (!isAddress(sourceAddress) || isOwn(sourceAddress.trim(), value)) return null;
  if (OTHER_ENDS.some((field) => record[field] !== undefined) || isHost(record.destinationHost)) return null;
  return {
    host,
    time,
    // Wazuh calls the method of a request so.
    protocol: /^(?:tcp|udp|icmp)/i.test(protocol ?? '') ? protocol : undefined,
    direction: 'inbound',
    remoteAddress: sourceAddress,
    remotePort: sourcePort,
    localPort: destinationPort,
    remoteHost: sourceHost,
  };
}

/** Every other end. */
const NO_DESTINATION = ['localAddress', 'remoteAddress', 'remoteHost', 'sourceAddress', 'sourceHost'] as const;
const TO = /^(?:dst|dest)/i;
const DEEPEST = 4;

/** The far end of an alert that tells only where something went. Its programs are those that went there. */
export function soleDestination(record: RawRecord, value: object): RawRecord | null {
  const { destinationAddress = '', destinationPort, destinationHost, direction, ...told } = record;
  if (/^\d+$/.test(record.eventId ?? '') || record.stream !== undefined || /^in/i.test(direction ?? '')) return null;
  const address = destinationAddress.trim();
  // A server or a target may be the reporter's own.
  if (!isAddress(address) || isOwn(address, value) || !isCalled(TO, address, value, 0)) return null;
  if (NO_DESTINATION.some((field) => record[field] !== undefined)) return null;
  return {
    ...told,
    direction: 'outbound',
    remoteAddress: address,
    remotePort: destinationPort,
    remoteHost: isHost(destinationHost) ? destinationHost : undefined,
  };
}

/** Whether the address stands under such a key. */
function isCalled(key: RegExp, address: string, value: object, depth: number): boolean {
  return Object.entries(value).some(([name, child]: [string, unknown]) => {
    if (typeof child !== 'object' || child === null) return key.test(name) && String(child).trim() === address;
    return depth < DEEPEST && isCalled(key.test(name) ? /^/ : key, address, child, depth + 1);
  });
}

/** Not the path of a request (`url` of Wazuh). */
function isHost(text: string | undefined): boolean {
  return text !== undefined && !text.startsWith('/');
}

export function isAddress(text: string | undefined): boolean {
  return text !== undefined && parseAddress(text.trim()) !== null;
}

function isOwn(address: string, value: object): boolean {
  const { _source: source } = value as { readonly _source?: unknown };
  const inside = typeof source === 'object' && source !== null ? source : {};
  return [...Object.entries(value), ...Object.entries(inside)].some(([key, child]: [string, unknown]) => {
    if (!OWN.includes(key) || typeof child !== 'object' || child === null) return false;
    const { ip } = child as { readonly ip?: unknown };
    return ip === address || (Array.isArray(ip) && ip.includes(address));
  });
}
