import * as XLSX from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipOutput } from '../../src/cli/zip-output.js';
import { compare } from '../../src/flow/compare.js';
import { comparisonJson, comparisonText } from '../../src/report/comparison.js';
import { hostileInvestigation } from '../../src/report/_hostile-investigation.js';
import { fakeInvestigation } from '../../src/report/_fake-investigation.js';
import { PLAIN_OPTIONS, renderedText } from '../../src/report/_rendered.js';
import { blocklistFlavours, reports } from '../../src/report/index.js';
import type { ArchiveReport, RenderOptions, Report } from '../../src/report/report.js';
import { hasBrowser, type Lab, openLab, openWatched } from './_browser.js';

/** Everything that may move a cursor, reorder text or hide in it. */
const DANGEROUS = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

/** Every way in which every report can be asked for. */
const WAYS: readonly (readonly [string, Partial<RenderOptions>])[] = [
  ...reports.map(({ name }) => [name, {}] as const),
  ['html', { edition: 'client', tlp: 'red' }],
  ['text', { detail: 'brief', top: 10 }],
  ['text', { defang: true, width: 60 }],
  ['markdown', { defang: true, top: 10 }],
  ...blocklistFlavours.map((flavour) => ['blocklist', { flavour }] as const),
];

async function loaded(name: string): Promise<Report | ArchiveReport> {
  const found = await reports.find((entry) => entry.name === name)?.load();
  if (found === undefined) throw new Error(name);
  return found;
}

describe('one investigation with hostile text in every field', () => {
  const investigation = hostileInvestigation();
  let lab: Lab | null = null;
  beforeAll(async () => {
    if (hasBrowser) lab = await openLab();
  }, 60_000);
  afterAll(() => lab?.close());

  test('every output: nothing runs, no formula, no escape reaches a terminal, machines read it whole', async () => {
    const outputs: [string, string][] = [
      ['compare', comparisonText(compare(fakeInvestigation(), investigation))],
      ['compare json', comparisonJson(compare(investigation, fakeInvestigation()))],
    ];
    for (const [name, options] of WAYS) {
      const said = renderedText(await loaded(name), investigation, { ...PLAIN_OPTIONS, ...options });
      outputs.push([`${name} ${JSON.stringify(options)}`, said]);
    }
    // Zeek's format parts its cells by tabs: no evidence with a tab gets into it.
    const plain = (text: string): string => text.replace(/^(?:#fields|\S+\tIntel::).*$/gm, '');
    expect(outputs.filter(([, text]) => DANGEROUS.test(plain(text))).map(([name]) => name)).toEqual([]);
    expect(outputs.filter(([, text]) => text.length < 200).map(([name]) => name)).toEqual([]);

    // The texts are in there, or nothing would have been tried.
    const untried = outputs.filter(([name, text]) => !name.startsWith('blocklist') && !text.includes('alert(1)'));
    expect(untried.map(([name]) => name)).toEqual([]);

    const [, csv] = outputs.find(([name]) => name.startsWith('csv')) ?? ['', ''];
    const cells = csv.split('\r\n').flatMap((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]);
    const texts = cells.map(([, quoted, bare]) => quoted ?? bare).filter((cell) => !/^-?\d+(?:\.\d+)?$/.test(cell));
    expect(texts.filter((cell) => FORMULA.test(cell))).toEqual([]);
    expect(await formulas()).toEqual([]);

    for (const [name, text] of outputs) {
      if (/^(?:json|stix|misp|compare json)/.test(name)) JSON.parse(text);
      if (/^(?:ndjson|ecs|ocsf)/.test(name)) for (const line of text.trimEnd().split('\n')) JSON.parse(line);
    }
    const pages = outputs.filter(([name]) => name.startsWith('html'));
    expect(pages).toHaveLength(2);
    for (const [name, page] of pages) expect([name, await deedsOf(page)]).toEqual([name, []]);
  }, 180_000);

  /** Cells of the workbook that a spreadsheet would calculate, and links to where the report does not lead. */
  async function formulas(): Promise<unknown[]> {
    const workbook = await loaded('xlsx');
    if (!('renderParts' in workbook)) throw new Error('no workbook');
    const chunks: Uint8Array[] = [];
    const zip = new ZipOutput((bytes) => void chunks.push(Uint8Array.from(bytes)));
    workbook.renderParts(investigation, PLAIN_OPTIONS, zip);
    zip.end();
    const book = XLSX.read(Buffer.concat(chunks), { cellFormula: true });
    const cells = book.SheetNames.flatMap((sheet) =>
      Object.entries(book.Sheets[sheet]).flatMap(([place, cell]) =>
        place.startsWith('!') ? [] : [cell as XLSX.CellObject],
      ),
    );
    expect(cells.length).toBeGreaterThan(1000);
    return cells.filter(({ f, l }) => f !== undefined || /^(?!https:\/\/|#Peers!)/.test(l?.Target ?? 'https://'));
  }

  /** What a page does that it must not, with everything unfolded, hovered and filtered for. */
  async function deedsOf(content: string): Promise<string[]> {
    if (lab === null) return [];
    const { page, deeds } = await openWatched(lab, lab.file('hostile-all.html', content));
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    for (const text of ['<script>alert(1)</script>', '"><img src=x', '</script>', '']) await page.fill('#filter', text);
    for (const row of (await page.locator('#rows tbody th').all()).slice(0, 10)) await row.hover();
    const foreign = await page.evaluate(() => [
      ...[...document.querySelectorAll('img, iframe, object, embed, form, base')].map(({ tagName }) => tagName),
      ...[...document.querySelectorAll('*')].flatMap((element) =>
        [...element.attributes].map(({ name }) => name).filter((name) => name.startsWith('on') || name === 'style'),
      ),
      ...[...document.links].map(({ protocol }) => protocol).filter((one) => one !== 'https:' && one !== 'file:'),
    ]);
    const scripts = await page.locator('script').count();
    await page.close();
    return [...deeds, ...foreign, ...(scripts === 2 ? [] : [`${scripts} scripts`])];
  }
});
