import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { memorySource } from '../inputs/_memory-source.js';
import type { Investigation } from '../model/investigation.js';
import { investigate } from './investigate.js';
import { type Knowledge, openKnowledge } from './knowledge.js';

// What collectors leave: several listings of one moment, processes and names in folders of their own, and much text.

let directory = '';
let knowledge: Knowledge;
beforeAll(async () => {
  directory = await builtKnowledge();
  knowledge = await openKnowledge({ directory, now: new Date('2026-06-20') });
}, 120_000);
afterAll(() => knowledge.close());

const SS =
  'tcp   LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=812,fd=3))\n' +
  'tcp   ESTAB  0 0 10.0.0.5:22 1.1.1.1:51514 users:(("sshd",pid=2201,fd=4),("sshd",pid=2188,fd=4))\n' +
  'tcp   ESTAB  0 0 10.0.0.5:48212 9.9.9.9:443 users:(("git-remote-http",pid=3100,fd=5))\n' +
  'udp   ESTAB  0 0 10.0.0.5:50123 8.8.8.8:53 users:(("systemd-resolve",pid=700,fd=14))\n';
const SS_NAMES = SS.replaceAll('10.0.0.5:', 'web-01:').replace('9.9.9.9:443', 'dns9.quad9.example:https');
const NETSTAT =
  'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\n' +
  'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd: /usr/sbin\n' +
  'tcp6       0      0 ::ffff:10.0.0.5:22      ::ffff:1.1.1.1:51514    ESTABLISHED 2188/sshd: admin [p\n' +
  'tcp        0      0 10.0.0.5:48212          9.9.9.9:443             ESTABLISHED 3100/git-remote-htt\n';
const LSOF =
  'COMMAND    PID     USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n' +
  'git-remot 3100     1000    5u  IPv4  25000      0t0  TCP 10.0.0.5:48212->9.9.9.9:443 (ESTABLISHED)\n';
const PS =
  'UID          PID    PPID  C STIME TTY          TIME CMD\n' +
  'systemd+     700       1  0 Nov24 ?        00:00:12 /lib/systemd/systemd-resolved\n' +
  'root         812       1  0 Nov24 ?        00:00:00 sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups\n' +
  'root        2188     812  0 09:00 ?        00:00:00 sshd: admin [priv]\n' +
  'admin       2201    2188  0 09:00 ?        00:00:00 sshd: admin@pts/0\n' +
  'admin       3100    2202  0 09:10 pts/0    00:00:00 /usr/lib/git-core/git-remote-http origin https://example.com/x\n';
const RULES = 'Chain INPUT\n  100  6000 ACCEPT tcp -- * * 91.189.91.39 0.0.0.0/0 tcp dpt:22\n';

function run(files: Readonly<Record<string, string>>): Promise<Investigation> {
  const sources = Object.entries(files).map(([name, text]) => ({
    ...memorySource(name, Buffer.from(text)),
    isFound: true,
    isAmongOthers: true,
  }));
  return investigate(sources, { keepPrivate: false, command: 'farend', version: '0', only: null }, knowledge);
}

function connectionsOf(found: Investigation): Record<string, number> {
  return Object.fromEntries([...found.peers].map(({ peer }) => [peer.text, peer.connections]));
}

test('one connection in several listings of a moment is one, told by the listing that says most of it', async () => {
  const found = await run({
    'uac/live_response/network/netstat_-anp.txt': NETSTAT,
    'uac/live_response/network/ss_-ap.txt': SS_NAMES,
    'uac/live_response/network/ss_-tanp.txt': SS,
    'uac/live_response/process/lsof_-nPl.txt': LSOF,
    'uac/live_response/process/ps_-ef.txt': PS,
  });
  expect(connectionsOf(found)).toEqual({ '1.1.1.1': 1, '9.9.9.9': 1, '8.8.8.8': 1 });
  const git = [...found.peers].find(({ peer }) => peer.text === '9.9.9.9');
  expect(git?.peer.processes).toMatchObject([
    { pid: 3100, name: 'git-remote-http', path: '/usr/lib/git-core/git-remote-http' },
  ]);
  expect(found.companions.flatMap(({ notes }) => notes)).toEqual([]);
  const { rows, external, byClass } = found.counts;
  expect({ rows, external, byClass }).toEqual({
    rows: 12,
    external: 3,
    byClass: { listener: 3, repeated: 6 },
  });
});

test('records of a log are connections each, and so are those of two computers', async () => {
  const record =
    '{"ts":1767225600.01,"id.orig_h":"10.1.1.7","id.orig_p":53380,"id.resp_h":"9.9.9.9","id.resp_p":443}\n';
  expect(connectionsOf(await run({ 'a/conn.log': record, 'b/conn.log': `${record}\n` }))).toEqual({ '9.9.9.9': 2 });
  const row = (host: string): string =>
    `Host,Protocol,LocalAddress,LocalPort,RemoteAddress,RemotePort,State\n${host},TCP,10.0.0.5,50000,9.9.9.9,443,Established\n`;
  expect(connectionsOf(await run({ 'a.csv': row('pc-a'), 'b.csv': row('pc-b') }))).toEqual({ '9.9.9.9': 2 });
  expect(connectionsOf(await run({ 'a.csv': row('pc-a'), 'b.csv': `${row('pc-a')}\n` }))).toEqual({ '9.9.9.9': 1 });
});

test('processes of one computer are not those of another whose listing lies elsewhere', async () => {
  const listing = (pid: number): string =>
    `  TCP    10.0.0.7:51544         9.9.9.9:4070     ESTABLISHED     ${pid}\r\n`.repeat(2);
  const processes = (name: string): string => `"Image Name","PID","Services"\r\n"${name}","9120","N/A"\r\n`;
  const found = await run({
    'a/network/netstat.txt': listing(9120),
    'a/process/tasklist.csv': processes('one.exe'),
    'a/process/notes.txt': 'seen\n',
    'b/network/netstat.txt': listing(9120).replaceAll('9.9.9.9', '8.8.8.8'),
    'b/process/tasklist.csv': processes('two.exe'),
  });
  const names = [...found.peers].map(({ peer }) => [peer.text, peer.processes[0]?.name]);
  expect(Object.fromEntries(names)).toEqual({ '9.9.9.9': 'one.exe', '8.8.8.8': 'two.exe' });
});

test('text that only mentions addresses is no listing where nobody named it', async () => {
  const found = await run({ 'net/ss.txt': SS, 'net/iptables.txt': RULES, 'home/history': 'ssh admin@91.189.91.39\n' });
  expect(found.inputs.map(({ name }) => name)).toEqual(['net/ss.txt']);
  const named = memorySource('iptables.txt', Buffer.from(RULES));
  const options = { keepPrivate: false, command: 'farend', version: '0', only: null };
  expect(connectionsOf(await investigate([named], options, knowledge))).toEqual({ '91.189.91.39': 1 });
});

test.each([
  ['addresses', '# seen today\n91.189.91.39\n91.189.91.40:443\n'],
  ['defanged ones with remarks', '1. 91.189.91[.]39 - first\n2. hxxp://91.189.91.40/a.php\n'],
  ['pairs', '192.168.1.20:52310 -> 91.189.91.39:443\n192.168.1.20:52311 -> 91.189.91.40:443\n'],
])('a list of %s is read wherever it lies', async (_, text) => {
  const found = await run({ 'net/ss.txt': SS, 'list.txt': text });
  expect(found.inputs.map(({ name }) => name)).toEqual(['net/ss.txt', 'list.txt']);
  expect(connectionsOf(found)).toMatchObject({ '91.189.91.39': 1, '91.189.91.40': 1 });
});
