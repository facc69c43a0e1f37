import type { Part, Parts } from '../report.js';
import { cellText } from './_cell-text.js';
import { type Cell, cellXml, columnName, heightOf, type LinkTarget, linesOf } from './_cells.js';
import type { SharedTexts } from './_shared-texts.js';
import { VERDICT_COLOURS } from './_styles.js';
import { HEAD, RELATIONS } from './_workbook.js';

/** Excel specifications and limits: rows of a sheet, and hyperlinks on one. */
const ROWS = 1_048_576;
const LINKS = 65_530;
const LINKS_JOINED = 2_048;

/** One column of a sheet: its heading, its width in characters, and what it shows of a row of `T`. */
export interface SheetColumn<T> {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: T) => Cell | null;
}

export interface SheetShape<T> {
  readonly name: string;
  /** Number of the sheet in the workbook, from 1. */
  readonly number: number;
  readonly columns: readonly SheetColumn<T>[];
  /** Columns that stay in sight beside the header. */
  readonly frozen: number;
  /** The first column says the verdict: its cells are coloured by it. */
  readonly hasVerdict: boolean;
  /** The place of a column of shares that get a bar, or absent. */
  readonly bars?: number;
}

/** A sheet that is one table, written row by row: header, filters, widths, frozen panes, links, colours. */
export class TableSheet<T> {
  readonly #shape: SheetShape<T>;
  readonly #parts: Parts;
  readonly #part: Part;
  readonly #shared: SharedTexts;
  readonly #letters: readonly string[];
  readonly #relations: Part;
  /** XML of the links, which come behind the rows: many are joined, since a hundred thousand short texts are dear. */
  readonly #links: string[] = [];
  #newLinks: string[] = [];
  #linkCount = 0;
  #row = 1;
  /** Rows that did not fit on the sheet. */
  omitted = 0;
  /** Links that did not fit on the sheet. */
  unlinked = 0;

  constructor(shape: SheetShape<T>, parts: Parts, shared: SharedTexts) {
    this.#shape = shape;
    this.#parts = parts;
    this.#shared = shared;
    this.#letters = shape.columns.map((_, index) => columnName(index));
    this.#part = parts.open(`xl/worksheets/sheet${shape.number}.xml`);
    this.#part.write(this.#opening());
    this.#relations = parts.open(`xl/worksheets/_rels/sheet${shape.number}.xml.rels`);
    this.#relations.write(
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
        `<Relationship Id="table" Type="${RELATIONS}/table" Target="../tables/table${shape.number}.xml"/>`,
    );
  }

  get name(): string {
    return this.#shape.name;
  }

  /** The place that the next row's first cell will have: `A2`. */
  get nextPlace(): string {
    return `A${this.#row + 1}`;
  }

  add(row: T): void {
    if (this.#row >= ROWS) {
      this.omitted++;
      return;
    }
    this.#row++;
    const { columns } = this.#shape;
    let xml = '';
    let lines = 1;
    for (let index = 0; index < columns.length; index++) {
      const cell = columns[index].cell(row);
      if (cell === null) continue;
      lines = Math.max(lines, linesOf(cell, columns[index].width));
      xml += this.#cell(cell, this.#letters[index] + this.#row);
    }
    this.#part.write(`<row r="${this.#row}"${heightOf(lines)}>${xml}</row>`);
  }

  /** Writes what comes after the rows, and the parts that belong to the sheet. */
  close(): void {
    // A table has at least one row below its header.
    if (this.#row === 1) this.#row = 2;
    this.#part.write(`</sheetData>${this.#colours()}${this.#hyperlinks()}${this.#ending()}`);
    this.#part.close();
    this.#relations.write('</Relationships>');
    this.#relations.close();
    this.#writeTable();
  }

  #cell(cell: Cell, place: string): string {
    if (cell.kind === 'link') {
      if (this.#linkCount < LINKS) this.#addLink(cell.target, place);
      else {
        this.unlinked++;
        // A bare word without its page says nothing; an address without its link still does.
        return 'url' in cell.target ? '' : cellXml({ kind: 'text', text: cell.text }, place, this.#shared);
      }
    }
    return cellXml(cell, place, this.#shared);
  }

  #opening(): string {
    const { columns, frozen, number } = this.#shape;
    const pane = frozen > 0 ? ` xSplit="${frozen}"` : '';
    const where = frozen > 0 ? 'bottomRight' : 'bottomLeft';
    const corner = `${columnName(frozen)}2`;
    const widths = columns.map(
      ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    );
    const header = columns.map(({ title }, index) =>
      cellXml({ kind: 'text', text: title, style: 'header' }, `${this.#letters[index]}1`, this.#shared),
    );
    return [
      `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONS}">`,
      '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
      `<sheetViews><sheetView workbookViewId="0"${number === 1 ? ' tabSelected="1"' : ''}>`,
      `<pane${pane} ySplit="1" topLeftCell="${corner}" activePane="${where}" state="frozen"/>`,
      `<selection pane="${where}" activeCell="${corner}" sqref="${corner}"/></sheetView></sheetViews>`,
      `<sheetFormatPr defaultRowHeight="13.8"/><cols>${widths.join('')}</cols><sheetData>`,
      `<row r="1" ht="20" customHeight="1">${header.join('')}</row>`,
    ].join('');
  }

  /** Colour repeats what the word in the cell says; it follows the word when a person sorts or edits. */
  #colours(): string {
    const { hasVerdict, bars } = this.#shape;
    const column = bars === undefined ? '' : this.#letters[bars];
    const bar = `<conditionalFormatting sqref="${column}2:${column}${this.#row}"><cfRule type="dataBar" priority="9"><dataBar minLength="0" maxLength="100"><cfvo type="num" val="0"/><cfvo type="num" val="1"/><color rgb="FFF4B183"/></dataBar></cfRule></conditionalFormatting>`;
    const rules = VERDICT_COLOURS.map(
      ([verdict], index) =>
        `<cfRule type="cellIs" dxfId="${index}" priority="${index + 1}" operator="equal"><formula>"${verdict}"</formula></cfRule>`,
    );
    const verdicts = `<conditionalFormatting sqref="A2:A${this.#row}">${rules.join('')}</conditionalFormatting>`;
    return (hasVerdict ? verdicts : '') + (bars === undefined ? '' : bar);
  }

  #addLink(target: LinkTarget, place: string): void {
    const id = `l${this.#linkCount++}`;
    if ('url' in target) {
      const url = cellText(target.url);
      this.#relations.write(
        `<Relationship Id="${id}" Type="${RELATIONS}/hyperlink" Target="${url}" TargetMode="External"/>`,
      );
      this.#newLinks.push(`<hyperlink ref="${place}" r:id="${id}"/>`);
    } else this.#newLinks.push(`<hyperlink ref="${place}" location="${cellText(target.place)}"/>`);
    if (this.#newLinks.length >= LINKS_JOINED) this.#joinLinks();
  }

  #joinLinks(): void {
    this.#links.push(this.#newLinks.join(''));
    this.#newLinks = [];
  }

  #hyperlinks(): string {
    if (this.#linkCount === 0) return '';
    this.#joinLinks();
    return `<hyperlinks>${this.#links.join('')}</hyperlinks>`;
  }

  #ending(): string {
    return (
      '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
      '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>' +
      '<tableParts count="1"><tablePart r:id="table"/></tableParts></worksheet>'
    );
  }

  #writeTable(): void {
    const { name, number, columns } = this.#shape;
    const area = `A1:${this.#letters[this.#letters.length - 1]}${this.#row}`;
    const part = this.#parts.open(`xl/tables/table${number}.xml`);
    part.write(
      `${HEAD}<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="${number}" name="${name}Table" displayName="${name}Table" ref="${area}" totalsRowShown="0"><autoFilter ref="${area}"/><tableColumns count="${columns.length}">`,
    );
    columns.forEach(({ title }, index) => part.write(`<tableColumn id="${index + 1}" name="${cellText(title)}"/>`));
    part.write(
      '</tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>',
    );
    part.close();
  }
}
