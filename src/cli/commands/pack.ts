import { resolve } from 'node:path';
import { UserError } from '../../model/errors.js';
import type { PackStatus } from '../../flow/update.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { requireHome } from '../data-home.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { nearest } from '../suggest.js';

const ACTIONS = ['status', 'export', 'import', 'verify'] as const;
type Action = (typeof ACTIONS)[number];

export const pack: Command = {
  name: 'pack',
  usage: 'farend pack status | verify | export FILE | import FILE [OPTIONS]',
  says: 'What the updated knowledge holds; carry it to machines without a network',
  about:
    'status names every source with entries, date and licence. verify checks every file against its checksum. export ' +
    'writes what farend update has built to one file, signed with an Ed25519 key if you name one; import checks ' +
    'signature and checksums and puts it in force.',
  examples: [
    ['farend pack status', 'how old is what'],
    ['farend pack export knowledge.farend --key private.pem', 'on the machine that can update'],
    ['farend pack import knowledge.farend --trust public.pem', 'on the machine that cannot'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'key',
      value: { placeholder: 'FILE', isFile: true },
      says: 'export: sign with this private Ed25519 key (PEM)',
    },
    {
      name: 'trust',
      value: { placeholder: 'FILE', isFile: true },
      says: 'import: accept what this public key has signed (PEM)',
    },
    { name: 'unsigned', says: 'import: accept a pack without checking a signature' },
    { name: 'json', says: 'Answer as JSON' },
  ],
  operands: ACTIONS,
  run: runPack,
};

async function runPack(args: Arguments, io: Io): Promise<number> {
  const action = actionOf(args);
  const flow = await import('../../flow/update.js');
  const home = requireHome(io);
  if (action === 'status') {
    const status = flow.statusOf(home);
    io.stdout.write(args.has('json') ? json(status) : statusText(status));
    return EXIT.done;
  }
  if (action === 'verify') return verify(flow.verifyHome(home), args, io);
  const file = fileOf(args, action);
  const path = resolve(io.cwd, file);
  if (action === 'export') {
    const { version } = flow.exportPack(home, path, at(io, args.value('key')));
    return done(args, io, { file, version, signed: args.has('key') }, `wrote version ${version} to ${file}`);
  }
  const trust = { keyFile: at(io, args.value('trust')), isUnsignedFine: args.has('unsigned') };
  const { version } = flow.importPack(home, path, trust, io.now());
  return done(args, io, { file, version }, `version ${version} is in force`);
}

function actionOf({ operands: [word] }: Arguments): Action {
  if (word === undefined) return 'status';
  const action = ACTIONS.find((name) => name === word);
  if (action !== undefined) return action;
  const [near] = nearest(word, ACTIONS, 1);
  throw new UserError(
    `pack has no ${word}`,
    near === undefined ? `It has ${ACTIONS.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function fileOf({ operands }: Arguments, action: Action): string {
  const [, file] = operands;
  if (file !== undefined) return file;
  throw new UserError(`pack ${action} wants a file`, `For example: farend pack ${action} knowledge.farend`);
}

function at(io: Io, path: string | null): string | null {
  return path === null ? null : resolve(io.cwd, path);
}

function verify(found: { version: string; problems: string[] } | null, args: Arguments, io: Io): number {
  if (args.has('json')) io.stdout.write(json(found));
  else if (found === null) io.stdout.write('Nothing was fetched yet: only the embedded knowledge is used.\n');
  else if (found.problems.length === 0) io.stdout.write(`${found.version} is sound: every checksum matches.\n`);
  else for (const problem of found.problems) io.stderr.write(`farend: ${terminalText(problem)}\n`);
  return found === null || found.problems.length === 0 ? EXIT.done : EXIT.error;
}

function done(args: Arguments, io: Io, facts: Readonly<Record<string, unknown>>, says: string): number {
  io.stdout.write(args.has('json') ? json(facts) : `${terminalText(says)}\n`);
  return EXIT.done;
}

function statusText({ home, version, copies }: PackStatus): string {
  if (version === null) return `Nothing was fetched yet into ${terminalText(home)}. Fetch with: farend update\n`;
  const checked = new Map(copies.map(({ key, checkedAt }) => [key, checkedAt.slice(0, 10)]));
  const rows = version.sources.map(({ key, title, entries, asOf, licence }) => {
    const last = checked.get(key);
    const seen = last === undefined ? '' : `, last asked ${last}`;
    return `  ${key}: ${title}, ${entries} entries of ${asOf}${seen}; licence: ${licence}`;
  });
  const lines = [`${version.version}, built ${version.builtAt}, in ${home}`, ...rows];
  return `${lines.map((line) => terminalText(line)).join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
