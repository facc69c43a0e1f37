import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Fields } from '../flow/json-fields.js';
import { noted } from '../flow/noted.js';
import { notesText, parseNotes } from '../flow/notes.js';
import { savedInvestigation } from '../flow/saved.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import type { Notes } from '../model/notes.js';
import { NotFound } from './_call.js';
import { besides, putInPlace, writeWhole } from './_files.js';
import type { Opened } from './desk.js';
import type { World } from './world.js';

/** What the list of saved investigations shows. */
export interface About {
  readonly title: string;
  /** ISO time. */
  readonly saved: string;
  readonly command: string;
  readonly peers: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
}

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

/**
 * Saved investigations: a folder for each with plain files that need no farend to be read. `investigation.json` (as
 * `farend -o json` writes it), `notes.json`, `SHA256SUMS` of the evidence, `evidence/` when copies are wanted, and
 * `about.json`, which is written last: a folder without it was never finished.
 */
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
    const place = join(this.folder, name);
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const path = join(place, 'investigation.json');
      await this.#world.report([], 'json', opened.found, besides(path));
      putInPlace(besides(path), path);
      writeWhole(join(place, 'notes.json'), notesText(opened.notes));
      writeWhole(join(place, 'SHA256SUMS'), sums(investigation));
      if (withEvidence) copyEvidence(opened, join(place, 'evidence'));
      const { command, counts } = investigation;
      const about: About = { title: opened.title, saved, command, peers: counts.peers, byVerdict: counts.byVerdict };
      writeWhole(join(place, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      throw new UserError(`could not save to ${place}: ${code}`, 'Is there room, and may the folder be written to?');
    }
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

/** As `sha256sum -c` reads it, beside the copies. */
function sums({ inputs, companions }: Investigation): string {
  return [...inputs, ...companions]
    .filter(({ sha256 }) => /^[\da-f]{64}$/.test(sha256))
    .map(({ sha256, name }) => `${sha256}  evidence/${name.replace(/[\p{Cc}\\]/gu, '_')}\n`)
    .join('');
}

function copyEvidence({ folder, found }: Opened, target: string): void {
  if (folder === null) return;
  for (const path of found.paths) {
    if (path === null) continue;
    const copy = join(target, relative(folder, path));
    mkdirSync(join(copy, '..'), { recursive: true, mode: 0o700 });
    copyFileSync(path, copy);
  }
}

function aboutOf(place: string): About | null {
  const path = join(place, 'about.json');
  try {
    const about = new Fields(JSON.parse(readFileSync(path, 'utf8')));
    const [title, saved] = [about.textOrNull('title'), about.textOrNull('saved')];
    if (title === null || saved === null) return null;
    const counts = about.inner('byVerdict');
    const byVerdict = {
      malicious: counts.number('malicious'),
      suspicious: counts.number('suspicious'),
      unexplained: counts.number('unexplained'),
      expected: counts.number('expected'),
    };
    return { title, saved, command: about.text('command'), peers: about.number('peers'), byVerdict };
  } catch {
    return null;
  }
}
