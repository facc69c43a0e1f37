// AssemblyScript: memory in pages of 64 KB, taken as they are needed, so that what grows is never moved or copied; and
// what is laid out in them: records by number, and where records of one hash are.

/** Where the first page is; what lies before it has a fixed place. */
const FIRST_PAGE: i32 = 0x140000;
const PAGE: i32 = 0x10000;
/** WebAssembly pages that are asked for at once: each time the engine counts all of the memory anew, and may collect. */
const AT_ONCE: i32 = 128;

// The slots of an index: its pages come after it, then words: slots less one, entries.
/** A slot is a number and one, and above it the highest bits of its hash; 0: none. */
const NUMBER_BITS: i32 = 25;
const NUMBER: u32 = (1 << NUMBER_BITS) - 1;
const SLOT_SHIFT: i32 = 2;
const SLOTS_SHIFT: i32 = 14;
const MASK = 0x7ff8;
const USED = 0x7ffc;
const SLOTS: i32 = 1 << SLOTS_SHIFT;
/** Slots of the largest index: more would want more memory than there can be. */
const MOST_SLOTS: i32 = 1 << NUMBER_BITS;

/** Pages that are free again, each with the place of the next one, and the first byte that never was one. */
let spare: i32 = 0;
let end: i32 = FIRST_PAGE;

/** A page of zeros. */
export function page(): i32 {
  if (spare !== 0) {
    const again = spare;
    spare = load<i32>(again);
    memory.fill(again, 0, PAGE);
    return again;
  }
  return room(PAGE);
}

/** So many bytes in one piece, a multiple of eight. */
export function room(bytes: i32): i32 {
  const start = end;
  end += (bytes + PAGE - 1) & -PAGE;
  // Past all that can be addressed.
  if ((end as u32) < (start as u32)) unreachable();
  // Addresses past two gigabytes are no negative numbers.
  const missing: i32 = (end >>> 16) - memory.size();
  if (missing > 0 && memory.grow(max(missing, AT_ONCE)) < 0 && memory.grow(missing) < 0) unreachable();
  return start;
}

/** A page that nobody needs any more. */
export function release(freed: i32): void {
  store<i32>(freed, spare);
  spare = freed;
}

/** Where a record is: `pages` have `1 << shift` of `bytes` each. */
@inline
export function recordAt(pages: i32, number: i32, shift: i32, bytes: i32): i32 {
  return load<i32>(pages + ((number >>> shift) << 2)) + (number & ((1 << shift) - 1)) * bytes;
}

/** The same, of a new record. */
export function newRecord(pages: i32, number: i32, shift: i32, bytes: i32): i32 {
  // A slot could not hold it.
  if (number >= (NUMBER as i32)) unreachable();
  const place = pages + ((number >>> shift) << 2);
  if (load<i32>(place) === 0) store<i32>(place, page());
  return recordAt(pages, number, shift, bytes);
}

@inline
function slotAt(index: i32, slot: i32): i32 {
  return load<i32>(index + ((slot >>> SLOTS_SHIFT) << 2)) + ((slot & (SLOTS - 1)) << SLOT_SHIFT);
}

/** The first slot of a hash: right until there is made more room. */
@inline
export function firstSlot(index: i32, hash: i32): i32 {
  return slotAt(index, hash & load<i32>(index, MASK));
}

/** The slot after `tries` others. */
@inline
export function slotOf(index: i32, hash: i32, tries: i32): i32 {
  return slotAt(index, (hash + tries) & load<i32>(index, MASK));
}

@inline
export function entryOf(hash: i32, number: i32): u32 {
  return ((hash as u32) & ~NUMBER) | ((number + 1) as u32);
}

/** The number that a slot's entry holds, -1 for none. */
@inline
export function numberIn(entry: u32): i32 {
  return ((entry & NUMBER) as i32) - 1;
}

/** Whether an entry may be of this hash. */
@inline
export function isTagged(entry: u32, hash: i32): bool {
  return ((entry ^ (hash as u32)) & ~NUMBER) === 0;
}

/** Enters a number into a free slot. */
@inline
export function enter(index: i32, slot: i32, hash: i32, number: i32): void {
  store<u32>(slot, entryOf(hash, number));
  store<i32>(index, load<i32>(index, USED) + 1, USED);
}

/** Enters a number that is not in the index. */
export function enterFree(index: i32, hash: i32, number: i32): void {
  let tries = 0;
  while (load<u32>(slotOf(index, hash, tries)) !== 0) tries++;
  enter(index, slotOf(index, hash, tries), hash, number);
}

/** Whether an index has too few slots for `more` numbers: one in two is taken at most. */
export function isNarrow(index: i32, more: i32): bool {
  const mask = load<i32>(index, MASK);
  const used = load<i32>(index, USED) + more;
  if (mask === 0) return true;
  if (mask < MOST_SLOTS - 1) return used * 2 > mask;
  if (used > mask) unreachable();
  return false;
}

/** Gives an index twice as many slots, all of them free. */
export function widen(index: i32): void {
  const pages = (load<i32>(index, MASK) + 1) >>> SLOTS_SHIFT;
  for (let at = 0; at < pages; at++) release(load<i32>(index + (at << 2)));
  const more = max(pages * 2, 1);
  for (let at = 0; at < more; at++) store<i32>(index + (at << 2), page());
  store<i32>(index, (more << SLOTS_SHIFT) - 1, MASK);
  store<i32>(index, 0, USED);
}
