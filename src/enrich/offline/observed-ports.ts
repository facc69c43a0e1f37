import { type ObservedUse, PORT_KINDS, type PortKind } from '../../model/knowledge.js';
import { encodeRowList, RowList } from './_row-list.js';
import { ownersOf, RowCheck, rowsOf } from './_table-check.js';
import { encodePackFile, readPackFile } from './pack-file.js';
import { parsePortRanges } from './port-ranges.js';
import { PROTOCOLS } from './protocols.js';

/** From, to, protocol mask, index of the use, four numbers each; wide spans first, then the others by `from`. */
export interface ObservedTable {
  readonly spans: ArrayLike<number>;
  readonly wide: number;
  /** Likeliest first. */
  readonly uses: { at(index: number): UseRow | undefined };
}

/** Spans of more ports are few and tried one by one, so that the rest is found by halving. */
const WIDE = 128;

export type UseRow = readonly [
  use: string,
  kind: PortKind,
  confidence: ObservedUse['confidence'],
  source: string,
  owners: readonly string[],
  programs: readonly string[],
  share: number | null,
];

/** Surest first. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;

/** Compiles `data/ports-observed.json`. Throws with the row's number when one is wrong or there twice. */
export function compileObserved(table: unknown): { spans: number[]; wide: number; uses: UseRow[] } {
  const rows = rowsOf(table, 'uses').map((row, index) => readRow(row, `ports-observed.json, row ${index + 1}`));
  rows.sort(byLikelihood);
  const seen = new Set<string>();
  const spans: Span[] = [];
  rows.forEach(({ ranges, mask, use }, index) => {
    for (const [from, to] of ranges) {
      const key = `${from}-${to}/${mask} ${use[0]}`;
      if (seen.has(key)) throw new Error(`ports-observed.json: ${key} is there twice`);
      seen.add(key);
      spans.push([from, to, mask, index]);
    }
  });
  spans.sort((a, b) => Number(isWide(b)) - Number(isWide(a)) || a[0] - b[0]);
  return { spans: spans.flat(), wide: spans.filter(isWide).length, uses: rows.map(({ use }) => use) };
}

type Span = readonly [from: number, to: number, mask: number, use: number];

function isWide([from, to]: Span): boolean {
  return to - from >= WIDE;
}

/** The pack file that `openObserved` reads. */
export function encodeObserved(table: unknown): Uint8Array<ArrayBuffer> {
  const { spans, wide, uses } = compileObserved(table);
  return encodePackFile([new Uint8Array(Uint16Array.from([wide, ...spans]).buffer), ...encodeRowList(uses)]);
}

/** Opens such a file; uses are parsed when a port has them. */
export function openObserved(directory: string, file: string): ObservedTable {
  const [numbers, starts, text] = readPackFile(directory, file);
  const [wide, spans] = [new Uint16Array(numbers.buffer, numbers.byteOffset, 1)[0], numbers.subarray(2)];
  return {
    spans: new Uint16Array(spans.buffer, spans.byteOffset, spans.byteLength / 2),
    wide,
    uses: new RowList<UseRow>(starts, text),
  };
}

/** The uses of a port, likeliest first. `mask` has the bit of its protocol. */
export function usesOf({ spans, wide, uses }: ObservedTable, port: number, mask: number): ObservedUse[] {
  const found: number[] = [];
  const take = (at: number) => {
    if (port >= spans[at] && port <= spans[at + 1] && (spans[at + 2] & mask) !== 0) found.push(spans[at + 3]);
  };
  for (let at = 0; at < wide * 4; at += 4) take(at);
  for (let at = firstFrom(spans, wide, port - WIDE); at < spans.length && spans[at] <= port; at += 4) take(at);
  return found
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const row = uses.at(index);
      return row === undefined ? [] : [useOf(row)];
    });
}

/** Position of the first span that isn't wide and starts at `port` or later. */
function firstFrom(spans: ArrayLike<number>, wide: number, port: number): number {
  let low = wide;
  let high = spans.length / 4;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle * 4] < port) low = middle + 1;
    else high = middle;
  }
  return low * 4;
}

function useOf([use, kind, confidence, source, owners, programs, share]: UseRow): ObservedUse {
  return { use, kind, confidence, source, owners, programs, share };
}

interface Row {
  readonly ranges: readonly (readonly [number, number])[];
  readonly mask: number;
  readonly use: UseRow;
}

function readRow(row: unknown, where: string): Row {
  const check = new RowCheck(row, where).only(
    'ports',
    'protocols',
    'use',
    'kind',
    'confidence',
    'owners',
    'programs',
    'share',
    'source',
  );
  const ranges = parsePortRanges(check.text('ports')) ?? check.fail('"ports" must be like 443,8801-8810');
  const mask = check.list('protocols').reduce((sum, name) => {
    const bit = PROTOCOLS.indexOf(name);
    return bit < 0 ? check.fail(`protocol ${name} is not one of ${PROTOCOLS.join(', ')}`) : sum | (1 << bit);
  }, 0);
  if (mask === 0) check.fail('"protocols" is empty');
  const use: UseRow = [
    check.text('use'),
    check.oneOf('kind', PORT_KINDS),
    check.oneOf('confidence', CONFIDENCES),
    check.text('source'),
    ownersOf(check),
    check.list('programs'),
    check.number('share', 0, 1),
  ];
  return { ranges, mask, use };
}

/** Surer first; at equal confidence ordinary uses before those of attackers, then the larger share; then as written. */
function byLikelihood({ use: a }: Row, { use: b }: Row): number {
  return (
    CONFIDENCES.indexOf(a[2]) - CONFIDENCES.indexOf(b[2]) ||
    Number(isAttack(a)) - Number(isAttack(b)) ||
    (isAttack(a) ? (b[6] ?? 0) - (a[6] ?? 0) : 0)
  );
}

function isAttack([, kind]: UseRow): boolean {
  return kind === 'c2-default' || kind === 'mining';
}
