import { expect, test } from 'vitest';
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
  ['prose with version numbers', 'Version 1.2.3.4.5 of lib-1.2.3.4 at 12:30:45.\n'],
];

test.each(NO_PEERS)('%s gives no peers', async (_, text) => {
  const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: () => undefined });
  expect([summary.format, summary.rows, summary.badLineCount]).toEqual([null, 0, 0]);
});
