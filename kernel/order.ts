// AssemblyScript: sorting.

const DIGIT_BITS: u64 = 11;
const DIGITS: i32 = 1 << 11;

/**
 * Sorts `length` keys at `from` by their bits from `lowest` on, equal ones as they come; returns where they are then, `from`
 * or `spare`, which has as much room. `starts` is room for 2,048 words.
 */
export function sortKeys(from: i32, spare: i32, length: i32, lowest: u64, starts: i32): i32 {
  let source = from;
  let target = spare;
  // Least significant digit first, so that equal keys stay in order.
  for (let shift = lowest; shift < 64; shift += DIGIT_BITS) {
    sortDigit(source, target, length, shift, starts);
    const sorted = target;
    target = source;
    source = sorted;
  }
  return source;
}

function sortDigit(from: i32, to: i32, length: i32, shift: u64, starts: i32): void {
  memory.fill(starts, 0, DIGITS << 2);
  for (let key = 0; key < length; key++) {
    const start = starts + (digitOf(load<u64>(from + (key << 3)), shift) << 2);
    store<i32>(start, load<i32>(start) + 8);
  }
  let next = to;
  for (let start = starts; start < starts + (DIGITS << 2); start += 4) {
    const size = load<i32>(start);
    store<i32>(start, next);
    next += size;
  }
  for (let key = 0; key < length; key++) {
    const value = load<u64>(from + (key << 3));
    const start = starts + (digitOf(value, shift) << 2);
    const place = load<i32>(start);
    store<u64>(place, value);
    store<i32>(start, place + 8);
  }
}

@inline
function digitOf(key: u64, shift: u64): i32 {
  return ((key >> shift) as i32) & (DIGITS - 1);
}
