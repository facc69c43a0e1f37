/** `443,8801-8810` as [from, to] pairs, in the order written. Null when it is no such list. */
export function parsePortRanges(text: string): (readonly [number, number])[] | null {
  const ranges: (readonly [number, number])[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (match === null) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 0 || to > 65_535 || from > to) return null;
    ranges.push([from, to]);
  }
  return ranges;
}
