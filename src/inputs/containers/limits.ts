/** Archives inside archives, the outermost counted. */
const DEEPEST = 4;
const MOST_ENTRIES = 100_000;
const MOST_BYTES = 4_294_967_296;
const MOST_ENTRY_BYTES = 2_147_483_648;
/** Text rarely shrinks to a hundredth; what grows more than this is made to (deflate's own limit is 1032). */
const HIGHEST_RATIO = 200;
/** Runs of zeros in small files are no bomb. */
const RATIO_FROM = 16_777_216;
/** An archive inside an archive or from a pipe is held in memory: zip needs to be read from its end. */
export const MOST_HELD = 268_435_456;

/** What one archive may cost, everything inside it together. */
export class Limits {
  #entries = 0;
  #bytes = 0;
  /** The first limit that was met, for a person. */
  met: string | null = null;

  /** True when one more entry is allowed. */
  entry(): boolean {
    this.#entries += 1;
    return this.#entries <= MOST_ENTRIES || this.#stop('more than 100,000 files');
  }

  depth(depth: number): boolean {
    return depth <= DEEPEST || this.#stop('archives more than 4 deep');
  }

  held(): false {
    return this.#stop('an inner archive of more than 256 MB');
  }

  /** True when `fresh` more unpacked bytes of an entry are allowed that has so far made `unpacked` out of `packed`. */
  take(fresh: number, unpacked: number, packed: number): boolean {
    this.#bytes += fresh;
    if (this.#bytes > MOST_BYTES) return this.#stop('more than 4 GB of content');
    if (unpacked > MOST_ENTRY_BYTES) return this.#stop('a file of more than 2 GB');
    return (
      unpacked <= RATIO_FROM || unpacked <= packed * HIGHEST_RATIO || this.#stop('a file packed more than 200 to 1')
    );
  }

  /** Nothing more of this archive is read. (Entries beyond the limit are left out one by one: those before it count.) */
  get isSpent(): boolean {
    return this.#bytes > MOST_BYTES;
  }

  #stop(limit: string): false {
    this.met ??= limit;
    return false;
  }
}
