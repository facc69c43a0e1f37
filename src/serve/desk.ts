import { withNote, type NoteChange } from '../flow/notes.js';
import type { Notes } from '../model/notes.js';
import { NotFound } from './_call.js';
import { Events } from './_events.js';
import { Spool } from './_spool.js';
import type { Library } from './library.js';
import type { Found, Planned, Reading, World } from './world.js';

/** More than these at once would only fill the memory; the oldest has to be closed first. */
export const MOST_OPEN = 20;

/** An investigation on the desk. */
export interface Opened {
  readonly id: string;
  readonly title: string;
  /** Where the dropped files are; null for this computer and for what was saved. */
  readonly folder: string | null;
  found: Found;
  notes: Notes;
  /** Its folder in the library, once it is there. */
  saved: string | null;
  /** A plan that was shown and not yet agreed to. */
  plan: { readonly id: string; readonly planned: Planned; readonly words: readonly string[] } | null;
  /** Set while services are being asked. */
  asking: AbortController | null;
}

/** What is open, what was dropped, and who listens. One for each server. */
export class Desk {
  readonly world: World;
  readonly library: Library;
  readonly events = new Events();
  readonly spool: Spool;
  readonly #opened = new Map<string, Opened>();
  readonly #uploads = new Map<string, { readonly folder: string; readonly names: string[] }>();
  #last = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #reading: AbortController | null = null;

  constructor(world: World, library: Library) {
    this.world = world;
    this.library = library;
    this.spool = new Spool(world.temporary);
  }

  all(): Opened[] {
    return [...this.#opened.values()];
  }

  /** Throws NotFound. */
  at(id: string | undefined): Opened {
    const opened = this.#opened.get(id ?? '');
    if (opened === undefined) throw new NotFound();
    return opened;
  }

  put(made: Omit<Opened, 'id' | 'plan' | 'asking'>): Opened {
    const opened = { ...made, id: this.nextId(), plan: null, asking: null };
    this.#opened.set(opened.id, opened);
    this.events.tell('desk', {});
    return opened;
  }

  drop(id: string): void {
    this.at(id).asking?.abort();
    this.#opened.delete(id);
    this.events.tell('desk', {});
  }

  openUpload(): string {
    const id = this.nextId();
    this.#uploads.set(id, { folder: this.spool.open(), names: [] });
    return id;
  }

  upload(id: string | undefined): { readonly folder: string; readonly names: string[] } {
    const upload = this.#uploads.get(id ?? '');
    if (upload === undefined) throw new NotFound();
    return upload;
  }

  /** Changes a note, and the file of a saved investigation with it. Throws UserError. */
  note(opened: Opened, address: string, change: NoteChange): void {
    opened.notes = withNote(opened.notes, address, change, this.world.now());
    if (opened.saved !== null) this.library.keepNotes(opened.saved, opened.notes);
    this.events.tell('notes', { id: opened.id, address });
  }

  /** Reads something, with the pages listening; `stopReading` ends it early. */
  reading<T>(read: (reading: Reading) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const control = new AbortController();
      this.#reading = control;
      try {
        return await read({ signal: control.signal, tell: (step) => this.events.tell('reading', step) });
      } finally {
        this.#reading = null;
      }
    });
  }

  stopReading(): void {
    this.#reading?.abort();
  }

  /** Runs one thing at a time: two readings at once would be slower than one after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  nextId(): string {
    return String(++this.#last);
  }

  close(): void {
    this.stopReading();
    for (const { asking } of this.#opened.values()) asking?.abort();
    this.events.close();
    this.spool.remove();
  }
}
