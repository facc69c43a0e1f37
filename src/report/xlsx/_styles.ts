import type { Verdict } from '../../model/judgement.js';

/** How a cell looks: its place in the list of formats below. */
export const STYLE = {
  plain: 0,
  header: 1,
  text: 2,
  /** Text that begins like a formula: the mark keeps it text when a person edits the cell. */
  risky: 3,
  link: 4,
  number: 5,
  share: 6,
  signed: 7,
  time: 8,
  wrapped: 9,
  title: 10,
  label: 11,
  count: 12,
} as const;

export type StyleName = keyof typeof STYLE;

interface Look {
  readonly font?: number;
  readonly fill?: number;
  readonly format?: number;
  readonly alignment?: string;
  readonly isQuoted?: boolean;
}

/** A little room behind numbers, or they run into the text of the next column. */
const RIGHT = '<alignment horizontal="right" vertical="top" indent="1"/>';

/** Custom formats are numbered from 164; 3 is `#,##0`, 9 is `0%`. */
const LOOKS: Readonly<Record<StyleName, Look>> = {
  plain: { alignment: RIGHT },
  header: { font: 1, fill: 2, alignment: '<alignment vertical="center"/>' },
  text: { alignment: '<alignment vertical="top"/>' },
  risky: { alignment: '<alignment vertical="top"/>', isQuoted: true },
  link: { font: 2, alignment: '<alignment vertical="top"/>' },
  number: { format: 3, alignment: RIGHT },
  share: { format: 9, alignment: RIGHT },
  signed: { format: 164, alignment: RIGHT },
  time: { format: 165, alignment: '<alignment horizontal="left" vertical="top"/>' },
  wrapped: { alignment: '<alignment vertical="top" wrapText="1"/>' },
  title: { font: 3 },
  label: { font: 4, alignment: '<alignment vertical="top"/>' },
  count: { format: 3, alignment: '<alignment horizontal="left" vertical="top"/>' },
};

/** Fill and font of a verdict, the order of the differential formats; readable on paper and for the colour-blind. */
export const VERDICT_COLOURS: readonly (readonly [Verdict, string, string])[] = [
  ['malicious', 'FFC00000', 'FFFFFFFF'],
  ['suspicious', 'FFFFD966', 'FF5B4300'],
  ['unexplained', 'FFDDEBF7', 'FF1F3F66'],
  ['expected', 'FFE2EFDA', 'FF375623'],
];

const FONTS = [
  '<font><sz val="10"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>',
  '<font><u/><sz val="10"/><color rgb="FF0563C1"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="16"/><name val="Calibri"/><family val="2"/></font>',
  '<font><b/><sz val="10"/><name val="Calibri"/><family val="2"/></font>',
];

/** The part `xl/styles.xml`. */
export function stylesPart(): string {
  const looks = Object.values(LOOKS);
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="+0.0;-0.0;0.0"/>',
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>',
    `<fonts count="${FONTS.length}">${FONTS.join('')}</fonts>`,
    // The first two fills are fixed by the format.
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/><bgColor indexed="64"/></patternFill></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${looks.length}">${looks.map(format).join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    `<dxfs count="${VERDICT_COLOURS.length}">${VERDICT_COLOURS.map(verdictFormat).join('')}</dxfs>`,
    '<tableStyles count="0" defaultTableStyle="TableStyleLight1" defaultPivotStyle="PivotStyleLight16"/>',
    '</styleSheet>',
  ].join('');
}

function format({ font = 0, fill = 0, format: number = 0, alignment = '', isQuoted = false }: Look): string {
  const marks = [
    font > 0 ? ' applyFont="1"' : '',
    fill > 0 ? ' applyFill="1"' : '',
    number > 0 ? ' applyNumberFormat="1"' : '',
    alignment !== '' ? ' applyAlignment="1"' : '',
    isQuoted ? ' quotePrefix="1"' : '',
  ].join('');
  return `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0"${marks}>${alignment}</xf>`;
}

function verdictFormat([, fill, font]: (typeof VERDICT_COLOURS)[number]): string {
  return `<dxf><font><b/><color rgb="${font}"/></font><fill><patternFill patternType="solid"><fgColor rgb="${fill}"/><bgColor rgb="${fill}"/></patternFill></fill></dxf>`;
}
