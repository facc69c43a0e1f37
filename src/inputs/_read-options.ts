import type { ColumnMap } from './column-map.js';
import type { Watch } from './watch.js';

/** How an input is read. */
export interface ReadOptions {
  /** False keeps big inputs on the line path. */
  readonly bulk?: boolean;
  /**
   * Where hashes still being made on another thread are put: `sha256` of a summary is empty until its promise is
   * kept. Without it, or with null, reading waits for them.
   */
  readonly hashing?: Promise<void>[] | null;
  /** False: inputs so big that they are read by bytes are not hashed, and `sha256` stays empty. */
  readonly hash?: boolean;
  /** Columns that the user names: only tables that have them, and listings that need none, are read. */
  readonly columns?: ColumnMap | null;
  /** Told how far a long reading is; may end it. */
  readonly watch?: Watch | null;
}
