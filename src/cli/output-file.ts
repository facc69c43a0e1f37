import { closeSync, openSync, realpathSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import { reports } from '../report/index.js';
import type { ReportEntry } from '../report/report.js';
import type { TextOutput } from './io.js';
import { DescriptorOutput } from './output.js';
import { writeError } from './write-error.js';

/** The report that a file's ending asks for. Throws UserError for an ending that none has. */
export function reportForFile(path: string): ReportEntry {
  const name = basename(path).toLowerCase();
  let found: { readonly report: ReportEntry; readonly length: number } | null = null;
  for (const report of reports) {
    // The longest ending decides: `.stix.json` is more than `.json`. Before it there must be a name.
    for (const { length } of report.extensions.filter(
      (ending) => name.lastIndexOf(`.${ending}`) > 0 && name.endsWith(`.${ending}`),
    )) {
      if (found === null || length > found.length) found = { report, length };
    }
  }
  if (found !== null) return found.report;
  const ending = extname(path).slice(1).toLowerCase();
  const endings = reports.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`));
  throw new UserError(
    path === '' ? '--out needs a file' : `--out ${path}: ${ending === '' ? 'no ending' : `nothing writes .${ending}`}`,
    `The ending says the kind: ${endings.join(', ')}`,
  );
}

/** Refuses to write a report over the evidence it came from. */
export function requireNotInput(path: string, inputs: readonly (string | null)[], cwd: string): void {
  const target = realPath(resolve(cwd, path));
  if (inputs.some((input) => input !== null && realPath(input) === target)) {
    throw new UserError(`--out ${path} is one of the inputs`, 'Evidence is not overwritten: choose another name.');
  }
}

/** Writes a file whole or not at all: into a temporary one beside it, then renamed. */
export function writeFileWhole(path: string, cwd: string, fill: (output: TextOutput) => void): void {
  const target = resolve(cwd, path);
  if (isDirectory(target)) throw new UserError(`--out ${path} is a folder`, 'Name a file in it.');
  // A link is followed, so that the file behind it is replaced and not the link.
  const real = realPath(target);
  const temporary = join(dirname(real), `.${basename(real)}.${process.pid}.tmp`);
  try {
    writeTo(temporary, fill);
    renameSync(temporary, real);
  } catch (error) {
    removeQuietly(temporary);
    throw writeError(path, error);
  }
}

function writeTo(path: string, fill: (output: TextOutput) => void): void {
  const descriptor = openSync(path, 'wx');
  try {
    const output = new DescriptorOutput(descriptor, false);
    fill(output);
    output.flush();
  } finally {
    closeSync(descriptor);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whether it can be written is known when it is.
    return false;
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
