import { parseAddress } from '../address/parse.js';
import { Interner } from './_intern.js';
import type { Field } from './_table-columns.js';
import { isAbsent } from './_table-values.js';
import { type RawRecord, readRecord, type TableTraits } from './_table-record.js';
import type { TableCounts } from './_table-spots.js';
import type { Sink } from './format.js';

/** What the columns of a table say of all its rows, and its layout of what carries them. */
export function traitsOf(fields: ReadonlySet<Field>, isInitiator: boolean, said?: string): TableTraits {
  const protocol = fields.has('state') || !fields.has('localAddress') || fields.has('remoteAddress') ? 'tcp' : 'udp';
  return { isInitiator, protocol: said ?? protocol, texts: new Interner(), combined: false };
}

/** Reads one record and hands it on, or tells why it can't be read. */
export function give(
  sink: Sink,
  record: RawRecord,
  line: number,
  text: string,
  traits: TableTraits,
  counts: TableCounts,
): void {
  const result = readRecord(record, line, traits);
  if (typeof result === 'string') return sink.badLine(line, text, result);
  const { connection, second } = result;
  counts.rows += 1;
  if (connection.process?.name != null) counts.withProgram += 1;
  if (connection.process?.pid != null) counts.withPid += 1;
  if (connection.remote.name !== null) counts.names += 1;
  if (connection.time !== null) counts.withTime += 1;
  sink.connection(connection);
  if (second !== null) sink.secondEnd(second);
}

/** Logs of Zeek and event types of Suricata that tell of what went over a connection, not of the connection. */
const OTHER_STREAMS =
  ' alert anomaly dns http http2 tls ssl x509 ocsp file files fileinfo smb smb_files smb_mapping ssh smtp ftp ftp_data ' +
  'dhcp krb5 kerberos ldap nfs tftp rdp sip snmp ike ikev2 mqtt quic rfb stats drop weird notice dce_rpc dcerpc ntlm ntp ' +
  'pe software known_hosts known_services syslog tunnel dpd modbus dnp3 mysql pgsql radius socks websocket packet cluster ' +
  'broker reporter capture_loss packet_filter loaded_scripts prof ';

/** Whatever tells of an end; a timeline (Defender) has rows of its other events without any. */
const ENDS: readonly Field[] = [
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'remoteHost',
  'sourceAddress',
  'destinationAddress',
  'destinationHost',
];

/**
 * Tells of what went over a connection, and names both of its ends: beside the records of connections such a record says
 * nothing new, alone it is all there is.
 */
export function isBesideFlows(record: RawRecord): boolean {
  const { stream, sourceAddress = '', destinationAddress = '' } = record;
  if (stream === undefined || sourceAddress === '' || destinationAddress === '') return false;
  return OTHER_STREAMS.includes(` ${stream} `) && !isLinkLayer(record);
}

/** Records of other kinds share a stream with connections: DNS answers, alerts, process starts are no rows. */
export function isOtherEvent(record: RawRecord): boolean {
  const { stream, eventId } = record;
  if (stream !== undefined && OTHER_STREAMS.includes(` ${stream} `)) return true;
  if (isLinkLayer(record) || isUnixSocket(record)) return true;
  if (stream !== undefined && !ENDS.some((field) => (record[field]?.trim() ?? '') !== '')) return true;
  if (record.remoteAddress !== undefined) return false;
  // Sysmon 3, Security 5156 and 5157; a record without an event number is judged by its columns.
  return eventId !== undefined && /^\d{1,5}$/.test(eventId) && !/^(?:3|5156|5157)$/.test(eventId);
}

/** osquery lists the sockets of the Unix family among the others: no transport, no ends. */
function isUnixSocket({ protocol, family, localAddress, remoteAddress }: RawRecord): boolean {
  // Volatility's linux.sockstat: netlink, Unix, packet and virtual machine sockets.
  if (family !== undefined && /^AF_(?!INET)/.test(family)) return true;
  // ss lists netlink, Unix, packet and virtual machine sockets.
  if (protocol !== undefined && /^(?:nl|u_\w{1,8}|p_\w{1,8}|v_\w{1,8})$/.test(protocol)) return true;
  return protocol?.trim() === '0' && localAddress?.trim() === '' && remoteAddress?.trim() === '';
}

/** Packet lists hold frames that aren't IP: their ends are hardware addresses (`VMware_c0:00:08`, `Broadcast`). */
function isLinkLayer(record: RawRecord): boolean {
  const { sourceAddress = '', destinationAddress = '' } = record;
  if (record.sourceAddress === undefined || record.destinationAddress === undefined) return false;
  if (/^R?ARP$/i.test(record.protocol ?? '')) return true;
  if (/^(?:LLDP|STP|RSTP|MSTP|CDP|EAPOL|LLC|LOOP|802\.11|0x[0-9a-f]{4})$/i.test(record.protocol ?? ''))
    return parseAddress(sourceAddress) === null || parseAddress(destinationAddress) === null;
  return HARDWARE.test(sourceAddress) || HARDWARE.test(destinationAddress);
}

/** Six pairs, or a vendor's name and the last three, or a group's name. */
const HARDWARE =
  /^(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|Broadcast|Spanning-tree\S{0,40}|[\w()-]{1,40}_(?:[0-9a-f]{2}:){1,2}[0-9a-f]{2})$/i;

/** True when no end of the record has a value. */
export function isWithoutEnds(record: RawRecord): boolean {
  return !ENDS.some((field) => !isAbsent(record[field]?.trim() ?? ''));
}

/** True when the record has a key for an end, whatever its value. */
export function hasEnds(record: RawRecord): boolean {
  if (record.remoteAddress !== undefined || record.localAddress !== undefined) return true;
  return record.sourceAddress !== undefined && record.destinationAddress !== undefined;
}
