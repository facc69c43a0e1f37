import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JudgedPeer } from '../model/investigation.js';
import {
  FAKE_PEERS,
  fakeAddress,
  fakeFinding,
  fakeInput,
  fakeInvestigation,
  fakeJudgement,
  fakePeer,
  fakeProcess,
} from './_fake-investigation.js';
import { html } from './html.js';
import { escapedText } from './html/_markup.js';
import { atlasKey, placeOf } from './html/_world-codes.js';
import type { RenderOptions } from './report.js';

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
  html.render(fakeInvestigation(peers, inputs), { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  return chunks.join('');
}

test('the page says what was read, its hash, blind spots with their fix, bad lines, sources and what was set aside', () => {
  const page = rendered();
  for (const said of [
    fakeInput().sha256,
    'Windows netstat shows no far ends of UDP.',
    'Get-NetUDPEndpoint; pktmon start --capture',
    'not an address',
    'CC0-1.0',
    'loopback <b>12</b>',
    '2606:4700:10::681',
    'pack 2026.6.17, data of 2026-06-17',
  ])
    expect(page).toContain(said);
});

test('the worst peer and its strongest reason stand on top; without a bad one nobody is named', () => {
  const start = (page: string): string => /<p class="start-with [^>]*>(.*?)<\/p>/s.exec(page)?.[1] ?? '';
  const [worst] = FAKE_PEERS;
  expect(start(rendered())).toContain(`<a href="#peer-1">${worst.peer.text}</a> at Example Hosting, Germany`);
  expect(start(rendered())).toContain(worst.judgement.findings[0].says);
  expect(start(rendered({}, [fakePeer('192.0.2.1', 'unexplained')]))).toBe('');
});

test('a page without peers has no way to parts that are not there', () => {
  const page = rendered({}, []);
  expect(page).not.toContain('href="#overview"');
  expect(page).not.toContain('href="#peers"');
});

test('reasons are printed as a sum that adds up', () => {
  const card = /id="peer-1".*?<\/details>/s.exec(rendered())?.[0] ?? '';
  const weights = [...card.matchAll(/<tr[^>]*><td>([+-]?[\d.]+)<td>/g)].map(([, weight]) => Number(weight));
  const total = weights.pop();
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(total ?? Number.NaN, 9);
  expect(weights.length).toBe(4);
});

test('a folded card says the strongest reason against the peer, that of an expected one none', () => {
  const against = fakeJudgement('suspicious', [fakeFinding(25, 'It hides.'), fakeFinding(-3, 'It is known.')]);
  const explained = fakeJudgement('expected', [fakeFinding(2, 'It is small.'), fakeFinding(-9, 'It fits.')]);
  const peers = [fakePeer('198.51.100.1', 'suspicious'), fakePeer('198.51.100.2', 'expected')];
  const page = rendered({}, [
    { ...peers[0], judgement: against },
    { ...peers[1], judgement: explained },
  ]);
  expect([...page.matchAll(/<span class="first">([^<]*)<\/span><\/summary>/g)].map(([, said]) => said)).toEqual([
    'It hides.',
  ]);
});

test('the policy names exactly the style and the script that the page carries', () => {
  const page = rendered();
  const policy =
    /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1].replaceAll('&#39;', "'") ?? '';
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy).toContain(`style-src ${hashOf(/<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '')}`);
  expect(policy).toContain(`script-src ${hashOf(/<script>(.*?)<\/script>/s.exec(page)?.[1] ?? '')}`);
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toContain('unsafe');
});

test('with many peers only the worst have a card, and the page says how many have none', () => {
  const few = Array.from({ length: 400 }, (_, index) => fakePeer(`9.0.${index >> 8}.${index & 255}`, 'unexplained'));
  const page = rendered({}, few);
  expect(page.match(/<details class="card/g)?.length).toBe(250);
  expect(page).toContain('150 further peers have no card here');
});

const SECRET = fakePeer('185.220.101.34', 'malicious', {
  peer: {
    ...fakePeer('185.220.101.34', 'malicious').peer,
    hosts: ['ACME-PC17'],
    names: ['evil.example', 'fileserver.corp'],
    processes: [
      fakeProcess({
        name: 'x.exe',
        path: 'C:\\Users\\maria.gomez\\AppData\\x.exe',
        user: 'ACME\\maria.gomez',
        commandLine: 'x.exe --key hunter2 --to 10.1.2.3',
        parent: 'C:\\Users\\maria.gomez\\start.cmd',
      }),
    ],
  },
  facts: [
    { what: 'note', value: 'seen from 192.168.7.9 and fe80::1 on ACME-PC17 by maria.gomez', source: 's', asOf: null },
  ],
  judgement: {
    ...fakeJudgement('malicious', [
      fakeFinding(30, 'x.exe --key hunter2 --to 10.1.2.3 reaches 185.220.101.34, which is evil.example.', {
        evidence: ['/home/maria.gomez/x', '\\\\FILESRV\\share\\x'],
      }),
    ]),
    next: [
      { says: 'Look', do: 'dir "C:\\Users\\maria.gomez"' },
      { says: 'Ask', do: 'https://www.virustotal.com/gui/ip-address/185.220.101.34' },
    ],
  },
});
const INSIDE = fakePeer('10.9.8.7', 'unexplained', {
  peer: { ...fakePeer('10.9.8.7', 'unexplained').peer, address: fakeAddress('10.9.8.7') },
});

test('the client edition names no user, host, private address or command line, and no address as it is', () => {
  const inputs = [
    fakeInput({
      name: '/home/maria.gomez/acme/list.txt',
      badLines: [{ line: 3, text: '10.0.0.999 maria', reason: 'odd' }],
    }),
  ];
  const page = rendered({ edition: 'client', tlp: 'amber+strict' }, [SECRET, INSIDE], inputs);
  for (const secret of [
    /maria/i,
    /ACME/i,
    /hunter2/,
    /192\.168/,
    /10\.1\.2\.3/,
    /10\.9\.8\.7/,
    /10\.0\.0/,
    /fe80/,
    /FILESRV/,
    /fileserver/,
  ]) {
    expect(page.match(secret)?.[0] ?? null).toBeNull();
  }
  expect(page).not.toContain('185.220.101.34');
  expect(page).not.toContain('evil.example');
  expect(page).toContain('185[.]220[.]101[.]34');
  expect(page).toContain('evil[.]example');
  expect(page).toContain('[private address]');
  expect(page).toContain('[user]');
  expect(page).toContain('TLP:AMBER+STRICT');
  expect(page).not.toContain('virustotal');
});

test('the analyst edition has all of it, and links that say nothing of where they were clicked', () => {
  const page = rendered({}, [SECRET]);
  expect(page).toContain('maria.gomez');
  expect(page).toContain('hunter2');
  const outward = page.match(/<a href="https:[^>]+>/g) ?? [];
  expect(outward.length).toBeGreaterThan(5);
  for (const link of outward) expect(link).toContain('target="_blank" rel="noreferrer noopener"');
});

test('any text is text in an element and in a quoted attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapedText(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('every country that the data knows has its place on the map', () => {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  // Not countries, or no longer, or not countries of ISO 3166: the tables know none of them.
  const others = new Set(
    'AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ'.split(
      ' ',
    ),
  );
  const missing = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => names.of(code) !== code && !others.has(code))
    .filter((code) => atlasKey(code) === null && placeOf(code) === null);
  expect(missing).toEqual([]);
});
