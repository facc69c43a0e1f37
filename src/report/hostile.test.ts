import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from './_display-width.js';
import { fakeInput, fakeInvestigation } from './_fake-investigation.js';
import { HOSTILE, hostilePeers } from './_hostile-peers.js';
import { csvText } from './_csv-text.js';
import { jsonText } from './_json-text.js';
import { renderAddresses } from './dossier.js';
import { reports } from './index.js';
import { renderedText } from './_rendered.js';
import type { RenderOptions } from './report.js';
import { terminalText } from './terminal-text.js';

const OPTIONS: RenderOptions = {
  width: 80,
  colour: false,
  defang: false,
  isTerminal: false,
  top: null,
  utc: true,
  detail: 'full',
};
/** All that may move a cursor, reorder text or hide in it; line ends are looked at apart. */
const DANGEROUS = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostileInputs = HOSTILE.map((text) =>
  fakeInput({
    name: text,
    tool: text,
    language: text,
    encoding: text,
    badLines: [{ line: 1, text, reason: text }],
    nameOnlyPeers: [text],
    truncatedPeers: [text],
    blindSpots: [{ id: text, says: text, fix: text }],
  }),
);

async function rendered(name: string, options: Partial<RenderOptions> = {}): Promise<string> {
  const report = await reports.find((entry) => entry.name === name)?.load();
  if (report === undefined) throw new Error(`no report ${name}`);
  return renderedText(report, fakeInvestigation(hostilePeers(), hostileInputs), { ...OPTIONS, ...options });
}

test.each(reports.map(({ name }) => name))(
  'no report lets a control or invisible character through: %s',
  async (name) => {
    const said = await rendered(name);
    expect(said.length).toBeGreaterThan(500);
    // Zeek's format parts its cells by tabs: no evidence with a tab gets into it.
    const unsafe = name === 'hunts' ? said.replace(/^(?:#fields|\S+\tIntel::).*$/gm, '') : said;
    expect(DANGEROUS.exec(unsafe)).toBeNull();
  },
);

test('a coloured report with links holds only its own sequences', async () => {
  const said = await rendered('text', { colour: true, isTerminal: true });
  const own = /\x1b\[[0-9;]*m|\x1b\]8;;(?:https:\/\/[\x21-\x7e]+)?\x1b\\/g;
  expect(said).toMatch(own);
  expect(DANGEROUS.exec(said.replaceAll(own, ''))).toBeNull();
});

test('no cell of the csv report begins like a formula, and every line has every column', async () => {
  const lines = (await rendered('csv')).split('\r\n');
  expect(lines.pop()).toBe('');
  const columns = lines[0].split(',').length;
  for (const line of lines) {
    const cells = cellsOf(line);
    expect(cells.length).toBe(columns);
    for (const cell of cells) expect(isFormula(cell)).toBe(false);
  }
});

/** RFC 4180, one line. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare,
  );
}

function isFormula(cell: string): boolean {
  if (/^-?\d+(?:\.\d+)?$/.test(cell)) return false;
  return cell.split(';').some((part) => /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(part));
}

test('any text in a csv field stays one field on one line and no formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const field = csvText(text);
      expect(field).not.toMatch(/[\r\n]/);
      expect(cellsOf(field).length).toBe(1);
      expect(isFormula(cellsOf(field)[0])).toBe(false);
    }),
  );
});

test('any text on a terminal is visible and harmless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = terminalText(text);
      expect(DANGEROUS.exec(shown)).toBeNull();
      expect(shown).not.toMatch(/[\r\n]/);
    }),
  );
});

test('any value in json is the same value to a parser and harmless to look at', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = jsonText({ text });
      expect(JSON.parse(written)).toEqual({ text });
      expect(DANGEROUS.exec(written)).toBeNull();
    }),
  );
});

test('escapes are the ones people know', () => {
  expect(terminalText('\x1b[31m\n\t\u202e\u{e0041}')).toBe('\\x1b[31m\\n\\t\\u202e\\u{e0041}');
  expect(terminalText('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
});

test('hostile text does not make lines wider than the page, commands and links apart', async () => {
  for (const width of [60, 80, 160]) {
    const lines = (await rendered('text', { width })).split('\n');
    const wide = lines.filter((line) => displayWidth(line) > width && !isCopyable(line));
    expect(wide).toEqual([]);
  }
});

/** What is printed whole, however long: links, and commands of next steps and fixes. */
function isCopyable(line: string): boolean {
  return /https:\/\//.test(line) || /^ {11,13}\S/.test(line) || /^(?:Fix first|  Next)/.test(line);
}

test('a dossier with hostile knowledge is harmless too', () => {
  const chunks: string[] = [];
  const dossiers = hostilePeers().map(({ owner, facts }, index) => ({
    address: '185.220.101.34',
    class: 'global-unicast',
    isGlobal: true,
    embedded: null,
    note: HOSTILE[index],
    owner,
    facts,
    lists: [],
  }));
  renderAddresses(dossiers, OPTIONS, (chunk) => chunks.push(chunk));
  expect(DANGEROUS.exec(chunks.join(''))).toBeNull();
});
