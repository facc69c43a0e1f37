import { END, PROTOCOL, sessionEnd } from './_session-ends.js';
import { ends, pattern, session, type SessionLine } from './_session-record.js';

/** Comware: `192.0.2.1:22  198.51.100.7:51234  ESTABLISHED 0  0xffffffffffffff9e` (display tcp), a slot and a block behind. */
const comware: SessionLine = {
  mark: /^[ \t]*(?:TCPCB[ \t]+)?Local Addr:port[ \t]+Foreign Addr:port[ \t]+State/im,
  row: pattern`^\s*\*?\s*(${END})\s+(${END})\s+([A-Z][A-Z_0-9]{3,11})(?:\s+\d{1,6}\s+0x[0-9A-F]{8,16})?\s*$`,
  read: ([, local, remote, state]) => {
    const record = ends('tcp', sessionEnd(local), sessionEnd(remote));
    return record === null ? null : { ...record, state };
  },
};

/** IPTraf's log: `; TCP; eth0; 52 bytes; from 192.0.2.1:443 to 198.51.100.7:51234; first packet`. */
const iptraf: SessionLine = {
  mark: /; \d+ bytes; |; Connection /,
  row: pattern`;\s(${PROTOCOL});\s(?:\S{1,16}; \d+ bytes;(?: source MAC address \S{12,17};)? from|Connection) (${END}) to (${END})(?=[;\s]|$)`,
  read: ([, protocol = '', from, to]) => session(protocol, sessionEnd(from), sessionEnd(to)),
  isPacket: true,
};

/** Windows netstat -x: `Kernel  12 Connection  192.0.2.1:445  192.0.2.9:61234  0`; a listener has no far end. */
const networkDirect: SessionLine = {
  mark: /\bNetworkDirect\b/,
  row: pattern`^\s*(?:Kernel|User)\s+\d{1,9}\s+(\w{4,20})\s+(${END})\s+(${END}|NA)\s+(\d{1,10})\s*$`,
  read: ([, kind = '', local, remote = '', pid]) => {
    const far = remote === 'NA' ? { host: '*', port: '*' } : sessionEnd(remote);
    const record = ends('tcp', sessionEnd(local), far);
    return record === null ? null : { ...record, pid, state: kind === 'Listener' ? 'LISTEN' : 'ESTABLISHED' };
  },
};

/** IBM i, NETSTAT *CNN: `198.51.100.7  51234  telnet  000:00:03  Established`: far end, own port, how long it was idle. */
const ibmI: SessionLine = {
  mark: /\s\d{3}:\d\d:\d\d\s+\S/,
  row: pattern`^\s*(?:\d\s+)?(${END}|\*)\s+(\*|[\w-]{1,14})(?: >)?\s+(\*|[\w-]{1,14})(?: >)?\s+\d{3}:\d\d:\d\d\s+(\*UDP|[A-Z][A-Z-]{3,13}\d?)\s*$`,
  read: ([, remote = '', remotePort = '', localPort, state = '']) => {
    const far = remote === '*' ? { host: '*', port: '*' } : { host: remote, port: remotePort };
    const isUdp = state === '*UDP';
    const record = ends(isUdp ? 'udp' : 'tcp', { host: '*', port: localPort }, far);
    return record === null || isUdp ? record : { ...record, state: state.replaceAll('-', '_') };
  },
};

/** SNMP: `TCP-MIB::tcpConnState.192.0.2.1.22.198.51.100.7.51234 = INTEGER: established(5)`, its names or its numbers (RFC 4022). */
const snmp: SessionLine = {
  mark: /tcpConn(?:ection)?State\.|\.6\.13\.1\.1\.\d/,
  row: pattern`(?:\btcpConnState|\.6\.13\.1\.1|\btcpConnectionState)\.(?:ipv[46]z?\.)?"?([0-9a-f:]{2,47}|(?:\d{1,3}\.){3}\d{1,3})"?\.(\d{1,5})\.(?:ipv[46]z?\.)?"?([0-9a-f:]{2,47}|(?:\d{1,3}\.){3}\d{1,3})"?\."?(\d{1,5})"? = (?:INTEGER(?:32)?: )?'?(?:([a-z]\w{2,12})|(\d{1,2}))\b`,
  read: ([, local = '', port, remote = '', remotePort, word, number]) => {
    const [near, far] = [sessionEnd(paired(local)), sessionEnd(paired(remote))];
    const record = ends('tcp', near && { ...near, port }, far && { ...far, port: remotePort });
    return record === null ? null : { ...record, state: word ?? SNMP_STATES[Number(number)] };
  },
};
const SNMP_STATES =
  ' closed listen synSent synReceived established finWait1 finWait2 closeWait lastAck closing timeWait'.split(' ');

/** Its IPv6 addresses are sixteen octets: `20:01:0d:b8:...`. */
function paired(text: string): string {
  const octets = text.split(':');
  if (octets.length !== 16) return text;
  return octets.map((octet, index) => (index % 2 === 1 && index < 15 ? `${octet}:` : octet)).join('');
}

/** ipfw -d show: `03000 12 3400 (299s) STATE tcp 192.168.1.20 52011 <-> 198.51.100.7 443 :default`, older without rule counts. */
const ipfw: SessionLine = {
  mark: /\(\d+s\)/,
  row: pattern`^\s*\d{1,6} \d+ \d+ \(\d+s(?:, ?\S{1,20})?\) (?:[A-Z_]{2,12} )*(${PROTOCOL}) ([0-9a-f.:]{2,45}) (\d{1,5}) <-> ([0-9a-f.:]{2,45}) (\d{1,5})(?=\s|$)`,
  read: ([, protocol = '', from = '', fromPort, to = '', toPort]) =>
    session(protocol, { host: from, port: fromPort }, { host: to, port: toPort }),
};

/** FortiOS' sniffer: `1.674117 port5 in 192.168.1.20.52011 -> 198.51.100.7.443: syn 4050390623`; without -v 4 no interface stands there. */
const fortinetPacket: SessionLine = {
  mark: /: (?:syn|fin|rst|psh|ack|udp) \d|: icmp: /,
  row: pattern`^\s*(?:\d{4}-\d\d-\d\d [\d:]{8})?\d{0,9}\.\d{6} (?:\S{1,20} (?:in|out) )?(${END}) -> (${END}): (udp|icmp|syn|fin|rst|psh|ack)\b`,
  read: ([, from, to, word = '']) => {
    const protocol = /^(?:udp|icmp)$/i.test(word) ? word : 'tcp';
    return session(protocol, sessionEnd(from, true), sessionEnd(to, true));
  },
  isPacket: true,
};

/** Sockets of devices and systems of their own kind, and what monitors log of connections. */
export const monitorLines: readonly SessionLine[] = [comware, iptraf, networkDirect, ibmI, snmp, ipfw, fortinetPacket];
