import { expect, test } from 'vitest';
import { csvText } from './_csv-text.js';
import { fakeInvestigation } from './_fake-investigation.js';
import { csv } from './csv.js';
import { reports } from './index.js';
import type { RenderOptions } from './report.js';

const OPTIONS: RenderOptions = {
  width: 80,
  colour: true,
  defang: false,
  isTerminal: true,
  top: 1,
  utc: false,
  detail: 'brief',
};

function lines(options: Partial<RenderOptions> = {}): string[] {
  const chunks: string[] = [];
  csv.render(fakeInvestigation(), { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  return chunks.join('').split('\r\n');
}

test('one line per peer below the column names, ended by CRLF', () => {
  const [header, ...rest] = lines();
  expect(header).toMatch(/^verdict,probability,score,address,names,country_code,/);
  expect(rest.length).toBe(5);
  expect(rest.at(-1)).toBe('');
  expect(rest[0]).toMatch(/^malicious,0\.9264,11,185\.220\.101\.34,,DE,Germany,64500,/);
});

test('reasons carry their weights behind them, since a leading sign is a formula', () => {
  expect(lines()[1]).toContain('before any evidence [-20.0] | The program runs from a temporary folder');
  expect(lines()[1]).toContain('The owner rents machines to anybody. [-2.5]');
});

test('defanged on request', () => {
  expect(lines({ defang: true })[1]).toContain('185[.]220[.]101[.]34');
});

test.each([
  ['=1+1', `"'=1+1"`],
  ['  @x', `"'  @x"`],
  ['-2', `"'-2"`],
  ['\tx', String.raw`"'\tx"`],
  ['a;=1', `"a;'=1"`],
  ['say "hi", you', '"say ""hi"", you"'],
  ['two\nlines', String.raw`two\nlines`],
  ['plain', 'plain'],
])('the cell %j is written as %s', (text, written) => {
  expect(csvText(text)).toBe(written);
});

test('the registry says of each report what the report says of itself', async () => {
  for (const entry of reports) {
    const { name, extensions } = await entry.load();
    expect({ name, extensions }).toEqual({ name: entry.name, extensions: entry.extensions });
  }
  expect(reports.map(({ name }) => name)).toEqual(reports.map(({ name }) => name).sort());
});
