/** Where a column begins and ends (exclusive), in characters. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `======== ====` or `-------- ----`: the rule under the header of a table; null for any other line. */
export function rulerSpans(line: string, mark: '=' | '-', least: number): Span[] | null {
  const isRule = (mark === '=' ? /^[ =]+$/ : /^[ -]+$/).test(line);
  if (!isRule || line.length > 4096 || !line.includes(mark + mark)) return null;
  const spans: Span[] = [];
  for (const match of line.matchAll(mark === '=' ? /=+/g : /-+/g)) {
    spans.push({ from: match.index, to: match.index + match[0].length });
  }
  return spans.length >= least ? spans : null;
}

/** Where the words of a header begin; each column ends where the next begins. Two blanks part them. */
export function headerSpans(line: string): Span[] {
  const starts = [...line.matchAll(/\S+(?: \S+)*/g)].map(({ index }) => index);
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? Number.MAX_SAFE_INTEGER }));
}

/**
 * The cells of a line under such a header. Numbers stand at the right of their column and may begin before its
 * rule, words stand at the left and may end after it: text that touches a rule belongs to it, up to a blank.
 */
export function cellsUnder(line: string, spans: readonly Span[]): string[] {
  const cells: string[] = [];
  let from = 0;
  for (let at = 0; at < spans.length; at += 1) {
    const next = spans[at + 1];
    const to = next === undefined ? line.length : cutBetween(line, Math.max(spans[at].to, from), next.from);
    cells.push(line.slice(from, to).trim());
    from = Math.max(to, from);
  }
  return cells;
}

function cutBetween(line: string, end: number, start: number): number {
  let cut = Math.min(start, line.length);
  while (cut > end && line[cut - 1] !== ' ') cut -= 1;
  return cut === end && end < start && line[end - 1] !== ' ' ? Math.min(start, line.length) : cut;
}
