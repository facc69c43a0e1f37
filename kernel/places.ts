// AssemblyScript: where the cells of a row are, and what is told of it.

/** Why a scan has stopped. */
export const ALL_READ = 0;
export const AT_STOP = 1;
export const ODD_LINE = 2;
export const BATCH_FULL = 3;
/** An IPv6 address, or the texts of a row, that the caller is to look up and put into its slot. */
export const TOKEN_WANTED = 4;
export const TEXTS_WANTED = 5;

// Memory, from its start; all of it zero at first.
/** Words: reason, rows in the batch, next line; what is wanted: its place, length and slot. */
export const RESULT: i32 = 0x400;
/** How many texts a row has, whether both addresses must be there, and whether times and sizes are to be passed over. */
export const TEXT_COUNT: i32 = 0x4c0;
export const NEEDS_BOTH: i32 = 0x4c4;
export const ENDS_ALONE: i32 = 0x4cc;
/**
 * Two lists for the cells that are read, those of `Cell` and then the texts: where in a row's list of places the one before
 * the cell is, with the end of the cell behind it. For rows that are lists of the places of all delimiters, and for lists of
 * pairs. Where there is no such cell, the places are those of an empty one.
 */
export const COLUMNS: i32 = 0x500;
export const PAIRS: i32 = 0x600;
export const FIRST_TEXT = 8;
/** What addresses of networks are that are global as a whole (see kernel/ipv6.ts), as kernel/far-ends.ts has it. */
export const GLOBAL_REACH: i32 = 0x688;

/** The places of a cell that is not there: it starts where it ends. */
export const NO_CELL: i64 = 0xffff_ffff;

@inline
export function startOf(row: i32, column: i32): i32 {
  return load<i32>(row + column) + 1;
}

@inline
export function endOf(row: i32, column: i32): i32 {
  return load<i32>(row + column, 4);
}

@inline
export function columnOf(columns: i32, cell: i32): i32 {
  return load<i32>(columns + (cell << 2));
}

/** Tells the caller what to look up: where it is and how long, and where its number goes. */
export function wanted(at: i32, length: i32, slot: i32): i64 {
  store<i32>(RESULT, at, 12);
  store<i32>(RESULT, length, 16);
  store<i32>(RESULT, slot, 20);
  return -2;
}

const DASH = 0x2d;

/** There is no cell, or it says that nothing is known; other words for that are left to the line reader. */
@inline
export function isUnset(start: i32, end: i32): bool {
  return start === end || (end - start === 1 && load<u8>(start) === DASH);
}
