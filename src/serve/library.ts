import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { noted } from '../flow/noted.js';
import { notesText, parseNotes } from '../flow/notes.js';
import { savedInvestigation } from '../flow/saved.js';
import type { Investigation } from '../model/investigation.js';
import type { Notes } from '../model/notes.js';
import { NotFound } from './_call.js';
import { writeWhole } from './_files.js';
import { type About, aboutOf, saveCase } from './case-folder.js';
import type { Opened } from './desk.js';
import type { World } from './world.js';

export interface Shelved extends About {
  /** Name of the folder. */
  readonly name: string;
}

/** What was saved, as it was. */
export interface Reopened {
  readonly title: string;
  /** Where it lies. */
  readonly folder: string;
  readonly investigation: Investigation;
  readonly notes: Notes;
}

const NO_NOTES: Notes = new Map();
const MOST = 1_000;
const NAME = /^[\w.-]{1,100}$/;

/** Saved investigations: a folder for each (`case-folder.ts`). */
export class Library {
  readonly folder: string;
  readonly #world: World;

  constructor(folder: string, world: World) {
    this.folder = folder;
    this.#world = world;
  }

  /** Newest first. */
  list(): Shelved[] {
    if (!existsSync(this.folder)) return [];
    const names = readdirSync(this.folder).filter((name) => NAME.test(name) && !name.startsWith('.'));
    return names
      .slice(0, MOST)
      .flatMap((name) => {
        const about = aboutOf(join(this.folder, name));
        return about === null ? [] : [{ name, ...about }];
      })
      .sort((a, b) => (a.saved < b.saved ? 1 : -1));
  }

  /** Saves an investigation, anew or over its own folder; the folder's name. Throws UserError. */
  async save(opened: Opened, withEvidence: boolean): Promise<string> {
    const { investigation } = opened.found;
    const saved = this.#world.now().toISOString();
    const name = opened.saved ?? this.#freeName(opened.title, saved);
    const { title, notes, folder, found } = opened;
    const evidence =
      withEvidence && folder !== null ? found.files.map(({ path }) => ({ path, name: relative(folder, path) })) : [];
    await saveCase(join(this.folder, name), { title, saved, investigation, notes, evidence }, (path) =>
      this.#world.report([], 'json', found, path),
    );
    return name;
  }

  keepNotes(name: string, notes: Notes): void {
    writeWhole(join(this.#placeOf(name), 'notes.json'), notesText(notes));
  }

  /** Throws NotFound, and UserError for files that are damaged. */
  open(name: string): Reopened {
    const folder = this.#placeOf(name);
    const title = aboutOf(folder)?.title ?? name;
    const investigation = savedInvestigation(readFileSync(join(folder, 'investigation.json'), 'utf8'));
    const file = join(folder, 'notes.json');
    const notes = existsSync(file) ? parseNotes(readFileSync(file, 'utf8')) : (investigation.notes ?? NO_NOTES);
    // From here on they stand in one place: beside the investigation.
    return { title, folder, investigation: noted(investigation, NO_NOTES), notes };
  }

  #placeOf(name: string): string {
    const place = join(this.folder, name);
    // The name comes from the page: it names a folder here and nothing else.
    if (!NAME.test(name) || name.startsWith('.') || !existsSync(join(place, 'investigation.json')))
      throw new NotFound();
    return place;
  }

  /** `2026-06-17-connections.txt`, and a number where that is taken. */
  #freeName(title: string, saved: string): string {
    const plain = title
      .replace(/[^\w.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 60);
    const base = [saved.slice(0, 10), plain].filter((part) => part !== '').join('-');
    for (let number = 1; ; number++) {
      const name = number === 1 ? base : `${base}-${number}`;
      if (!existsSync(join(this.folder, name))) return name;
    }
  }
}
