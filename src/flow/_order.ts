/** Up to so many different keys peers are dealt out to their keys. */
const FEW = 1 << 16;

/**
 * Items in rising order of their keys, equal ones as they came. Where the keys are whole numbers none is compared with
 * another by a function, which would take five times as long.
 */
export function ordered(items: Uint32Array, keyOf: (item: number) => number): Uint32Array {
  const keys = new Float64Array(items.length);
  for (let at = 0; at < keys.length; at++) keys[at] = keyOf(items[at]);
  return orderedBy(items, keys);
}

/** The same with the key of each item at its place. The keys are used up. */
export function orderedBy(items: Uint32Array, keys: Float64Array): Uint32Array {
  if (items.length === 0) return items;
  let least = keys[0];
  let most = least;
  let areWhole = true;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    if (key < least) least = key;
    if (key > most) most = key;
    if (key !== Math.floor(key)) areWhole = false;
  }
  areWhole &&= Number.isSafeInteger(least) && Number.isSafeInteger(most);
  const range = most - least + 1;
  const places = placesOf(items);
  if (areWhole && range <= FEW) return dealt(items, keys, least, range);
  if (areWhole && range * places <= Number.MAX_SAFE_INTEGER) return packed(items, keys, least, places);
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
  return order.map((at) => items[at]);
}

/** Items by how many rows each has, which is a whole number: most first, equal ones as they came. */
export function mostFirst(items: Uint32Array, rowsOf: (item: number) => number): Uint32Array {
  const places = placesOf(items);
  const keys = new Float64Array(items.length);
  let most = 0;
  for (let at = 0; at < keys.length; at++) {
    const rows = rowsOf(items[at]);
    if (rows > most) most = rows;
    keys[at] = at - rows * places;
  }
  return most < Number.MAX_SAFE_INTEGER / places ? unpacked(items, keys, places) : ordered(items, (at) => -rowsOf(at));
}

function dealt(items: Uint32Array, keys: Float64Array, least: number, range: number): Uint32Array {
  const starts = new Uint32Array(range + 1);
  for (let at = 0; at < keys.length; at++) starts[keys[at] - least + 1]++;
  for (let key = 0; key < range; key++) starts[key + 1] += starts[key];
  const sorted = new Uint32Array(items.length);
  for (let at = 0; at < keys.length; at++) sorted[starts[keys[at] - least]++] = items[at];
  return sorted;
}

/** Numbers of a key and a position are sorted by themselves. */
function packed(items: Uint32Array, keys: Float64Array, least: number, places: number): Uint32Array {
  for (let at = 0; at < keys.length; at++) keys[at] = (keys[at] - least) * places + at;
  return unpacked(items, keys, places);
}

/** A power of two, so that a division takes key and position apart. */
function placesOf(items: Uint32Array): number {
  return 2 ** Math.ceil(Math.log2(items.length + 1));
}

function unpacked(items: Uint32Array, keys: Float64Array, places: number): Uint32Array {
  keys.sort();
  const sorted = new Uint32Array(items.length);
  for (let at = 0; at < keys.length; at++) sorted[at] = items[keys[at] - Math.floor(keys[at] / places) * places];
  return sorted;
}
