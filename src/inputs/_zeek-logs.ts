import { type Column, columnOf } from './_table-columns.js';

// Zeek, base/protocols and base/frameworks: every log that tells of a connection begins with
// #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p

/** The columns of conn.log in every version; newer ones follow. */
const CONN =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state'.split(' ');
const ROW =
  /^\d{9,10}\.\d{1,9}\t(?:F[A-Za-z0-9]{8,24}\t)?C[A-Za-z0-9]{8,24}\t[0-9a-f.:]{2,45}\t\d{1,5}\t[0-9a-f.:]{2,45}\t\d{1,5}(?:\t(tcp|udp|icmp|unknown_transport))?(?:\t|$)/;
/** conn.log has a service, a duration and a size behind the protocol; other logs have numbers or names there. */
const CONN_ROW = /\t(?:tcp|udp|icmp|unknown_transport)\t[a-z][\w,.-]*\t|\t(?:tcp|udp|icmp|unknown_transport)\t-\t/;

const UDP = new Set(['dhcp', 'ntp', 'quic', 'radius', 'snmp', 'syslog', 'tftp']);
const TCP = new Set(
  'dce_rpc ftp http irc ldap ldap_search modbus mqtt_connect mqtt_publish mysql ntlm postgresql rdp redis rfb smb_files smb_mapping smtp socks ssh ssl websocket'.split(
    ' ',
  ),
);

/** Which log a head announces: `#path	http`, also without the mark that something took away; null: none of Zeek's. */
export function zeekPath(text: string): string | null {
  return /^#?path[ \t]+(\w{1,40})[ \t]*$/m.exec(text.slice(0, 4096))?.[1] ?? null;
}

/** What a column of a log other than conn.log says of the connection; there `host` is the name that a client asked for. */
export function zeekColumn(name: string, path: string): Column | null {
  const isName = name === 'server_name' || (path === 'http' && name === 'host');
  if (isName) return { field: 'destinationHost', isWeak: false, isInitiator: false };
  return /^(?:ts|proto|id[._](?:orig|resp)_[hp])$/.test(name) ? columnOf(name) : null;
}

/** What a log's connections are carried by where it has no column for that. */
export function zeekProtocol(path: string): string {
  return UDP.has(path) ? 'udp' : TCP.has(path) ? 'tcp' : 'unknown';
}

/** What the cells of a row mean that grep left without its header; null for any other line. */
export function zeekRow(line: string): { readonly columns: (Column | null)[]; readonly protocol?: string } | null {
  const short = line.slice(0, 300);
  const found = ROW.exec(short);
  if (found === null) return null;
  if (CONN_ROW.test(short)) return { columns: CONN.map(columnOf) };
  const names = CONN.slice(0, found[1] === undefined ? 6 : 7);
  const isOfFile = /^\S+\tF/.test(short);
  return { columns: [...(isOfFile ? ['ts', 'fuid', ...names.slice(1)] : names)].map(columnOf), protocol: 'unknown' };
}

/** A record of any log but conn.log, in JSON. */
export function isZeekRequest(value: object): boolean {
  return 'uid' in value && ('id.orig_h' in value || 'id_orig_h' in value) && !('conn_state' in value);
}
