import type { ByteSource } from '../format.js';

const EARLIEST = Date.UTC(1980, 0, 3);

/** One file inside an archive while it is read. */
export interface Member {
  /** As the archive names it. */
  readonly name: string;
  readonly source: ByteSource;
  /** When the archive says that it was last written, milliseconds since 1970. */
  readonly written?: number;
  /** See `ByteSource.isAmongOthers`. */
  readonly isAmongOthers?: boolean;
  /** Why the content ended early, once it has; null when it came whole. */
  damage(): string | null;
}

/** Content that comes in pieces, as a source. Errors of the pieces end it and become its damage. */
export class PieceSource implements ByteSource {
  readonly name: string;
  readonly size = null;
  readonly path = null;
  readonly isFound = true;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #isDone = false;
  damage: string | null = null;

  constructor(name: string, pieces: AsyncIterable<Uint8Array>) {
    this.name = name;
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    while (this.#piece.length === 0 && !this.#isDone) {
      try {
        const next = await this.#pieces.next();
        if (next.done === true) this.#isDone = true;
        else this.#piece = next.value;
      } catch (error) {
        this.#isDone = true;
        this.damage = error instanceof Error ? error.message : 'damaged';
      }
    }
  }

  read(buffer: Uint8Array): number {
    const part = this.#piece.subarray(0, buffer.length);
    buffer.set(part);
    this.#piece = this.#piece.subarray(part.length);
    return part.length;
  }

  async close(): Promise<void> {
    this.#isDone = true;
    await this.#pieces.return?.();
  }
}

/** A time of an archive, where it is one: zero and the first day that a zip can tell stand for none. */
export function writtenAt(milliseconds: number): { readonly written?: number } {
  return milliseconds > EARLIEST ? { written: Math.floor(milliseconds) } : {};
}

/** What can be shown of a name that an archive gives: no control characters, slashes one way, bounded. */
export function shownName(name: string): string {
  const plain = name.replaceAll('\\', '/').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return plain.length > 300 ? `...${plain.slice(-297)}` : plain;
}
