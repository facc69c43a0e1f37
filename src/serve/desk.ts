import { withNote, type NoteChange } from '../flow/notes.js';
import type { Asking } from '../flow/ask.js';
import type { Notes } from '../model/notes.js';
import { NotFound } from './_call.js';
import { Events } from './_events.js';
import { Spool } from './_spool.js';
import type { Library } from './library.js';
import type { Found, World } from './world.js';

/** More than these at once would only fill the memory; the oldest has to be closed first. */
export const MOST_OPEN = 20;

/** An investigation on the desk. */
export interface Opened {
  readonly id: string;
  readonly title: string;
  /** Where the dropped files are; null for this computer and for what was saved. */
  readonly folder: string | null;
  found: Found;
  /** As it was before services were asked: each asking starts there, as it does on the command line. */
  readonly offline: Found;
  notes: Notes;
  /** Its folder in the library, once it is there. */
  saved: string | null;
  /** A plan that was shown and not yet agreed to. */
  plan: { readonly id: string; readonly asking: Asking; readonly words: readonly string[] } | null;
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

  put(made: Omit<Opened, 'id' | 'plan' | 'asking' | 'offline'>): Opened {
    const opened = { ...made, offline: made.found, id: this.nextId(), plan: null, asking: null };
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
    for (const { asking } of this.#opened.values()) asking?.abort();
    this.events.close();
    this.spool.remove();
  }
}
