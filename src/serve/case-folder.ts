import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fields } from '../flow/json-fields.js';
import { notesText } from '../flow/notes.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import type { Notes } from '../model/notes.js';
import { besides, putInPlace, writeWhole } from './_files.js';

/** What the list of saved investigations shows. */
export interface About {
  readonly title: string;
  /** ISO time. */
  readonly saved: string;
  readonly command: string;
  readonly peers: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
}

/** What a folder is to hold. */
export interface Case {
  readonly title: string;
  /** ISO time. */
  readonly saved: string;
  readonly investigation: Investigation;
  readonly notes: Notes;
  /** Files to copy, each with the name that the investigation has for it; empty when no copies are wanted. */
  readonly evidence: readonly { readonly path: string; readonly name: string }[];
}

/**
 * Saves an investigation as plain files that need no farend to be read: `investigation.json` (as `farend -o json`
 * writes it), `notes.json`, `SHA256SUMS` of the evidence, `evidence/` when copies are wanted, and `about.json`, which is
 * written last: a folder without it was never finished. Each is there whole or not at all. Throws UserError.
 */
export async function saveCase(
  place: string,
  { title, saved, investigation, notes, evidence }: Case,
  writeJson: (path: string) => Promise<void>,
): Promise<void> {
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const path = join(place, 'investigation.json');
    await writeJson(besides(path));
    putInPlace(besides(path), path);
    writeWhole(join(place, 'notes.json'), notesText(notes));
    writeWhole(join(place, 'SHA256SUMS'), sums(investigation));
    for (const { path: from, name } of evidence) copyEvidence(from, join(place, 'evidence', plainName(name)));
    const { command, counts } = investigation;
    const about: About = { title, saved, command, peers: counts.peers, byVerdict: counts.byVerdict };
    writeWhole(join(place, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError(`could not save to ${place}: ${code}`, 'Is there room, and may the folder be written to?');
  }
}

/** What is said of a saved investigation; null where none was finished. */
export function aboutOf(place: string): About | null {
  try {
    const about = new Fields(JSON.parse(readFileSync(join(place, 'about.json'), 'utf8')));
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

/** As `sha256sum -c` reads it, beside the copies. */
function sums({ inputs, companions }: Investigation): string {
  return [...inputs, ...companions]
    .filter(({ sha256 }) => /^[\da-f]{64}$/.test(sha256))
    .map(({ sha256, name }) => `${sha256}  evidence/${plainName(name)}\n`)
    .join('');
}

/** A name from a command line as a path inside the folder: no root, no drive, no way up. */
function plainName(name: string): string {
  return name
    .replace(/[\p{Cc}\\]/gu, '_')
    .replace(/^[A-Za-z]:/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

function copyEvidence(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(from, to);
}
