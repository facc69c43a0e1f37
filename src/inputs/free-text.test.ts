import { expect, test } from 'vitest';
import { formatAddress } from '../address/format.js';
import type { Endpoint } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { readInput } from './index.js';

const NO_PEERS: readonly (readonly [string, string])[] = [
  ['a routing table of Windows', '          0.0.0.0          0.0.0.0      8.8.4.1     8.8.4.7     25\n'],
  ['a routing table of Linux', 'default via 8.8.4.1 dev eth0 proto dhcp metric 100\n'],
  [
    'a routing table of macOS',
    'Destination        Gateway            Flags\n8.8.4.9            8.8.4.1     UGHS     0   18\n',
  ],
  ['addresses of interfaces', '    inet 8.8.4.7 netmask 0xffffff00 broadcast 8.8.4.255\n'],
  [
    'ipconfig',
    '   IPv4-Adresse  . . . . . . . . . . : 8.8.4.7\n   Subnetzmaske  . . . . . . . . . . : 255.255.255.0\n',
  ],
  ['ipconfig /displaydns', '    (Host-)A-Eintrag  . . : 8.8.4.9\n    Eintragsname . . . . . : example.net\n'],
  ['an ARP cache of Windows', 'Interface: 8.8.4.7 --- 0x7\n  8.8.4.4           00-11-22-33-44-55     dynamic\n'],
  ['an ARP cache of Linux', '? (8.8.4.1) at 0a:1b:2c:3d:4e:5f [ether] on eth0\n'],
  ['a hosts file', '127.0.0.1 localhost\n8.8.4.9 server.example.net\n'],
  ['a Zeek log of DNS answers', '#separator \\x09\n#path\tdns\n1\tC1\t10.0.0.1\t8.8.4.9\n'],
  ['JSON of another kind', '{"answers":["8.8.4.9"]}\n'],
  ['addresses of interfaces in short', 'eth0             UP             8.8.4.7/24 fe80::1/64\n'],
  [
    'an ARP cache of old Linux',
    'Address                  HWtype  HWaddress\n8.8.4.1                  ether   00:11:22:33:44:55\n',
  ],
  ['groups of netstat -g', 'IPv6/IPv4 Group Memberships\nlo              1      224.0.0.1\n'],
  ['interfaces of netstat -i', 'Name  Mtu  Network  Address  Ipkts Ierrs\nen0   1500 8.8.4/24 8.8.4.7  99    -\n'],
  ['Get-NetIPAddress', 'IPAddress         : 8.8.4.7\nInterfaceIndex    : 7\nPrefixLength      : 24\n'],
  [
    'Get-NetRoute',
    'ifIndex DestinationPrefix NextHop\n------- ----------------- -------\n7       0.0.0.0/0         8.8.4.1\n',
  ],
  [
    'netsh',
    '    IP-Adresse:                           8.8.4.7\n    Subnetzpraefix:        8.8.4.0/24 (Maske 255.255.255.0)\n',
  ],
  [
    'versions of four numbers',
    '<version>1.2.3.4</version> "FileVersion": "10.0.19.1", Version 9.8.7.6, v1.2.3.5, build: 8.8.8.8\n',
  ],
  ['nothing but wildcards', 'web   0.0.0.0:80->80/tcp, :::80->80/tcp\n'],
  ['keys and values of a program', '  on_error => sub { 1 },\n  name => {key => 1, b\n'],
  ['a configuration', 'source: debian.example\ndestination: backup\nprotocol: rsync\nport: 22\n'],
  ['how to set up a firewall', 'Configure the ASA-5505 so that it permits tcp from inside to outside hosts.\n'],
  ['a summary of renamed files', ' lib/{a.x => b.x} | 4 ++--\n lib/{c.x => d.x} | 4 ++--\n'],
  ['protocols by number', 'tcp\t6\tTCP\t\t# transmission control protocol\nudp\t17\tUDP\t\t# user datagram protocol\n'],
  [
    'links of a page',
    '<a href="https://example.com/?a=b" target="_blank"><img src="https://example.com/x.png" height="9"></a>\n',
  ],
  ['prose with version numbers', 'Version 1.2.3.4.5 of lib-1.2.3.4 at 12:30:45.\n'],
];

test.each(NO_PEERS)('%s gives no peers', async (_, text) => {
  const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: () => undefined });
  expect([summary.format, summary.rows, summary.badLineCount]).toEqual([null, 0, 0]);
});

test.each([
  ['lsof, cut down', 'firefox 192.168.1.20:52310->198.51.100.7:443', ['192.168.1.20:52310 > 198.51.100.7:443 unknown']],
  [
    'a Metasploit session',
    '  1   meterpreter x64/windows  A\\b @ C  192.168.1.20:4444 -> 198.51.100.7:1040 (198.51.100.7)',
    ['192.168.1.20:4444 > 198.51.100.7:1040 unknown'],
  ],
  [
    'tshark, quoted in a sentence',
    'We saw 8.8.4.4 → 192.168.1.20 DNS 66 Standard query response A 8.8.8.8',
    ['192.168.1.20:null > 8.8.4.4:null unknown'],
  ],
  [
    'a conversation',
    '192.168.1.20:51544   <-> [2001:db8::7]:443    12 4,249 bytes',
    ['192.168.1.20:51544 > 2001:db8::7:443 unknown'],
  ],
  [
    'tcpdump, quoted in a sentence',
    'We saw IP6 2001:db8::1.51544 > 2001:db8:1::7.443: Flags [S], seq 1',
    ['2001:db8::1:51544 > 2001:db8:1::7:443 tcp'],
  ],
  [
    'an arrow to the left',
    'root sshd 812 internet stream tcp 192.168.1.20:22 <-- 198.51.100.7:5',
    ['198.51.100.7:5 > 192.168.1.20:22 tcp'],
  ],
])('a pair of %s is one row', async (_, line, expected) => {
  const rows: string[] = [];
  const end = (to: Endpoint | null): string => `${to?.address == null ? '' : formatAddress(to.address)}:${to?.port}`;
  const summary = await readInput(memorySource('x', Buffer.from(`Sessions of today\n${line}\n`)), {
    connection: (row) => rows.push(`${end(row.local)} > ${end(row.remote)} ${row.protocol}`),
  });
  expect([summary.format, summary.badLineCount, rows]).toEqual(['free-text', 0, expected]);
});
