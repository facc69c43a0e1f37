/** Keys of IPv4 are numbers, of IPv6 the upper 64 bits as bigint. `to` is the first key behind the range. */
export interface KeyRange<K extends number | bigint> {
  readonly from: K;
  readonly to: K;
  readonly value: number;
}

/**
 * Makes nested and overlapping rows disjoint and sorted: the narrower row wins, of equally narrow ones the later.
 * Published tables nest on purpose (a customer inside a provider's block), and a search over them would answer wrong.
 */
export function flattenRows<K extends number | bigint>(rows: readonly KeyRange<K>[]): KeyRange<K>[] {
  const sorted = rows.map((row, order) => ({ row, order, width: Number(row.to) - Number(row.from) }));
  sorted.sort((a, b) => (a.row.from < b.row.from ? -1 : a.row.from > b.row.from ? 1 : a.order - b.order));
  const cuts = boundaries(rows);
  const flat: KeyRange<K>[] = [];
  let active: typeof sorted = [];
  let next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const from = cuts[i] as K;
    const to = cuts[i + 1] as K;
    if (active.length > 0) active = active.filter((entry) => entry.row.to > from);
    for (let entry = sorted[next]; entry !== undefined && entry.row.from === from; entry = sorted[++next])
      active.push(entry);
    if (active.length === 0) continue;
    const best = active.reduce((a, b) => (b.width < a.width || (b.width === a.width && b.order > a.order) ? b : a));
    append(flat, from, to, best.row.value);
  }
  return flat;
}

/** Lays disjoint sorted layers over one another and joins their values; a layer without a value gives 0. */
export function overlay<K extends number | bigint>(
  layers: readonly (readonly KeyRange<K>[])[],
  join: (values: readonly number[]) => number,
): KeyRange<K>[] {
  const cuts = boundaries(layers.flat());
  const at = layers.map(() => 0);
  const values = layers.map(() => 0);
  const merged: KeyRange<K>[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const from = cuts[i] as K;
    layers.forEach((layer, l) => {
      let index = at[l] ?? 0;
      while (index < layer.length && (layer[index] as KeyRange<K>).to <= from) index++;
      at[l] = index;
      const range = layer[index];
      values[l] = range !== undefined && range.from <= from ? range.value : 0;
    });
    append(merged, from, cuts[i + 1] as K, join(values));
  }
  return merged;
}

function boundaries<K extends number | bigint>(rows: readonly KeyRange<K>[]): K[] {
  const all: K[] = [];
  for (const row of rows) all.push(row.from, row.to);
  all.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return all.filter((key, i) => i === 0 || key !== all[i - 1]);
}

/** Neighbours with the same value become one range. */
function append<K extends number | bigint>(ranges: KeyRange<K>[], from: K, to: K, value: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.to === from && last.value === value) ranges[ranges.length - 1] = { ...last, to };
  else ranges.push({ from, to, value });
}
