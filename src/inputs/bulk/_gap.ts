const BLANKS = 0x20202020;
/** Widest gap the masks know: from `1.1.1.1:1` to the next column, rounded up to whole words. */
export const WIDEST_GAP = 16;

/** For each gap width, what of the four words before its end belongs to it. */
export function gapMasks(): Int32Array {
  const masks = new Int32Array((WIDEST_GAP + 1) * 4);
  for (let gap = 0; gap <= WIDEST_GAP; gap++) {
    for (let word = 0; word < 4; word++) {
      const inside = Math.min(Math.max(gap - word * 4, 0), 4);
      // The gap is the later part of the word: its high bytes.
      masks[gap * 4 + word] = inside === 0 ? 0 : -1 << ((4 - inside) * 8);
    }
  }
  return masks;
}

/** Whether the `gap` bytes before `end` are blanks, without a branch on their exact number. */
export function isGap(view: DataView, end: number, gap: number, masks: Int32Array): boolean {
  const at = gap << 2;
  const late =
    ((view.getInt32(end - 4, true) ^ BLANKS) & masks[at]) | ((view.getInt32(end - 8, true) ^ BLANKS) & masks[at + 1]);
  if (gap <= 8) return late === 0;
  const early =
    ((view.getInt32(end - 12, true) ^ BLANKS) & masks[at + 2]) |
    ((view.getInt32(end - 16, true) ^ BLANKS) & masks[at + 3]);
  return (late | early) === 0;
}
