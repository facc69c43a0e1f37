// AssemblyScript: the texts of a row, which are few for many rows, and short. Each combination that is met has a number.
import { columnOf, endOf, FIRST_TEXT, startOf, wanted } from './places';
import { MASKS, NOTHING } from './text';

/** The texts of one row: a byte each with their length and one, then the bytes of each, padded to sixteen. */
const KEY: i32 = 0x2a00;
const KEY_BYTES = 1024;
const HEADER_BYTES = 32;
const LONGEST_TEXT = 240;
const BLOCK = 16;
/** Texts that were met: their number and one, which cells there are, the lengths of up to eight, then as in `KEY`. */
const KNOWN_TEXTS: i32 = 0x120000;
const KNOWN_SLOTS: i32 = 4096;
const KNOWN_SIZE: i32 = KEY_BYTES + 16;
const KNOWN_CELLS = 4;
const KNOWN_LENGTHS = 8;
const KNOWN_KEY = 16;
const MOST_LENGTHS = 8;
/** Texts of rows that have but one, as `tcp`: text, number and one, length; a place for each first byte and length. */
const ONES: i32 = 0x2f00;
const ONES_SLOTS: i32 = 8;
const ONE_SIZE: i32 = 32;
/** In place of lengths, which are no longer than `BLOCK`. */
const LONG: u64 = -1;

/**
 * The number of the texts of a row that are `present`, a bit each; `NOTHING` when they are too long, -2 when the caller is to
 * look it up.
 */
@inline
export function texts(row: i32, columns: i32, present: i32): i64 {
  return present === 1 ? oneText(row, columns) : someTexts(row, columns, present);
}

@inline
function oneText(row: i32, columns: i32): i64 {
  const column = columnOf(columns, FIRST_TEXT);
  const start = startOf(row, column);
  const length = endOf(row, column) - start;
  if (length > BLOCK) return longTexts(row, columns, 1);
  const text = v128.and(v128.load(start), v128.load(MASKS + 48 - length));
  const slot = ONES + (((load<u8>(start) as i32) ^ length) & (ONES_SLOTS - 1)) * ONE_SIZE;
  const number = load<i32>(slot, 16);
  const isSame = number !== 0 && load<i32>(slot, 20) === length;
  if (isSame && !v128.any_true(v128.xor(text, v128.load(slot)))) return (number - 1) as i64;
  const found = someTexts(row, columns, 1);
  if (found < 0) return found;
  v128.store(slot, text);
  store<i32>(slot, (found as i32) + 1, 16);
  store<i32>(slot, length, 20);
  return found;
}

function someTexts(row: i32, columns: i32, present: i32): i64 {
  if (popcnt(present) > MOST_LENGTHS) return longTexts(row, columns, present);
  let mixed = i64x2.splat(0);
  let lengths: u64 = 0;
  let to = KEY + HEADER_BYTES;
  for (let left = present; left !== 0; left &= left - 1) {
    const column = columnOf(columns, FIRST_TEXT + ctz(left));
    const start = startOf(row, column);
    const length = endOf(row, column) - start;
    if (length > BLOCK) return longTexts(row, columns, present);
    const text = v128.and(v128.load(start), v128.load(MASKS + 48 - length));
    mixed = v128.xor(i64x2.add(mixed, i64x2.shl(mixed, 5)), text);
    lengths = (lengths << 8) | length;
    v128.store(to, text);
    // Nothing is kept of a text that is empty.
    to += length === 0 ? 0 : BLOCK;
  }
  const folded = (i64x2.extract_lane(mixed, 0) as u64) ^ rotl(i64x2.extract_lane(mixed, 1) as u64, 29);
  const slot = KNOWN_TEXTS + (((folded * 0x9e37_79b9_7f4a_7c15) >> 52) as i32) * KNOWN_SIZE;
  let differs = i64x2.splat(0);
  for (let block = KEY + HEADER_BYTES; block < to; block += BLOCK)
    differs = v128.or(differs, v128.xor(v128.load(block), v128.load(slot + KNOWN_KEY - KEY + block)));
  const number = load<i32>(slot);
  const isSame = number !== 0 && load<i32>(slot, KNOWN_CELLS) === present && load<u64>(slot, KNOWN_LENGTHS) === lengths;
  if (isSame && !v128.any_true(differs)) return (number - 1) as i64;
  return ask(slot, keyOf(row, columns, present), present, lengths);
}

/** The same, whatever their lengths. */
function longTexts(row: i32, columns: i32, present: i32): i64 {
  const length = keyOf(row, columns, present);
  if (length < 0) return NOTHING;
  let mixed: u64 = 0x2545_f491_4f6c_dd1d;
  for (let at = KEY; at < KEY + length; at += 8) mixed = (rotl(mixed, 23) ^ load<u64>(at)) * 0xc2b2_ae3d_27d4_eb4f;
  const slot = KNOWN_TEXTS + ((mixed >> 52) as i32) * KNOWN_SIZE;
  const number = load<i32>(slot);
  const isOther = load<i32>(slot, KNOWN_CELLS) !== present || load<u64>(slot, KNOWN_LENGTHS) !== LONG;
  if (number === 0 || isOther || memory.compare(slot + KNOWN_KEY, KEY, length) !== 0)
    return ask(slot, length, present, LONG);
  return (number - 1) as i64;
}

/** Puts the texts of a row into `KEY`; returns how many bytes they are there, negative when they are too long. */
function keyOf(row: i32, columns: i32, present: i32): i32 {
  let to = KEY + HEADER_BYTES;
  memory.fill(KEY, 0, HEADER_BYTES);
  for (let left = present; left !== 0; left &= left - 1) {
    const text = ctz(left);
    const column = columnOf(columns, FIRST_TEXT + text);
    const start = startOf(row, column);
    const length = endOf(row, column) - start;
    if (length > LONGEST_TEXT || to + length + BLOCK > KEY + KEY_BYTES) return -1;
    store<u8>(KEY + text, length + 1);
    for (let done = 0; done < length; done += BLOCK) {
      const mask = v128.load(MASKS + 48 - min(length - done, BLOCK));
      v128.store(to, v128.and(v128.load(start + done), mask));
      to += BLOCK;
    }
  }
  return to - KEY;
}

/** The slot is the key's, and nobody's number until the caller knows it. */
function ask(slot: i32, length: i32, present: i32, lengths: u64): i64 {
  if (length < 0) return NOTHING;
  memory.copy(slot + KNOWN_KEY, KEY, length);
  store<i32>(slot, 0);
  store<i32>(slot, present, KNOWN_CELLS);
  store<u64>(slot, lengths, KNOWN_LENGTHS);
  return wanted(KEY, length, slot);
}
