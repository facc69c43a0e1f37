import { parseAddress } from '../address/parse.js';
import { type Delimiter, splitCells } from './_delimited.js';
import { readEndpoint } from './_endpoint.js';
import { canConnect, type Column, columnOf, type Field } from './_table-columns.js';

/**
 * The columns of a header whose names only blanks part (tshark, scripts), or null. Any sentence has blanks, so the row
 * under it must have an address in each column that says so. Names of two words need two blanks between columns.
 */
export function blankColumns(
  header: string,
  row: string,
): { readonly delimiter: Delimiter; readonly columns: (Column | null)[] } | null {
  if (header.length > 2_000 || row.length > 20_000) return null;
  for (const delimiter of ['blanks', 'wide'] as const) {
    const columns = (splitCells(header, delimiter) ?? []).map(columnOf);
    const cells = cellsUnder(columns, row, delimiter);
    const fields = columns.flatMap((column) => (column === null || column.isWeak ? [] : [column.field]));
    if (new Set(fields).size !== fields.length || !canConnect(new Set(fields))) continue;
    const isHeld = (at: number): boolean => isAddress(cells[at] ?? '');
    if (!columns.every((column, at) => column?.isWeak === true || !isEnd(column) || isHeld(at))) continue;
    // `IP` may be the version of the protocol beside ends that say so.
    return { delimiter, columns: columns.map((column, at) => (isEnd(column) && !isHeld(at) ? null : column)) };
  }
  return null;
}

/** A narrow gap between two wide columns: then only single blanks give as many cells as there are columns. */
export function cellsUnder(columns: readonly unknown[], row: string, delimiter: Delimiter): string[] {
  const cells = splitCells(row, delimiter) ?? [];
  return delimiter === 'wide' && cells.length !== columns.length ? (splitCells(row, 'blanks') ?? []) : cells;
}

function isEnd(column: Column | null): boolean {
  const ends: readonly (Field | undefined)[] = ['localAddress', 'remoteAddress', 'sourceAddress', 'destinationAddress'];
  return ends.includes(column?.field);
}

function isAddress(cell: string): boolean {
  return parseAddress(cell) !== null || readEndpoint(cell)?.name === null;
}
