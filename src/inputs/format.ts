import type { Connection } from '../model/connection.js';
import type { EarlierInputs } from '../model/flow-group.js';
import type { BlindSpot, OperatingSystem } from '../model/input.js';

/** Where bytes come from: a file, a pipe, or memory. Reading is synchronous: it is faster than a stream. */
export interface ByteSource {
  readonly name: string;
  /** Bytes in all, or null when it can't be known (a pipe). */
  readonly size: number | null;
  /** A path that another thread may open, or null. */
  readonly path: string | null;
  /** Fills the buffer from the start and returns how many bytes were written; 0 at the end. */
  read(buffer: Uint8Array): number;
  /** Awaited before each read, where bytes come later than they are asked for: a member of an archive. */
  ready?(): Promise<void>;
  /** Called when nothing more will be read before the end. */
  close?(): void;
  /** When it was last written, milliseconds since 1970, where that is known. */
  readonly written?: number;
  /** Nobody named it, it lay in a folder or an archive: when it is no listing it is passed over, not missed. */
  readonly isFound?: boolean;
  /** Others lie beside it in that folder or archive: where it only mentions addresses, nobody says that they were connected. */
  readonly isAmongOthers?: boolean;
}

/** The first bytes of an input, decoded: what a format recognises itself by. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Decoded text of `bytes`, without BOM; the last line may be cut. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly encoding: string;
  readonly name: string;
  /** When the file was last written, milliseconds since 1970, where that is known. */
  readonly written?: number;
}

/** Where a reader puts what it reads. */
export interface Sink {
  connection(connection: Connection): void;
  /**
   * The row just given, seen from its other end: a flow record between two public addresses has two external peers.
   * Reaches the caller like any Connection but isn't counted as a row.
   */
  secondEnd(connection: Connection): void;
  badLine(line: number, text: string, reason: string): void;
  readonly told?: EarlierInputs | undefined;
}

/** What a reader learnt about the capture while reading it. */
export interface CaptureFacts {
  /** Tool and recognised switches for a person: `Windows netstat -ano`. */
  readonly tool: string;
  readonly language: string | null;
  readonly os: OperatingSystem;
  readonly blindSpots: readonly BlindSpot[];
  /** True when the reader had to leave something out (a limit, a part it can't decode). */
  readonly partial?: boolean;
}

/** Takes the lines of one input in order. */
export interface LineReader {
  /** `text` has no line end; `number` is 1-based. */
  line(text: string, number: number): void;
  /** A reader whose records aren't lines (JSON) takes the decoded text as it comes instead of lines. */
  readonly text?: (chunk: string) => void;
  end(): CaptureFacts;
}

/** Takes the bytes of one binary input in order, in pieces of any size. Its `line` numbers are record numbers. */
export interface ByteReader {
  /** The bytes are only lent: the next piece overwrites them. */
  chunk(bytes: Uint8Array): void;
  end(): CaptureFacts | Promise<CaptureFacts>;
}

/** What `farend formats` tells of a format. */
export interface FormatFacts {
  /** File name, registry key, fixture folder and docs anchor. */
  readonly name: string;
  readonly title: string;
  readonly reads: readonly { readonly tool: string; readonly versions: string; readonly link: string }[];
}

/** A format that is no text: its first bytes tell it, before anything is decoded. */
export interface BinaryFormat extends FormatFacts {
  openBytes(head: { readonly bytes: Uint8Array; readonly name: string }, sink: Sink): ByteReader;
}

/** One listing format: a plain object in a file of its own name. */
export interface InputFormat extends FormatFacts {
  /** Its reader finds the rows of this head behind whatever a logger puts before them, and wants that. */
  wantsPrefix?(head: Head): boolean;
  /** 0 (certainly not) .. 1 (certainly). */
  sniff(head: Head): number;
  open(head: Head, sink: Sink): LineReader;
  /** It takes whatever mentions addresses: what nobody named is not read so. */
  isMention?(head: Head): boolean;
}
