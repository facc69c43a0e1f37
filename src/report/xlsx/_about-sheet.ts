import { filteredWords } from '../_left-out.js';
import type { Investigation } from '../../model/investigation.js';
import { grouped } from '../_numbers.js';
import { DEFAULT_TLP, tlpLabel } from '../_tlp.js';
import type { Parts, RenderOptions } from '../report.js';
import { type Cell, cellXml, heightOf, linesOf, number as numberCell, text, time } from './_cells.js';
import type { SharedTexts } from './_shared-texts.js';

/** What the other sheets had to leave out. */
export interface LeftOut {
  readonly sheet: string;
  readonly rows: number;
  readonly links: number;
}

/** Characters of the column that explains. */
const WIDTH = 110;

type Line = readonly [string, Cell | null];

/** The sheet About: what was asked, what was found, how to read the other sheets, what they leave out. */
export function writeAbout(
  investigation: Investigation,
  options: RenderOptions,
  left: readonly LeftOut[],
  parts: Parts,
  shared: SharedTexts,
): void {
  const part = parts.open('xl/worksheets/sheet5.xml');
  part.write(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0" showGridLines="0"/></sheetViews><sheetFormatPr defaultRowHeight="13.8"/><cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" width="${WIDTH}" customWidth="1"/></cols><sheetData>`,
  );
  part.write(
    `<row r="1" ht="26" customHeight="1">${cellXml({ kind: 'text', text: 'Who is at the far end', style: 'title' }, 'A1', shared)}</row>`,
  );
  lines(investigation, options, left).forEach(([label, cell], index) => {
    const row = index + 3;
    const first = label === '' ? '' : cellXml({ kind: 'text', text: label, style: 'label' }, `A${row}`, shared);
    const second = cell === null ? '' : cellXml(cell, `B${row}`, shared);
    const height = heightOf(cell === null ? 1 : linesOf(cell, WIDTH));
    part.write(`<row r="${row}"${height}>${first}${second}</row>`);
  });
  part.write(
    '</sheetData><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
  );
  part.close();
}

function lines(investigation: Investigation, options: RenderOptions, left: readonly LeftOut[]): Line[] {
  const { farend, command, pack, counts, inputs } = investigation;
  const says = (label: string, said: string): Line => [label, text(said, 'wrapped')];
  const filtered = filteredWords(investigation);
  return [
    says('Sharing', tlpLabel(options.tlp ?? DEFAULT_TLP)),
    says('Made by', `farend ${farend}`),
    says('Command', command),
    says('Read', inputs.map(({ name }) => name).join('; ')),
    ...(options.observedAt === undefined ? [] : [['Taken (UTC)', time(options.observedAt)] as const]),
    says('Knowledge', `pack ${pack.version}, data of ${pack.date}`),
    ...[pack.stale ?? '', ...pack.notes].filter((note) => note !== '').map((note) => says('', note)),
    ['', null],
    ['Rows read', count(counts.rows)],
    ['of them to public addresses', count(counts.external)],
    ['Peers', count(counts.peers)],
    ...(filtered === null ? [] : [says('', `${filtered}.`)]),
    ...Object.entries(counts.byVerdict).map(([verdict, peers]): Line => [`  ${verdict}`, count(peers)]),
    ['Set aside, by kind', null],
    ...Object.entries(counts.byClass).map(([kind, rows]): Line => [`  ${kind}`, count(rows)]),
    ['', null],
    says(
      'Peers',
      'One row per address at the far end, worst first. Filter and sort as you like: colours follow the words.',
    ),
    says('Connections', CONNECTIONS_SAY),
    says(
      'Findings',
      'One row per reason. The weights of one address add up to its score; 10 more is ten times likelier malicious.',
    ),
    says('Sources', 'What was read, what could not be read or seen, and the knowledge behind owners and ports.'),
    ['', null],
    says(
      'malicious, suspicious',
      'Reasons against it outweigh the rest: look at these. A verdict is a lead with its reasons, not a proof.',
    ),
    says('unexplained', 'Too little explains it, and little speaks against it. Unknown is not harmless.'),
    says('expected', 'There is positive evidence for what it is.'),
    says('Likely bad', 'The probability that goes with the score: 1 / (1 + 10^(-score / 10)).'),
    says('Status, Tags, Note', 'What a person made of a peer. They change no verdict.'),
    says('Coverage', 'How much of what could be asked was answered. It says nothing of how bad a peer is.'),
    says('Links', 'Nothing is asked before you click. A click tells that site which address interests you.'),
    says(
      'Cells',
      'Every text is text, whatever it begins with. Characters that can not be seen are written as \\x1b or \\u202e.',
    ),
    ...left.flatMap(leftOut).map((said) => says('Left out', said)),
  ];
}

/** Beside its label, not at the far edge of a wide column. */
const count = (value: number): Cell | null => numberCell(value, 'count');

const CONNECTIONS_SAY =
  'One row per peer, port, program, state, direction and host that were seen together, with the number of connections. ' +
  'Handed-out port numbers of the other end of each connection are merged. Line numbers are those of the peer (the ' +
  'first 50 of it), since the evidence of a row is not kept apart.';

function leftOut({ sheet, rows, links }: LeftOut): string[] {
  return [
    rows > 0 ? `${sheet}: ${grouped(rows)} rows more than a sheet holds. Write .csv or .ndjson for all of them.` : '',
    links > 0 ? `${sheet}: ${grouped(links)} links more than a sheet holds; the worst peers have theirs.` : '',
  ].filter((said) => said !== '');
}
