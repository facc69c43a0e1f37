import type { BadLine } from '../../model/input.js';
import type { FlowSink } from '../../model/flow-group.js';
import type { ByteSource, CaptureFacts } from '../format.js';

export interface BulkOptions {
  /** False: nobody will ask for the SHA-256, which takes as long as reading. */
  readonly hash?: boolean;
  /** Looked at now and then: true ends reading, and the result is partial. */
  readonly interrupt?: {
    readonly stopped: boolean;
    /** Called at each pause with bytes read from the source, rows, and how many threads read like that. */
    pause?(bytes: number, rows: number, threads: number): Promise<void> | void;
    /** Called once this thread has read what it is to read. */
    end?(): Promise<void> | void;
  };
  /** Another worker file than the bundled one, or another size from which on threads are used. */
  readonly worker?: URL;
  readonly threadsFromBytes?: number;
}

/** What a bulk reader hands back when its input is read: the same knowledge as the line path, nothing less. */
export interface BulkResult {
  readonly facts: CaptureFacts;
  /** Connection rows read, before merging. */
  readonly rows: number;
  /** True when a row read without a Connection names a program. */
  readonly hasPrograms?: boolean;
  /** The first 1,000 bad lines at most, in file order, text cut to 300 characters. */
  readonly badLines: readonly BadLine[];
  /** All bad lines. */
  readonly badLineCount: number;
  /**
   * SHA-256 over every raw byte of the input, lower-case hex; perhaps still being made on another thread. Empty
   * when it was not asked for.
   */
  readonly sha256: Promise<string>;
  /** True when reading stopped before the end of the input. */
  readonly partial: boolean;
}

/**
 * Takes over a big input. The driver has read `firstChunk` from `source` (a copy the reader may keep; it starts at
 * byte 0, a BOM included) and reads nothing more itself. Merged rows go to the sink in groups if it
 * takes them, else as Connections with `count` > 1.
 * The driver wraps the sink: it collects nameOnlyPeers, truncatedPeers and hasPrograms from the Connections.
 */
export interface BulkReader {
  /** Registry name the summary reports as `format`: `windows-netstat`, `linux-netstat`, `ss`, `table` ... */
  readonly format: string;
  /** The encoding the summary reports; null leaves what the driver detected in the head. */
  readonly encoding: string | null;
  read(source: ByteSource, firstChunk: Uint8Array, sink: FlowSink): Promise<BulkResult>;
}
