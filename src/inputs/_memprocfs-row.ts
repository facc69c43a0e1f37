import { sessionEnd } from './_session-ends.js';
import type { RawRecord } from './_table-record.js';

// sys/net/netstat.txt of MemProcFS; newer versions have the time before the program and its path behind:
// 0000   4242 TCPv4  ESTABLISHED  192.168.1.20:52310            198.51.100.7:443             example.exe
// 0001    999 UDPv6               [fe80::1]:1900                ***                          svchost.exe

const END = String.raw`(\*{3}|\[[0-9a-f:.]{2,45}\]:\d{1,5}|[0-9a-f.]{3,15}:\d{1,5})`;
const ROW = new RegExp(
  String.raw`^[0-9a-f]{4,8}\s+(\d{1,10}) (TCP|UDP)v[46]\s+(?:([A-Z][A-Z_0-9]{2,12})\s+)?${END}\s+${END}\s+(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC\s+)?(\S.{0,400})$`,
);

/** A row of MemProcFS' netstat; undefined: none. */
export function memprocfsRow(line: string): RawRecord | undefined {
  const [, pid, protocol, state = '', from = '', to = '', time, owner = ''] = ROW.exec(line.slice(0, 600)) ?? [];
  if (protocol === undefined) return undefined;
  const [local, remote] = [endOf(from), endOf(to)];
  const [process, processPath = ''] = owner.trim().split(/\s{2,}/, 2);
  return {
    pid,
    protocol,
    state,
    localAddress: local.host,
    localPort: local.port,
    remoteAddress: remote.host,
    remotePort: remote.port,
    process,
    processPath,
    time: time === undefined ? '' : `${time}Z`,
  };
}

function endOf(text: string): { readonly host: string; readonly port: string | undefined } {
  return sessionEnd(text) ?? { host: '*', port: '' };
}
