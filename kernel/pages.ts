// AssemblyScript: memory in pages of 64 KB, taken as they are needed, so that what grows is never moved or copied; and
// what is laid out in them: records by number, and where records of one hash are.

/** Where the first page is; what lies before it has a fixed place. */
const FIRST_PAGE: i32 = 0x140000;
const PAGE: i32 = 0x10000;
/** WebAssembly pages that are asked for at once. */
const AT_ONCE: i32 = 16;
/** Pages of an index while it is made anew. */
const BEFORE: i32 = 0x54000;

// The slots of an index: its pages come after it, then words: slots less one, entries.
/** A slot is a number and one, and above it the hash. */
const SLOT_SHIFT: i32 = 3;
const SLOTS_SHIFT: i32 = 13;
const MASK = 0x7ff8;
const USED = 0x7ffc;
const SLOTS: i32 = 1 << SLOTS_SHIFT;
/** Slots of the largest index: more would want more memory than there can be. */
const MOST_SLOTS: i32 = 1 << 25;

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

function release(freed: i32): void {
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

/** What the slot after `tries` others holds for a hash: 0 nothing, else a number and one with its hash above. */
@inline
export function slotOf(index: i32, hash: i32, tries: i32): i32 {
  return slotAt(index, (hash + tries) & load<i32>(index, MASK));
}

/** Enters a number into a free slot. */
@inline
export function enter(index: i32, slot: i32, hash: i32, number: i32): void {
  store<u64>(slot, ((hash as u32 as u64) << 32) | ((number + 1) as u64));
  store<i32>(index, load<i32>(index, USED) + 1, USED);
}

/** Slots for `more` numbers: one in two is taken at most. */
export function makeRoom(index: i32, more: i32): void {
  if (load<i32>(index, MASK) === 0) {
    store<i32>(index, SLOTS - 1, MASK);
    store<i32>(index, page());
  }
  const used = load<i32>(index, USED) + more;
  while (used * 2 > load<i32>(index, MASK) && load<i32>(index, MASK) < MOST_SLOTS - 1) widen(index);
  if (used > load<i32>(index, MASK)) unreachable();
}

function widen(index: i32): void {
  const pages = (load<i32>(index, MASK) + 1) >>> SLOTS_SHIFT;
  memory.copy(BEFORE, index, pages << 2);
  for (let at = 0; at < pages * 2; at++) store<i32>(index + (at << 2), page());
  store<i32>(index, (pages << (SLOTS_SHIFT + 1)) - 1, MASK);
  for (let at = 0; at < pages; at++) {
    const from = load<i32>(BEFORE + (at << 2));
    for (let offset = 0; offset < PAGE; offset += 1 << SLOT_SHIFT) {
      const entry = load<u64>(from + offset);
      if (entry === 0) continue;
      const hash = (entry >> 32) as i32;
      let tries = 0;
      while (load<u64>(slotOf(index, hash, tries)) !== 0) tries++;
      store<u64>(slotOf(index, hash, tries), entry);
    }
    release(from);
  }
}
