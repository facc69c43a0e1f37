const FREE = 0xffffffff;

/**
 * Open addressing from a row of numbers to its position in columns held elsewhere. The caller compares; this only
 * remembers positions, four bytes each at half load.
 */
export class RowIndex {
  #slots = new Uint32Array(512).fill(FREE);
  #hashes = new Uint32Array(512);
  #used = 0;

  /** Position stored under `hash` for which `isSame` holds, or -1. */
  find(hash: number, isSame: (position: number) => boolean): number {
    const mask = this.#slots.length - 1;
    for (let slot = scramble(hash) & mask; this.#slots[slot] !== FREE; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && isSame(this.#slots[slot])) return this.#slots[slot];
    }
    return -1;
  }

  insert(hash: number, position: number): void {
    if (this.#used * 2 >= this.#slots.length) this.#grow();
    this.#place(hash, position);
    this.#used++;
  }

  #place(hash: number, position: number): void {
    const mask = this.#slots.length - 1;
    let slot = scramble(hash) & mask;
    while (this.#slots[slot] !== FREE) slot = (slot + 1) & mask;
    this.#slots[slot] = position;
    this.#hashes[slot] = hash;
  }

  #grow(): void {
    const slots = this.#slots;
    const hashes = this.#hashes;
    this.#slots = new Uint32Array(slots.length * 2).fill(FREE);
    this.#hashes = new Uint32Array(slots.length * 2);
    for (let index = 0; index < slots.length; index++) {
      if (slots[index] !== FREE) this.#place(hashes[index], slots[index]);
    }
  }
}

/** Mixes two numbers into an unsigned 32-bit hash (the 32-bit finaliser of MurmurHash3 over a running value). */
export function mix(hash: number, value: number): number {
  return scramble((Math.imul(hash, 31) + value) | 0);
}

function scramble(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
