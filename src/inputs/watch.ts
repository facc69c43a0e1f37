/** How far the reading of one input has come. */
export interface Progress {
  /** The input's name; a file in an archive is `outer!inner`. */
  readonly name: string;
  readonly bytes: number;
  /** Bytes in all, or null when that can't be known. */
  readonly of: number | null;
  readonly rows: number;
}

/** Somebody who follows a long reading and may end it. */
export interface Watch {
  /** Ends reading when it becomes true; what was read so far counts. */
  readonly isStopped: boolean;
  /** Called after every few hundred kilobytes. Reading goes on when its promise is kept: time to see signals. */
  turn(progress: Progress): Promise<void> | void;
  /** A big input, or the part of it that is this thread's, was read by WebAssembly. It is taken in when the promise is kept. */
  bulkRead?(): Promise<void> | void;
  /** All is read; what comes now takes its time, too, but can't be cut short. It begins when the promise is kept. */
  end(): Promise<void> | void;
}
