import { describe, expect, test } from 'vitest';
import { fakeAnswer, fakeInvestigation, fakePeer } from './_fake-investigation.js';
import { renderedParts } from './_rendered.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import type { RenderOptions, Report } from './report.js';
import { text } from './text.js';
import { xlsx } from './xlsx.js';

const OPTIONS: RenderOptions = {
  width: 100,
  colour: false,
  defang: false,
  isTerminal: false,
  top: 10,
  utc: true,
  detail: 'normal',
};

const ANSWERS = [
  fakeAnswer(),
  fakeAnswer({ source: 'abuseipdb', answer: 'not-known', reputation: [], reason: 'no reports', isCached: true }),
  fakeAnswer({
    source: 'cymru',
    reputation: [],
    facts: [{ what: 'as number', value: 'AS64500', source: 'x', asOf: null }],
  }),
  fakeAnswer({
    source: 'otx',
    answer: 'could-not-ask',
    obstacle: 'quota',
    reputation: [],
    reason: '429: asked too often',
  }),
];

function rendered(report: Report, answers = ANSWERS, options: Partial<RenderOptions> = {}): string {
  const chunks: string[] = [];
  const peers = [
    fakePeer('185.220.101.34', 'malicious', { answers }),
    fakePeer('91.198.174.192', 'unexplained', { answers }),
  ];
  report.render(fakeInvestigation(peers), { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  return chunks.join('').replaceAll(/\s+/g, ' ');
}

describe('what services said stands in the report with the raw value, ours, the time and the source', () => {
  test.each([
    ['text', text, 'xforce 5.7 of 10, Spam 57 % [ours 52 of 100] (asked 2026-11-25 12:00 UTC)'],
    ['Markdown', markdown, 'Said by xforce: 5.7 of 10, Spam 57 % \\[ours 52 of 100\\] (asked 2026-11-25 12:00 UTC)'],
    ['csv', csv, 'xforce 5.7 of 10, Spam 57 % [ours 52 of 100] (asked 2026-11-25 12:00 UTC); abuseipdb no reports'],
    ['HTML', html, '<td>5.7 of 10, Spam 57 % [ours 52 of 100]<td>asked 2026-11-25 12:00 UTC<'],
  ] as const)('%s', (_, report, expected) => {
    expect(rendered(report)).toContain(expected);
  });

  test.each([
    ['text', text],
    ['Markdown', markdown],
    ['HTML', html],
    ['json', json],
  ] as const)('%s: who contradicts whom', (_, report) => {
    const says = 'xforce says 8 of 10, but greynoise says a common service';
    const facts = [{ what: 'services disagree', value: says, source: 'answers compared', asOf: null }];
    const peers = [
      fakePeer('185.220.101.34', 'malicious', { answers: ANSWERS, facts }),
      fakePeer('91.198.174.192', 'unexplained', { answers: ANSWERS, facts }),
    ];
    const chunks: string[] = [];
    report.render(fakeInvestigation(peers), OPTIONS, (chunk) => chunks.push(chunk));
    expect(chunks.join('').replaceAll(/\s+/g, ' ')).toContain(says);
  });

  test('xlsx', () => {
    const peers = [fakePeer('185.220.101.34', 'malicious', { answers: ANSWERS })];
    const sheets = [...renderedParts(xlsx, fakeInvestigation(peers), OPTIONS).values()].join('');
    expect(sheets).toContain('xforce 5.7 of 10, Spam 57 % [ours 52 of 100] (asked 2026-11-25 12:00 UTC)');
  });

  test('JSON', () => {
    const { peers } = JSON.parse(rendered(json)) as { peers: { answers: object[] }[] };
    expect(peers[0].answers[0]).toMatchObject({
      source: 'xforce',
      answer: 'known',
      askedAt: '2026-11-25T12:00:00.000Z',
      reputation: [{ raw: '5.7 of 10, Spam 57 %', score: 0.522 }],
    });
    expect(peers[0].answers[3]).toMatchObject({
      answer: 'could-not-ask',
      reason: '429: asked too often',
      reputation: [],
    });
  });
});

test('a service that knows nothing, one that only tells whose it is, and one that could not be asked are told apart', () => {
  const page = rendered(html);
  expect(page).toContain('<td>no reports<td>kept answer of 2026-11-25 12:00 UTC<');
  expect(page).toContain('<td>as number AS64500<td>');
  expect(page).toContain('<td>could not ask: 429: asked too often<td>');
  // In the text what could not be asked stands with the coverage.
  expect(rendered(text)).not.toContain('otx 429');
});

test('a peer that nothing explains shows who has an opinion, below its reason', () => {
  const said = rendered(text).slice(rendered(text).indexOf('UNEXPLAINED'));
  expect(said).toContain('said: xforce 5.7 of 10, Spam 57 % [ours 52 of 100] (asked 2026-11-25 12:00 UTC)');
  expect(said).not.toContain('cymru');
});

test('where nobody was asked nothing is said of it', () => {
  for (const report of [text, markdown, html])
    expect(rendered(report, [])).not.toMatch(/What services said|Said by|said:/);
});
