import { compareAddresses } from '../../../address/compare.js';
import { refang } from '../../../address/defang.js';
import { parseAddress } from '../../../address/parse.js';
import type { NumberField, Rows, TextField } from './rows.js';

/** A column of the table by its `data-sort`, and which way. */
export interface Order {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Row numbers in the given order; equal rows stay worst first. */
export function sorted(rows: Rows, { column, isDescending }: Order): number[] {
  const compare = comparison(rows, column);
  const sign = isDescending ? -1 : 1;
  return Array.from({ length: rows.length }, (_, row) => row).sort((a, b) => sign * compare(a, b) || a - b);
}

function comparison(rows: Rows, column: string): (a: number, b: number) => number {
  switch (column) {
    case 'verdict':
      return byNumber(rows, 'score');
    case 'probability':
    case 'connections':
      return byNumber(rows, column as NumberField);
    case 'address':
      return byAddress(rows);
    case 'port':
      return (a, b) => firstPort(rows, a) - firstPort(rows, b);
    default:
      return byText(rows, column as TextField);
  }
}

function byNumber(rows: Rows, field: NumberField): (a: number, b: number) => number {
  return (a, b) => rows.number(a, field) - rows.number(b, field);
}

function byText(rows: Rows, field: TextField): (a: number, b: number) => number {
  // The name of a country stands behind its code; nothing known comes last.
  const keys = Array.from(
    { length: rows.length },
    (_, row) => rows.texts(row, field).at(field === 'country' ? -1 : 0) ?? '\uffff',
  );
  return (a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0);
}

function byAddress(rows: Rows): (a: number, b: number) => number {
  const keys = Array.from({ length: rows.length }, (_, row) =>
    parseAddress(refang(rows.texts(row, 'address')[0] ?? '')),
  );
  return (a, b) => {
    const [x, y] = [keys[a], keys[b]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return compareAddresses(x, y);
  };
}

function firstPort(rows: Rows, row: number): number {
  return Number.parseInt(rows.texts(row, 'port')[0] ?? '65536', 10);
}
