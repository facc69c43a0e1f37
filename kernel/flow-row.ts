// AssemblyScript, a part of kernel/flows.ts: rows of seven words, of which three are the key.

/** Four odd numbers by chance. */
export const SEEDS: i32 = 0x20;
export const ROW: i32 = 28;
// Words of a row: see flow-table.ts.
export const MANNER = 8;
/** While a row is counted, where its slot is. */
export const COUNT = 12;
export const REMOTE_IS_TOKEN = 2;

/**
 * The hash of a row's key: multilinear (Lemire and Kaser 2014), its upper half is good. Its numbers are drawn by chance,
 * so that no evidence can be written to meet in one slot.
 */
@inline
export function hashOf(row: i32): u64 {
  return (
    load<u64>(SEEDS) +
    load<u64>(SEEDS, 8) * (load<u32>(row) as u64) +
    load<u64>(SEEDS, 16) * (load<u32>(row, 4) as u64) +
    load<u64>(SEEDS, 24) * (load<u32>(row, MANNER) as u64)
  );
}

/** Whether a slot, or a row, is of the same flow as a row. */
@inline
export function isAt(slot: i32, row: i32): bool {
  return load<u64>(slot) === load<u64>(row) && load<u32>(slot, MANNER) === load<u32>(row, MANNER);
}

/** What a row is sorted by. */
@inline
export function keyOf(row: i32, ranks: i32): u64 {
  const word = load<u32>(row);
  const isToken = (load<u32>(row, MANNER) & REMOTE_IS_TOKEN) !== 0;
  return isToken ? 0x1_0000_0000 | (load<u32>(ranks + (word << 2)) as u64) : (word as u64);
}

@inline
export function copyRow(to: i32, from: i32): void {
  const end = v128.load(from, ROW - 16);
  v128.store(to, v128.load(from));
  v128.store(to, end, ROW - 16);
}
