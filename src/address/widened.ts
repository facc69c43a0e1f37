/** A copy with room for so many words, 0 behind those that were there; the same array where there is enough. */
export function widened(words: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  if (words.length >= room) return words;
  const copy = new Uint32Array(room);
  copy.set(words);
  return copy;
}

/** Pages that nothing is written to cost no memory, and copying does. */
export function wider(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return widened(words, words.length * 4);
}
