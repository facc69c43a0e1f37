import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { noted } from '../flow/noted.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import { json } from '../report/json.js';
import { terminalText } from '../report/terminal-text.js';
import { saveCase } from '../serve/case-folder.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { writeFileWhole } from './output-file.js';
import { lookFor } from './look.js';
import type { Sources } from './sources.js';

/** Saves into the folder of --case what the page of `farend serve` would, so that it can be reopened there. */
export async function saveInto(
  place: string,
  args: Arguments,
  io: Io,
  investigation: Investigation,
  { sources }: Sources,
): Promise<void> {
  const folder = resolve(io.cwd, place);
  if (!isCaseOrNew(folder)) throw new UserError(`--case ${place} holds something else`, 'Name a new folder.');
  const plain = noted(investigation, new Map());
  await saveCase(
    folder,
    {
      title: basename(folder),
      saved: io.now().toISOString(),
      investigation,
      notes: investigation.notes ?? new Map(),
      evidence: args.has('copies') ? sources.flatMap(({ path, name }) => (path === null ? [] : [{ path, name }])) : [],
    },
    (path) => {
      writeFileWhole(path, io.cwd, (output) => {
        json.render(plain, lookFor(args, io, null), (chunk) => output.write(chunk));
      });
      return Promise.resolve();
    },
  );
  if (!args.has('quiet')) io.stderr.write(`farend: saved into ${terminalText(place)}\n`);
}

function isCaseOrNew(folder: string): boolean {
  return !existsSync(folder) || existsSync(join(folder, 'investigation.json')) || readdirSync(folder).length === 0;
}
