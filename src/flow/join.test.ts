import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { memorySource } from '../inputs/_memory-source.js';
import { tarFile } from '../inputs/containers/_sample-archive.js';
import type { Investigation } from '../model/investigation.js';
import { investigate } from './investigate.js';
import { type Knowledge, openKnowledge } from './knowledge.js';

let directory = '';
let knowledge: Knowledge;
beforeAll(async () => {
  directory = await builtKnowledge();
  knowledge = await openKnowledge({ directory, now: new Date('2026-06-20') });
}, 120_000);
afterAll(() => knowledge.close());

const LISTING = [
  '  TCP    192.168.1.20:51544     35.186.224.47:4070     ESTABLISHED     9120',
  '  TCP    192.168.1.20:51545     1.1.1.1:443            ESTABLISHED     1180',
  '  TCP    192.168.1.20:51546     185.220.101.34:443     ESTABLISHED     5555',
  '  TCP    192.168.1.20:51547     9.9.9.9:443            TIME_WAIT       0',
].join('\r\n');
const PROCESSES = [
  '"ProcessId","ParentProcessId","Name","ExecutablePath","CommandLine"',
  '"4242","4","explorer.exe","C:\\Windows\\explorer.exe","explorer.exe"',
  '"9120","4242","Spotify.exe","C:\\Spotify\\Spotify.exe","Spotify.exe --x"',
  '"1180","700","svchost.exe","C:\\Windows\\System32\\svchost.exe","svchost.exe -k netsvcs"',
  '"5555","9120","rundll32.exe","C:\\Windows\\System32\\rundll32.exe","rundll32.exe x.dll,Start"',
].join('\r\n');
const SERVICES = '"Image Name","PID","Services"\r\n"System","4","N/A"\r\n"svchost.exe","1180","Dnscache,NlaSvc"\r\n';
const SIGNATURES =
  '"Path","Status","Signer"\r\n"c:\\spotify\\SPOTIFY.exe","Valid","CN=Spotify AB, C=SE"\r\n"C:\\Windows\\System32\\rundll32.exe","HashMismatch",""\r\n';
const DNS = '"Entry","Name","Data","Type"\r\n"ap.spotify.example","edge.example","35.186.224.47","1"\r\n';

function run(files: Readonly<Record<string, string>>, keepPrivate = false): Promise<Investigation> {
  const sources = Object.entries(files).map(([name, text]) => memorySource(name, Buffer.from(text)));
  return investigate(sources, { keepPrivate, command: 'farend', version: '0', only: null }, knowledge);
}

function peerOf(found: Investigation, address: string) {
  return [...found.peers].find(({ peer }) => peer.text === address);
}

test('companions give programs, parents, services, signers and names, whatever the order on the command line', async () => {
  const files = { 'p.csv': PROCESSES, 's.csv': SERVICES, 'sig.csv': SIGNATURES, 'dns.csv': DNS };
  const after = await run({ 'connections.txt': LISTING, ...files });
  const before = await run({ ...files, 'connections.txt': LISTING });
  for (const found of [after, before]) {
    const spotify = peerOf(found, '35.186.224.47');
    expect(spotify?.peer.names).toEqual(['ap.spotify.example', 'edge.example']);
    expect(spotify?.peer.processes).toMatchObject([
      {
        name: 'Spotify.exe',
        path: 'C:\\Spotify\\Spotify.exe',
        parent: 'explorer.exe',
        signer: 'Spotify AB',
        pid: 9120,
      },
    ]);
    expect(peerOf(found, '1.1.1.1')?.peer.processes[0]).toMatchObject({ services: ['Dnscache', 'NlaSvc'] });
    expect(peerOf(found, '185.220.101.34')?.peer.processes[0]).toMatchObject({
      parent: 'Spotify.exe',
      commandLine: 'rundll32.exe x.dll,Start',
      signer: null,
    });
    expect(peerOf(found, '9.9.9.9')?.peer.processes[0]?.name ?? null).toBe(null);
    expect(found.inputs.map(({ name }) => name)).toEqual(['connections.txt']);
    expect(found.inputs[0]).toMatchObject({ hasPrograms: true });
    expect(found.inputs[0]?.blindSpots.map(({ id }) => id)).not.toContain('no-programs');
  }
  expect(after.companions.map(({ kind, joined }) => [kind, joined])).toEqual([
    ['win32-process', 3],
    ['tasklist', 1],
    ['authenticode', 1],
    ['dns-client-cache', 1],
  ]);
  expect(after.companions[2]?.notes).toEqual([
    'the signature of C:\\Windows\\System32\\rundll32.exe is bad: HashMismatch',
  ]);
});

test('without companions nothing changes', async () => {
  const found = await run({ 'connections.txt': LISTING });
  expect(found.companions).toEqual([]);
  expect(found.inputs[0]?.blindSpots.map(({ id }) => id)).toContain('no-programs');
});

const OWNED = LISTING.split('\r\n')
  .map((row, at) => `${row}\r\n [${['Spotify.exe', 'svchost.exe', 'rundll32.exe', ''][at]}]`)
  .join('\r\n');

test('a process list whose names disagree with the listing is said to be of another computer and left out', async () => {
  const other = PROCESSES.replaceAll('Spotify', 'Teams').replaceAll('svchost', 'dns');
  const found = await run({ 'connections.txt': OWNED, 'p.csv': other });
  expect(found.companions[0]).toMatchObject({ joined: 0 });
  expect(found.companions[0]?.notes[0]).toContain('2 of 3 process numbers');
  expect(peerOf(found, '35.186.224.47')?.peer.processes[0]).toMatchObject({ name: 'Spotify.exe', path: null });
});

test('one process number that was used again is not joined, the others are', async () => {
  const rows = Array.from({ length: 4 }, (_, at) => `"${6000 + at * 4}","4","x${at}.exe","C:\\x${at}.exe",""`);
  const listing = rows.map(
    (_, at) =>
      `  TCP    192.168.1.20:${52_000 + at}     1.1.1.${at + 1}:443     ESTABLISHED     ${6000 + at * 4}\r\n [x${at}.exe]`,
  );
  const reused = PROCESSES.replace(
    '"9120","4242","Spotify.exe","C:\\Spotify\\Spotify.exe"',
    '"9120","4242","notepad.exe","C:\\notepad.exe"',
  );
  const found = await run({ 'c.txt': [OWNED, ...listing].join('\r\n'), 'p.csv': [reused, ...rows].join('\r\n') });
  expect(peerOf(found, '35.186.224.47')?.peer.processes[0]).toMatchObject({ name: 'Spotify.exe', path: null });
  expect(peerOf(found, '1.1.1.2')?.peer.processes[0]).toMatchObject({ path: 'C:\\x1.exe' });
  expect(found.companions[0]?.notes).toEqual(['process 9120 is another program in the listing: not joined']);
});

test('a link without a version, and a script whose file is its interpreter, are the programs of their process numbers', async () => {
  const listing = ['python3', 'fail2ban-server', 'nc', 'curl', 'sshd']
    .map((name, at) => `tcp ESTAB 0 0 10.0.0.1:5${at}544 1.1.1.${at + 1}:443 users:(("${name}",pid=${at + 51},fd=3))`)
    .join('\n');
  const files = [
    '/usr/bin/python3.11',
    '/usr/bin/python3.11',
    '/usr/bin/nc.openbsd',
    '/usr/sbin/cron',
    '/usr/sbin/sshd',
  ];
  const links = files.map((file, at) => `lrwxrwxrwx 1 root root 0 Nov 25 09:12 /proc/${at + 51}/exe -> ${file}`);
  const found = await run({ 'ss.txt': listing, 'proc-exe.txt': links.join('\n') });
  expect(found.companions[0]?.notes).toEqual([expect.stringContaining('process 54 is another program')]);
  const paths = [1, 2, 3, 4, 5].map((at) => peerOf(found, `1.1.1.${at}`)?.peer.processes[0]?.path);
  expect(paths).toEqual([...files.slice(0, 3), null, files[4]]);
});

test('a process that calls itself otherwise than its file, where no program is installed, hides', async () => {
  const listing = ['kworker', 'sshd', 'httpd', 'rsync', 'nginx', 'chronyd', 'dhclient']
    .map((name, at) => `tcp ESTAB 0 0 10.0.0.1:5${at}544 1.1.1.${at + 1}:443 users:(("${name}",pid=${at + 51},fd=3))`)
    .join('\n');
  const files = [
    '/dev/shm/.x (deleted)',
    '/usr/sbin/sshd',
    '/home/web/.cache/.y',
    '/usr/bin/vim',
    '/usr/sbin/nginx',
    '/usr/sbin/chronyd',
    '/usr/sbin/dhclient',
  ];
  const links = files.map((file, at) => `lrwxrwxrwx 1 root root 0 Nov 25 09:12 /proc/${at + 51}/exe -> ${file}`);
  const found = await run({ 'ss.txt': listing, 'proc-exe.txt': links.join('\n') });
  const processes = [1, 2, 3, 4].map((at) => peerOf(found, `1.1.1.${at}`)?.peer.processes[0]);
  expect(processes.map((process) => process?.path)).toEqual([...files.slice(0, 3), null]);
  expect(processes[0]?.name).toBe('kworker');
  expect(found.companions[0]?.notes).toEqual([expect.stringContaining('process 54 is another program')]);
});

test("the kernel's word on a program's file counts before what its command line claims", async () => {
  const listing = 'tcp ESTAB 0 0 10.0.0.1:51544 1.1.1.1:443 users:(("x",pid=51,fd=3))';
  const processes = '  PID  PPID USER COMMAND         COMMAND\n   51     1 root x               /usr/sbin/sshd -D\n';
  const link = 'lrwxrwxrwx 1 root root 0 Nov 25 09:12 /proc/51/exe -> /tmp/.cache/x\n';
  for (const [first, second] of [
    [processes, link],
    [link, processes],
  ]) {
    const found = await run({ 'ss.txt': listing, 'first.txt': first ?? '', 'second.txt': second ?? '' });
    expect(found.companions.flatMap(({ notes }) => notes)).toEqual([]);
    expect(peerOf(found, '1.1.1.1')?.peer.processes[0]).toMatchObject({
      path: '/tmp/.cache/x',
      commandLine: '/usr/sbin/sshd -D',
    });
  }
});

test('a process list that knows few of the numbers of a listing without names is left out', async () => {
  const listing = Array.from(
    { length: 6 },
    (_, at) => `  TCP    10.0.0.1:5${at}544     1.1.1.1:443     ESTABLISHED     ${9120 + at * 4}`,
  );
  const found = await run({ 'c.txt': listing.join('\r\n'), 'p.csv': PROCESSES });
  expect(found.companions[0]?.notes[0]).toContain('knows only 1 of the 6');
  expect(found.inputs[0]?.hasPrograms).toBe(false);
});

test('own addresses of another computer are noticed, those of this one are not', async () => {
  const own = (address: string): string =>
    `Windows IP Configuration\n\nEthernet adapter Ethernet:\n\n   IPv4 Address. . . . . . . . . . . : ${address}(Preferred)\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n   Default Gateway . . . . . . . . . : 192.168.1.1\n`;
  const elsewhere = await run({ 'c.txt': LISTING, 'ip.txt': own('10.9.9.9') });
  expect(elsewhere.companions[0]?.notes[0]).toContain(
    'none of its addresses (10.9.9.9) is one that connections of the listing are from (192.168.1.20)',
  );
  const here = await run({ 'c.txt': LISTING, 'ip.txt': own('192.168.1.20') });
  expect(here.companions[0]?.notes).toEqual([]);
  // A router's connections are from the machines behind it.
  const router =
    'ipv4 2 tcp 6 300 ESTABLISHED src=192.168.1.20 dst=1.1.1.1 sport=51544 dport=443 src=1.1.1.1 dst=192.0.2.9 sport=443 dport=51544 [ASSURED] mark=0 use=1\n';
  const behind = await run({ 'conntrack.txt': router, 'ip.txt': own('10.9.9.9') });
  expect(behind.companions[0]?.notes).toEqual([]);
});

const TABLE =
  'host,protocol,localAddress,localPort,remoteAddress,remotePort,pid,time\nPC-1,tcp,10.0.0.1,50000,1.1.1.1,443,9120,2026-03-01T12:00:00Z\n';

test('a companion of another host, or more than a day apart, is noticed', async () => {
  const note = 'farend collection\nhost: PC-2\ntime: 2026-03-01T12:00:00Z\n';
  const elsewhere = await run({ 'c.csv': TABLE, 'collection.txt': note, 'p.csv': PROCESSES });
  expect(elsewhere.companions.map(({ notes }) => notes[0])).toEqual(
    Array.from({ length: 2 }, () => 'c.csv: it is of the computer PC-2, the listing of PC-1: not joined'),
  );
  const late = 'farend collection\nhost: pc-1.corp.example\ntime: 2026-03-05T12:00:00Z\n';
  const later = await run({ 'c.csv': TABLE, 'collection.txt': late });
  expect(later.companions[0]?.notes).toEqual(['c.csv: it was made 4 days apart from the listing: not joined']);
});

test('what lies beside a listing belongs to that listing alone', async () => {
  const found = await run({ 'a/c.txt': LISTING, 'a/p.csv': PROCESSES, 'b/c.txt': LISTING });
  expect(found.inputs.map(({ hasPrograms }) => hasPrograms)).toEqual([true, false]);
  expect(found.companions[0]?.joined).toBe(3);
});

test('own addresses, gateways and networks are no peers, and a tunnel to everywhere is not one', async () => {
  const routes = [
    'default via 9.9.9.9 dev eth0',
    '1.1.1.0/24 dev eth0 proto kernel scope link src 1.1.1.20',
    '0.0.0.0/1 dev tun0 proto kernel scope link src 10.8.0.2',
  ];
  const found = await run({ 'c.txt': LISTING, 'r.txt': `${routes.join('\n')}\n` });
  expect([...found.peers].map(({ peer }) => peer.text).sort()).toEqual(['185.220.101.34', '35.186.224.47']);
  expect(found.counts.byClass).toEqual({ 'own-network': 2 });
  expect(found.companions[0]?.notes).toEqual(["1.1.1.0/24 is the computer's own network: no peers"]);
});

test('a mask that makes half the Internet its own hides nothing', async () => {
  const card =
    '2: eth0: <UP> mtu 1500\n    inet 1.1.1.1/1 scope global eth0\n    inet 185.220.101.1/4 scope global eth0\n    inet 192.168.1.20/24 scope global eth0\n';
  const found = await run({ 'c.txt': LISTING, 'a.txt': card });
  expect([...found.peers].map(({ peer }) => peer.text).sort()).toEqual(['185.220.101.34', '35.186.224.47', '9.9.9.9']);
});

test('what a person looked up is shown as facts with its source', async () => {
  const found = await run({
    'c.txt': LISTING,
    'bulk.csv': 'IP,Domain,Country,City,ISP\n185.220.101.34,x.example,Germany,Berlin,Example\n',
  });
  const facts = peerOf(found, '185.220.101.34')?.facts.filter(({ source }) => source === 'InfoByIP');
  expect(facts?.map(({ what, value }) => `${what}=${value}`)).toEqual([
    'domain=x.example',
    'country=Germany',
    'city=Berlin',
    'ISP=Example',
  ]);
});

/** The collector's note and `systeminfo` name the computer; a process list by WMI may. */
function systeminfo(host: string, address: string): string {
  return `\r\nHost Name:                 ${host}\r\nOS Name:                   Microsoft Windows 11 Pro\r\nNetwork Card(s):           1 NIC(s) Installed.\r\n                           [01]: Ethernet\r\n                                 IP address(es)\r\n                                 [01]: ${address}\r\n`;
}
function processesOf(host: string, programs: Readonly<Record<number, string>>): string {
  const rows = Object.entries(programs).map(([pid, name]) => `"${pid}","4","${name}","${host}"`);
  return ['"ProcessId","ParentProcessId","Name","PSComputerName"', ...rows].join('\r\n');
}
const NAMELESS = LISTING.replace('TIME_WAIT       0', 'ESTABLISHED     7000');

test('companions that name different computers are told apart although the listing names none', async () => {
  const found = await run({
    'connections.txt': NAMELESS,
    'systeminfo.txt': systeminfo('PC-1', '192.168.1.20'),
    'processes.csv': processesOf('PC-2', { 9120: 'evil.exe', 1180: 'svchost.exe' }),
  });
  expect(found.companions.map(({ joined, notes }) => [joined, notes])).toEqual([
    [0, []],
    [0, ['connections.txt: it is of the computer PC-2, the listing of PC-1 by what systeminfo.txt tells: not joined']],
  ]);
  expect(peerOf(found, '35.186.224.47')?.peer.processes[0]?.name ?? null).toBe(null);
});

test('which of two computers a listing is of is for a person to say where nothing proves one', async () => {
  const found = await run({
    'connections.txt': NAMELESS,
    'systeminfo.txt': systeminfo('PC-1', '10.0.0.9'),
    'processes.csv': processesOf('PC-2', { 9120: 'Spotify.exe', 1180: 'svchost.exe' }),
  });
  expect(found.companions[1]).toMatchObject({
    joined: 2,
    notes: [
      'connections.txt: it is of the computer PC-2, systeminfo.txt of PC-1, and the listing names none: one of them may not belong to it',
    ],
  });
});

test('a computer that calls itself by two names is not two where both prove theirs', async () => {
  const found = await run({
    'connections.txt': NAMELESS,
    'systeminfo.txt': systeminfo('PC-1', '192.168.1.20'),
    'processes.csv': processesOf('OLD-NAME', {
      9120: 'Spotify.exe',
      1180: 'svchost.exe',
      5555: 'a.exe',
      7000: 'b.exe',
    }),
  });
  expect(found.companions.map(({ joined, notes }) => [joined, notes])).toEqual([
    [0, []],
    [4, []],
  ]);
});

test('files that were written days apart are said to be, once, and joined all the same', async () => {
  const day = 86_400_000;
  const files: readonly (readonly [name: string, text: string, written: number])[] = [
    ['connections.txt', LISTING, 100 * day],
    ['p.csv', PROCESSES, 112 * day],
    ['s.csv', SERVICES, 113 * day],
    ['dns.csv', DNS, 101 * day],
    ['sig.csv', SIGNATURES, 500 * day],
  ];
  const sources = files.map(([name, text, written]) => ({ ...memorySource(name, Buffer.from(text)), written }));
  const options = { keepPrivate: false, command: 'farend', version: '0', only: null };
  const found = await investigate(sources, options, knowledge);
  const [processes, services, signatures, dns] = ['p.csv', 's.csv', 'sig.csv', 'dns.csv'].map((name) =>
    found.companions.find((companion) => companion.name === name),
  );
  expect(processes).toMatchObject({
    joined: 3,
    notes: [
      'connections.txt: its file was written 12 days after that of the listing (and 1 more of the companions), and none says when it was made: it may be of another time',
    ],
  });
  expect(services).toMatchObject({ joined: 1, notes: [] });
  expect(dns?.notes).toEqual([]);
  expect(signatures?.notes.join(' ')).not.toContain('written');
});

test('times of files say nothing where the listing tells its own', async () => {
  const day = 86_400_000;
  const rows = 'Time,Remote Address,Remote Port,PID\n2026-06-01T10:00:00Z,9.9.9.9,443,9120\n';
  const sources = [
    { ...memorySource('c.csv', Buffer.from(rows)), written: 100 * day },
    { ...memorySource('p.csv', Buffer.from(PROCESSES)), written: 112 * day },
  ];
  const options = { keepPrivate: false, command: 'farend', version: '0', only: null };
  expect((await investigate(sources, options, knowledge)).companions[0]).toMatchObject({ joined: 1, notes: [] });
});

test('files of an archive have times, too', async () => {
  const day = 86_400_000;
  const archive = tarFile([
    { name: 'c.txt', content: Buffer.from(LISTING), written: 20_000 * day },
    { name: 'p.csv', content: Buffer.from(PROCESSES), written: 20_003 * day },
  ]);
  const options = { keepPrivate: false, command: 'farend', version: '0', only: null };
  const found = await investigate([memorySource('case.tar', archive)], options, knowledge);
  expect(found.companions[0]?.notes.join(' ')).toContain('written 3 days after');
});
