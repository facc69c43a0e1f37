import { randomFillSync } from 'node:crypto';

/** MurmurHash3's finaliser over three words, each with a multiplier of its own: nobody can write addresses that meet. */
export class SeededHash {
  readonly #seeds = randomFillSync(new Uint32Array(3)).map((seed) => seed | 1);

  of(a: number, b: number, c: number): number {
    const seeds = this.#seeds;
    let value = Math.imul(a, seeds[0]) ^ Math.imul(b, seeds[1]) ^ Math.imul(c, seeds[2]);
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return value ^ (value >>> 16);
  }
}
