import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { ZipOutput } from '../cli/zip-output.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { cellText, looksLikeFormula } from './xlsx/_cell-text.js';
import { columnName } from './xlsx/_cells.js';
import { fakeInput, fakeInvestigation, fakePeer } from './_fake-investigation.js';
import { goldenInvestigation, goldenPeers } from './_golden-investigation.js';
import { HOSTILE, hostilePeers } from './_hostile-peers.js';
import { PLAIN_OPTIONS, renderedParts } from './_rendered.js';
import type { RenderOptions } from './report.js';
import { xlsx } from './xlsx.js';

const folder = scratchFolder('xlsx');

function workbookBytes(
  investigation: Investigation = goldenInvestigation(),
  options: Partial<RenderOptions> = {},
): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = new ZipOutput((bytes) => void chunks.push(Uint8Array.from(bytes)));
  xlsx.renderParts(investigation, { ...PLAIN_OPTIONS, ...options }, zip);
  zip.end();
  return Buffer.concat(chunks);
}

function read(investigation?: Investigation, options?: Partial<RenderOptions>): XLSX.WorkBook {
  return XLSX.read(workbookBytes(investigation, options), {
    cellFormula: true,
    cellStyles: true,
    cellDates: true,
    UTC: true,
  });
}

function rows(book: XLSX.WorkBook, sheet: string): Record<string, unknown>[] {
  return XLSX.utils.sheet_to_json(book.Sheets[sheet]);
}

function part(name: string, investigation: Investigation = goldenInvestigation()): string {
  return renderedParts(xlsx, investigation, PLAIN_OPTIONS).get(name) ?? '';
}

test('the workbook has its five sheets, peers first', () => {
  expect(read().SheetNames).toEqual(['Peers', 'Connections', 'Findings', 'Sources', 'About']);
});

test('a row per peer, worst first, with numbers as numbers and times as dates', () => {
  const [first] = rows(read(), 'Peers');
  expect(first).toMatchObject({
    Verdict: 'malicious',
    'Likely bad': expect.closeTo(0.926, 2),
    Address: '185.220.101.34',
    Organisation: 'Example Hosting',
    Program: 'svch0st.exe',
    Ports: '4070/tcp',
    'Port in practice': 'Spotify',
    'Port registered for': 'tripe',
    Connections: 3,
    AS: 64500,
    'Bytes received': 64_000,
    'First seen (UTC)': new Date('2026-06-17T10:00:00Z'),
    'Lines in the evidence': 'connections.txt: 14, 17 and 1 more',
  });
  expect(rows(read(), 'Peers')).toHaveLength(goldenPeers().length);
});

test('connections say what was seen together and lead to their peer', () => {
  const book = read();
  const found = rows(book, 'Connections');
  expect(found.find(({ Port }) => Port === 3389)).toMatchObject({
    Direction: 'inbound',
    Program: 'svchost.exe',
    'Whose port': 'ours',
    Connections: 3,
  });
  expect(found.reduce((sum, row) => sum + Number(row.Connections), 0)).toBe(3 * goldenPeers().length);
  expect(book.Sheets.Connections.B2.l).toMatchObject({ Target: '#Peers!A2' });
});

test('the findings of an address add up to its score', () => {
  const book = read();
  for (const { Address, Score } of rows(book, 'Peers')) {
    const weights = rows(book, 'Findings').filter((row) => row.Address === Address);
    expect(weights.reduce((sum, { Weight }) => sum + Number(Weight), 0)).toBeCloseTo(Number(Score), 9);
  }
});

test('sources name the evidence with its hash, what could not be read, and the knowledge', () => {
  const found = rows(read(), 'Sources');
  expect(found[0]).toMatchObject({ Kind: 'evidence', Name: 'connections.txt', Rows: 152, 'Lines not read': 1 });
  expect(found.map(({ Kind }) => Kind)).toContain('line not read');
  expect(found.at(-1)).toMatchObject({ Kind: 'knowledge', Licence: 'CC0-1.0' });
});

test('every sheet of rows is a table with filters, its header frozen, its columns as wide as they need', () => {
  const parts = renderedParts(xlsx, goldenInvestigation(), PLAIN_OPTIONS);
  for (const number of [1, 2, 3, 4]) {
    const sheet = parts.get(`xl/worksheets/sheet${number}.xml`) ?? '';
    const table = parts.get(`xl/tables/table${number}.xml`) ?? '';
    expect(sheet).toMatch(/<pane (?:xSplit="\d" )?ySplit="1" topLeftCell="[A-D]2" activePane="\w+" state="frozen"\/>/);
    const columns = table.match(/<tableColumn /g)?.length ?? 0;
    expect(sheet.match(/<col /g)?.length).toBe(columns);
    const last = sheet
      .match(/<row r="(\d+)"/g)
      ?.at(-1)
      ?.match(/\d+/)?.[0];
    const area = `A1:${columnName(columns - 1)}${last}`;
    expect(table).toContain(`ref="${area}" totalsRowShown="0"><autoFilter ref="${area}"/>`);
  }
});

test('the headings of the cells are those of the table, or a spreadsheet would repair the file', () => {
  const book = read();
  for (const [index, sheet] of ['Peers', 'Connections', 'Findings', 'Sources'].entries()) {
    const [header] = XLSX.utils.sheet_to_json<string[]>(book.Sheets[sheet], { header: 1 });
    const names = [...part(`xl/tables/table${index + 1}.xml`).matchAll(/name="([^"]*)"\/>/g)].map(([, name]) =>
      name.replace('&amp;', '&'),
    );
    expect(names).toEqual(header);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('verdicts are coloured by what the cell says, pivots are links of public addresses only', () => {
  expect(part('xl/worksheets/sheet1.xml')).toContain('operator="equal"><formula>"malicious"</formula>');
  const relations = part('xl/worksheets/_rels/sheet1.xml.rels');
  expect(relations).toContain(
    'Target="https://www.virustotal.com/gui/ip-address/185.220.101.34" TargetMode="External"',
  );
  expect(relations).not.toContain('10.1.2.3');
});

const hostileInputs = HOSTILE.map((text) =>
  fakeInput({ name: text, tool: text, nameOnlyPeers: [text], truncatedPeers: [text] }),
);
const hostile = (): Investigation => fakeInvestigation(hostilePeers(), hostileInputs);

/** What may stand behind a link: a cell of Peers, or a page of those that the report names. */
const OWN_LINK =
  /^(?:#Peers!A\d+|https:\/\/(?:exchange\.xforce|www\.virustotal|www\.abuseipdb|www\.shodan|example\.org)[\x21-\x7e]*)$/;

test('hostile text makes no formula, no foreign link and no broken part', () => {
  const book = read(hostile());
  const cells = book.SheetNames.flatMap((sheet) =>
    Object.entries(book.Sheets[sheet]).flatMap(([place, cell]) =>
      place.startsWith('!') ? [] : [cell as XLSX.CellObject],
    ),
  );
  expect(cells.length).toBeGreaterThan(1000);
  expect(cells.filter(({ f }) => f !== undefined)).toEqual([]);
  const targets = cells.flatMap(({ l }) => (l === undefined ? [] : [l.Target]));
  expect(targets.filter((target) => !OWN_LINK.test(target))).toEqual([]);
  for (const xml of renderedParts(xlsx, hostile(), PLAIN_OPTIONS).values()) new SaxesParser().write(xml).close();
});

test('text that begins like a formula keeps its characters and carries the mark that keeps it text', () => {
  const evil = '=HYPERLINK("http://evil.example","x")';
  const [row] = rows(read(fakeInvestigation([withProgram(evil)])), 'Connections');
  expect(row.Program).toBe(evil);
  const styles = part('xl/styles.xml');
  const marked = [...styles.matchAll(/<xf [^>]*xfId="0"[^>]*>/g)].findIndex(([xf]) => xf.includes('quotePrefix="1"'));
  const sheet = part('xl/worksheets/sheet2.xml', fakeInvestigation([withProgram(evil)]));
  expect(sheet).toMatch(new RegExp(`<c r="H2" s="${marked}" t="s">`));
});

function withProgram(name: string): JudgedPeer {
  const judged = fakePeer('185.220.101.34', 'malicious');
  return { ...judged, peer: { ...judged.peer, processes: [{ ...judged.peer.processes[0], name }] } };
}

test.each(['_x0041_', '_x000D_ & <b>', 'a\tb', '\u202e', '"quoted"'])(
  '%j is read back as it was, or with its escape visible',
  (text) => {
    const [row] = rows(read(fakeInvestigation([withProgram(text)])), 'Connections');
    expect(row.Program).toBe(text.replace('\t', '\\t').replace('\u202e', '\\u202e'));
  },
);

test('any text is legal in a part, is cut to what a cell holds, and is seen as a formula when it looks like one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      new SaxesParser().write(`<t>${cellText(text)}</t>`).close();
    }),
  );
  expect(cellText('x'.repeat(100_000)).length).toBe(8000);
  expect(['=1', ' +1', '-1', '@x', '\uff1d1', '\t=1', "'=1"].every(looksLikeFormula)).toBe(true);
  expect(looksLikeFormula('a=1')).toBe(false);
});

test('addresses are defanged when that is asked, links stay real', () => {
  const book = read(goldenInvestigation(), { defang: true });
  expect(rows(book, 'Peers')[0].Address).toBe('185[.]220[.]101[.]34');
  expect(part('xl/worksheets/_rels/sheet1.xml.rels')).toContain('/ip/185.220.101.34');
});

test('times beyond the calendar and numbers that are none do not become damaged cells', () => {
  const sheet = part('xl/worksheets/sheet1.xml', hostile());
  expect(sheet).not.toMatch(/<v>(?:NaN|-?Infinity|undefined|null)/);
  expect(rows(read(hostile()), 'Peers')[0]['First seen (UTC)']).toBe('no valid time');
});

test('an investigation without peers is a workbook with empty tables', () => {
  const book = read(fakeInvestigation([]));
  expect(rows(book, 'Peers')).toEqual([]);
  expect(part('xl/tables/table1.xml', fakeInvestigation([]))).toContain('ref="A1:AP2"');
});

test('the same evidence is the same workbook, to the byte', () => {
  expect(workbookBytes().equals(workbookBytes())).toBe(true);
});

test('links end where a sheet can hold no more, and About says so', () => {
  const one = fakePeer('185.220.101.34', 'expected');
  const peers = {
    length: 17_000,
    at: () => one,
    verdictAt: () => 'expected' as const,
    *[Symbol.iterator]() {
      for (let index = 0; index < 17_000; index++) yield one;
    },
  };
  const parts = renderedParts(xlsx, { ...fakeInvestigation([one]), peers }, PLAIN_OPTIONS);
  expect(parts.get('xl/worksheets/sheet1.xml')?.match(/<hyperlink /g)?.length).toBe(65_530);
  expect(parts.get('xl/sharedStrings.xml')).toContain('Peers: 2,470 links more than a sheet holds');
});

const office = ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).status === 0);

test.runIf(office !== undefined)(
  'LibreOffice opens it: values, formulas that are none, filters and dates come through',
  () => {
    const path = join(folder, 'peers.xlsx');
    writeFileSync(path, workbookBytes(fakeInvestigation([...goldenPeers(), ...hostilePeers()])));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync(office ?? '', [profile, '--headless', '--convert-to', 'fods', '--outdir', folder, path], {
      stdio: 'ignore',
    });
    const sheet = readFileSync(join(folder, 'peers.fods'), 'utf8');
    expect(sheet).toContain('185.220.101.34');
    expect(sheet).toContain('office:date-value="2026-06-17T10:00:00"');
    expect(sheet).not.toContain('table:formula=');
    expect(sheet.match(/<table:database-range [^>]*display-filter-buttons="true"/g)?.length).toBe(4);
  },
  120_000,
);
