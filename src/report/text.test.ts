import { expect, test } from 'vitest';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { displayWidth } from './_display-width.js';
import {
  FAKE_PEERS,
  fakeFinding,
  fakeInput,
  fakeInvestigation,
  fakeJudgement,
  fakePeer,
  fakeProcess,
} from './_fake-investigation.js';
import type { RenderOptions } from './report.js';
import { text } from './text.js';

const OPTIONS: RenderOptions = {
  width: 80,
  colour: false,
  defang: false,
  isTerminal: false,
  top: 10,
  utc: true,
  detail: 'normal',
};

function rendered(
  options: Partial<RenderOptions> = {},
  peers: readonly JudgedPeer[] = FAKE_PEERS,
  inputs = [fakeInput()],
): string {
  const chunks: string[] = [];
  text.render(fakeInvestigation(peers, inputs), { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  return chunks.join('');
}

const many = (count: number, verdict: 'malicious' | 'unexplained' | 'expected'): JudgedPeer[] =>
  Array.from({ length: count }, (_, index) => fakePeer(`9.0.${index >> 8}.${index & 255}`, verdict));

test('the header says what was read, what it cannot show, how to fix that, and that nothing left', () => {
  const said = rendered({ width: 120 });
  expect(said).toContain('connections.txt · Windows netstat -bno · language de · cp850 · 152 rows');
  expect(said).toContain('sha256 3b1f09c4a2d1');
  expect(said).toContain('1 line could not be read: 93 (not an address)');
  expect(said).toContain('1 address cut short by the tool: 2606:4700:10::681');
  expect(said).toMatch(/^Blind {6}Windows netstat shows no far ends of UDP\.$/m);
  expect(said).toMatch(/^Fix first {2}Get-NetUDPEndpoint/m);
  expect(said).toContain('pack 2026.6.17, data of 2026-06-17');
  expect(said).toContain('Nothing left this machine.');
});

test('old knowledge and an early stop are said', () => {
  const investigation = fakeInvestigation(FAKE_PEERS, [fakeInput({ partial: true })]);
  const chunks: string[] = [];
  const pack = { ...investigation.pack, stale: 'The data is 400 days old.' };
  text.render({ ...investigation, pack }, OPTIONS, (chunk) => chunks.push(chunk));
  expect(chunks.join('')).toContain('The data is 400 days old.');
  expect(chunks.join('')).toContain('Reading stopped early');
});

test('counts come first and peers worst first', () => {
  const said = rendered();
  expect(said).toContain('4 peers · 1 malicious · 1 suspicious · 1 unexplained · 1 expected');
  const places = ['185.220.101.34', '45.9.20.7', '91.198.174.192', 'EXPECTED'].map((word) => said.indexOf(word));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
});

test('what would change the verdict stands in one line, and a step says how far it could move it', () => {
  expect(rendered()).toContain('Would be   unexplained without the second reason; malicious if it is');
  const [peer] = FAKE_PEERS;
  const next = [{ says: 'Look', do: 'whois 192.0.2.1', moves: { decibans: 32, verdict: 'malicious' as const } }];
  const said = rendered({}, [{ ...peer, judgement: { ...peer.judgement, next } }]);
  expect(said).toContain('Look (up to +32): whois 192.0.2.1');
  const turning = [{ ...next[0], moves: { decibans: -26, verdict: 'unexplained' as const } }];
  expect(rendered({}, [{ ...peer, judgement: { ...peer.judgement, next: turning } }])).toContain(
    'Look (up to -26, to unexplained): whois',
  );
});

test('addresses of lines that stand together share a column, one that is too long pushes its own line', () => {
  const texts = ['192.0.2.1', '2001:db8:1:2:3::4', '2001:db8:1111:2222:3333:4444:5555:6666'];
  const said = rendered(
    {},
    texts.map((address) => {
      const judged = fakePeer('192.0.2.1', 'unexplained');
      return { ...judged, peer: { ...judged.peer, text: address } };
    }),
  );
  const [short, long, longest] = texts.map((address) =>
    said.split('\n').find((line) => line.includes(`  ${address} `)),
  );
  expect(short?.indexOf('%')).toBe(long?.indexOf('%'));
  expect(longest?.indexOf('%')).toBeGreaterThan(long?.indexOf('%') ?? 0);
});

test('peers that a filter left out are counted, and no peer is explained', () => {
  const investigation = fakeInvestigation();
  const of = (found: Investigation): string => {
    const chunks: string[] = [];
    text.render(found, OPTIONS, (chunk) => chunks.push(chunk));
    return chunks.join('').replace(/\s+/g, ' ');
  };
  expect(of(investigation)).not.toContain('left out');
  expect(of({ ...investigation, scene: { ...investigation.scene, peers: 7 } })).toContain(
    'Filter 3 of 7 peers are left out by the filter of this report (--only).',
  );
  const empty = fakeInvestigation([]);
  expect(of({ ...empty, scene: { ...empty.scene, peers: 0 } })).toContain(
    'No row has a public address at its far end.',
  );
  expect(of({ ...empty, scene: { ...empty.scene, peers: 1 } })).toContain('No peer matches the filter.');
});

test('on a terminal, where the beginning has scrolled away, the last line names the worst', () => {
  const last = (said: string): string => said.trimEnd().split('\n').at(-1) ?? '';
  expect(last(rendered({ isTerminal: true, width: 120 }))).toMatch(
    /^Worst {6}.*185\.220\.101\.34.* \(93 %, Example Hosting\) · .*45\.9\.20\.7.* \(47 %, Example Hosting\)$/,
  );
  expect(rendered()).not.toContain('Worst');
  expect(rendered({ isTerminal: true }, [fakePeer('192.0.2.1', 'expected')])).not.toContain('Worst');
});

test('a far end that could not be judged lowers the coverage of the whole, with the step that would help', () => {
  const spot = { id: 'names-not-addresses', says: 'Names.', fix: 'netstat -n' };
  const said = rendered({}, FAKE_PEERS, [fakeInput({ blindSpots: [spot] })]);
  expect(said.replace(/\s+/g, ' ')).toContain(
    'Coverage 4 of 6 far ends could be judged (67 %): 1 known by name only, 1 cut short. The others: netstat -n',
  );
  expect(rendered({}, FAKE_PEERS, [fakeInput({ nameOnlyPeers: [], truncatedPeers: [] })])).not.toContain(
    'far ends could',
  );
});

test('the verdict is a word, with and without colour', () => {
  expect(rendered()).toMatch(/^MALICIOUS {2}185\.220\.101\.34 {2}93 % {2}score \+11 · coverage 55 %$/m);
  expect(rendered({ colour: true })).toContain('\x1b[1;91mMALICIOUS\x1b[0m');
});

test.each([
  ['halves', [19.5, 14, -2.5]],
  ['hundredths', [3.25, -1.05, 40]],
  ['nothing found', []],
  ['a finding that counts nothing', [12, 0]],
])('printed reasons add up to the printed score: %s', (_, weights) => {
  const findings = weights.map((weight) => fakeFinding(weight, 'A reason.'));
  const peer = fakePeer('185.220.101.34', 'malicious', { judgement: fakeJudgement('malicious', findings) });
  const block = rendered({}, [peer]).split('\n');
  const start = block.findIndex((line) => line.startsWith('  Why '));
  const end = block.findIndex((line) => line.includes('likely malicious'));
  const numbers = block
    .slice(start, end + 1)
    .flatMap((line) => /^(?: {2}Why)? +([+-]?\d+(?:\.\d+)?) /.exec(line)?.[1] ?? []);
  const score = Number(numbers.pop());
  expect(numbers.length).toBe(weights.length + 1);
  expect(numbers.reduce((sum, number) => sum + Number(number), 0)).toBeCloseTo(score, 6);
});

test('observed use of a port stands before its registered name', () => {
  expect(rendered()).toContain('4070/tcp ×3 in practice Spotify; registered as tripe');
});

test('rows, program and what is not known are shown', () => {
  const said = rendered({ width: 120 });
  expect(said).toContain('lines 14, 17 and 1 more');
  expect(said).toContain('svch0st.exe · pid 9120 · C:\\Users\\maria');
  expect(said).toContain('55 % · threat lists not asked (no list is loaded)');
});

test('with several inputs rows name their file', () => {
  expect(rendered({ width: 120 }, FAKE_PEERS, [fakeInput(), fakeInput({ name: 'late.txt' })])).toContain(
    'connections.txt 14, 17 and 1 more',
  );
});

test('links are printed where there is no terminal and hidden behind words where there is one', () => {
  const url = 'https://exchange.xforce.ibmcloud.com/ip/185.220.101.34';
  expect(rendered()).toMatch(new RegExp(`^ +(?:Look up +)?${url}$`, 'm'));
  const shown = rendered({ isTerminal: true });
  expect(shown).toContain(`\x1b]8;;${url}\x1b\\X-Force\x1b]8;;\x1b\\`);
  expect(shown.replaceAll(/\x1b\]8;;[^\x1b]*\x1b\\/g, '')).not.toContain('https://');
});

test('a private peer gets no links: a look-up would only leak it', () => {
  expect(rendered({}, [fakePeer('10.0.0.7', 'malicious')])).not.toContain('xforce');
});

test('a step that opens one of the linked sites is not said twice', () => {
  const [peer] = FAKE_PEERS;
  const next = [{ says: 'VirusTotal', do: 'https://www.virustotal.com/gui/ip-address/185.220.101.34' }];
  const said = rendered({}, [{ ...peer, judgement: { ...peer.judgement, next } }]);
  expect(said.match(/virustotal/g)?.length).toBe(1);
});

test('commands are never broken by a line end', () => {
  const command = `powershell -c "${'Get-Process | '.repeat(12)}"`;
  const [peer] = FAKE_PEERS;
  const said = rendered({ width: 60 }, [
    { ...peer, judgement: { ...peer.judgement, next: [{ says: 'Look', do: command }] } },
  ]);
  expect(said).toContain(command);
});

test.each([60, 80, 120, 160])('nothing but links and commands is wider than %i columns', (width) => {
  const wide = rendered({ width, detail: 'full' })
    .split('\n')
    .filter((line) => displayWidth(line) > width);
  expect(wide.filter((line) => !/https:|Get-Authenticode/.test(line))).toEqual([]);
});

test('widths beyond 60 and 160 are taken as those', () => {
  expect(rendered({ width: 10 })).toBe(rendered({ width: 60 }));
  expect(rendered({ width: 999 })).toBe(rendered({ width: 160 }));
});

test('wide characters keep their columns', () => {
  const peers = [fakePeer('91.198.174.192', 'unexplained'), fakePeer('91.198.174.193', 'unexplained')];
  const owner = { ...peers[0].owner, organisation: '日本電信電話'.repeat(10) };
  const lines = rendered({ width: 60 }, [{ ...peers[0], owner }, peers[1]]).split('\n');
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  expect(lines.some((line) => line.includes('日本') && line.endsWith('…'))).toBe(true);
});

test('beyond the top peers come one line each, and beyond those a count', () => {
  const said = rendered({ top: 2 }, many(4219, 'malicious'));
  expect(said.match(/^ {2}Why /gm)?.length).toBe(2);
  expect(said.match(/^ {2}9\.0\./gm)?.length).toBe(6);
  expect(said).toContain('and 4,211 more: --all, or -o csv');
});

test('--all shows every peer, expected ones too', () => {
  const said = rendered({ top: null }, [...many(15, 'malicious'), ...many(30, 'expected')]);
  expect(said.match(/^ {2}Why /gm)?.length).toBe(15);
  expect(said.match(/^ {2}9\.0\.0\.\d+/gm)?.length).toBe(30);
  expect(said).not.toContain('more:');
});

test('expected peers are folded by organisation', () => {
  expect(rendered({}, many(30, 'expected'))).toContain('Example Hosting  30 peers  Spotify · 4070/tcp');
});

test('peers are only built when they are shown', () => {
  const investigation = fakeInvestigation(many(5000, 'malicious'));
  let built = 0;
  const peers = new Proxy(investigation.peers, {
    get: (target, key) => (key === 'at' ? (index: number) => (built++, target.at(index)) : Reflect.get(target, key)),
  });
  text.render({ ...investigation, peers }, { ...OPTIONS, top: 3 }, () => {});
  expect(built).toBe(12);
});

test('what was set aside is counted by class', () => {
  expect(rendered({ width: 120 })).toMatch(/^Set aside {2}listener 31 · loopback 12/m);
});

test('defanged text has no address that anything would turn into a link', () => {
  const [peer] = FAKE_PEERS;
  const judgement = fakeJudgement('malicious', [fakeFinding(30, 'Listed: 185.220.101.34 serves evil.example.')]);
  const said = rendered({ defang: true }, [{ ...peer, peer: { ...peer.peer, names: ['evil.example'] }, judgement }]);
  expect(said).toContain('185[.]220[.]101[.]34  91 %');
  expect(said).toContain('Listed: 185[.]220[.]101[.]34 serves evil[.]example.');
  expect(said).toContain('https://www.shodan.io/host/185.220.101.34');
});

test('brief leaves out header and next steps, full adds facts and evidence', () => {
  const brief = rendered({ detail: 'brief' });
  expect(brief).not.toContain('Nothing left');
  expect(brief).not.toContain('https:');
  expect(brief).toContain('Why');
  const full = rendered({ detail: 'full' });
  expect(full).toContain('country: DE (fake source, 2026-06-17)');
  expect(full).toContain('look-alike: svch0st.exe ~ svchost.exe');
  expect(full).toContain('line 93: not an address: TCP    10.0.0.999:80');
});

test('times are shown in UTC when asked, and one that no date can hold does not break the report', () => {
  const [peer] = FAKE_PEERS;
  const at = (time: number): JudgedPeer => ({ ...peer, peer: { ...peer.peer, firstSeen: time, lastSeen: time } });
  expect(rendered({}, [at(1_750_000_000_000)])).toContain('2025-06-15 15:06:40 UTC');
  expect(rendered({}, [at(1e300)])).toContain('no valid time');
});

test('a listing without programs, owner or port knowledge still reads well', () => {
  const [peer] = FAKE_PEERS;
  const owner = {
    country: null,
    as: null,
    organisation: null,
    network: { kind: 'unknown', provider: null, service: null },
  } as const;
  const processes = [fakeProcess({ name: null, path: null })];
  const bare = { ...peer, owner, ports: [], facts: [], ledger: [], peer: { ...peer.peer, processes, rows: [] } };
  const said = rendered({}, [bare]);
  expect(said).toContain('unknown owner · no AS known · country unknown');
  expect(said).toContain('pid 9120');
  expect(said).not.toMatch(/undefined|null|NaN/);
});

test('a port whose protocol the listing does not tell is said so, and no web search asks for it', () => {
  const { peer, ...rest } = fakePeer('9.0.0.7', 'malicious');
  const ports = [{ port: 8443, protocol: 'unknown', connections: 1, isLocal: false }];
  const said = rendered({ width: 120 }, [{ ...rest, peer: { ...peer, ports } }]);
  expect(said).toContain('8443 (protocol not told)');
  expect(said).toContain('q=%22port+8443%22\n');
  expect(said).not.toMatch(/8443\/unknown|port \d+ unknown/);
});
