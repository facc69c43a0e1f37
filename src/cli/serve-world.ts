import { tmpdir } from 'node:os';
import { ask, planAsk } from '../flow/ask.js';
import { investigate as investigateFlow } from '../flow/investigate.js';
import { type Knowledge, openKnowledge } from '../flow/knowledge.js';
import { runCommand, type Runner } from '../inputs/live/index.js';
import { UserError } from '../model/errors.js';
import { reports } from '../report/index.js';
import type { Found, Reading, World } from '../serve/index.js';
import { type Arguments, parseArguments } from './arguments.js';
import { askOptions, deadlineOf, onlineEffects, placesOf } from './ask-online.js';
import { filesOf, investigate, rawRowsFor, renderOptions, requireEditions } from './commands/investigate.js';
import { judge, rejudgeSaved } from './commands/judge.js';
import { live, openLive } from './commands/live.js';
import type { Io } from './io.js';
import { knowledgeOptions } from './knowledge-options.js';
import { openSaved } from './open-saved.js';
import { writeFileWhole } from './output-file.js';
import { PageWatch } from './page-watch.js';
import { rawRowsOf } from './raw-rows.js';
import { commandLine, type Engine, readEvidence, totalOf } from './read-evidence.js';
import { rendererOf } from './renderer.js';
import { openSources, type Sources } from './sources.js';
import { version } from './version.js';

const COMMANDS = { investigate, judge, live };

/**
 * What the page has done, by the functions of the command line. `own` are the options of `farend serve` itself that hold
 * for everything. `close` ends the knowledge, which is opened once.
 */
export function serveWorld(args: Arguments, io: Io, own: readonly string[]): World & { close(): Promise<void> } {
  let opened: Promise<Knowledge> | null = null;
  const knowledge = (): Promise<Knowledge> => (opened ??= openKnowledge(knowledgeOptions(args, io)));
  const parsed = (words: readonly string[], names: readonly string[] = [], command = investigate): Arguments =>
    parseArguments(command, [...words, ...own, '--', ...names]);
  const engine: Engine = async ({ sources, keepPrivate, command, watch }) =>
    investigateFlow(sources, { keepPrivate, command, version, only: null, watch }, await knowledge());
  const judgedAnew = async (found: Found): Promise<Found> => {
    const given = parsed([], [found.saved ?? ''], judge);
    const evidence = openSaved(given, io);
    const { operands } = evidence;
    const { sources } = await evidence.open();
    const job = { sources, command: commandLine(given, operands), filters: [], prior: undefined };
    return { ...found, operands, investigation: await rejudgeSaved(job, await knowledge()) };
  };
  return {
    now: () => io.now(),
    temporary: tmpdir(),
    say(text) {
      io.stderr.write(`farend: ${text}\n`);
      io.stderr.flush();
    },
    async read(words, names, folder, reading) {
      const given = parsed(words, names);
      return foundIn(given, io, engine, names, openSources(names, { ...io, cwd: folder }), words, reading);
    },
    async readLive(words, reading) {
      const given = parseArguments(live, words);
      const sources = await openLive(given, io, { run: told(reading), platform: process.platform });
      return foundIn(given, io, engine, [], sources, words, reading);
    },
    async plan(words, found) {
      const about = isAsSaved(found) ? await judgedAnew(found) : found;
      const given = parsed(words);
      return {
        asking: planAsk(about.investigation, askOptions(given, io), await placesOf(given, io), io.now()),
        found: about,
      };
    },
    async ask(words, { asking, found }, signal, tell) {
      const given = parsed([...found.words, ...words], [], COMMANDS[found.command]);
      const effects = onlineEffects(given, io, AbortSignal.any([signal, deadlineOf(given)]));
      const asked = await ask(found.investigation, asking, await placesOf(given, io), effects, tell);
      const command = commandLine(given, found.operands);
      return { ...asked, investigation: { ...asked.investigation, command } };
    },
    rawRows: ({ investigation, files }, index) => rawRowsOf(investigation, files, io, [index]),
    async report(words, name, { investigation, files }, target) {
      const given = parsed(words);
      const entry = reports.find((report) => report.name === name);
      if (entry === undefined) throw new UserError(`no report ${name}`);
      requireEditions(given, [{ report: entry }]);
      const renderer = await rendererOf(entry);
      const paths = files.map(({ path }) => path);
      const raw = await rawRowsFor(entry, investigation, files, io);
      const options = { ...renderOptions(given, io, paths, renderer, null), ...raw };
      writeFileWhole(target, io.cwd, (output) => renderer.render(investigation, options, output));
    },
    async close() {
      (await opened)?.close();
    },
  };
}

async function foundIn(
  args: Arguments,
  io: Io,
  engine: Engine,
  operands: readonly string[],
  opened: Sources,
  words: readonly string[],
  reading: Reading,
): Promise<Found> {
  const watch = new PageWatch(opened.sources, totalOf(opened), reading);
  const { investigation, problem, notes } = await readEvidence(args, io, engine, operands, opened, watch);
  if (problem !== null) throw problem;
  const said = notes.map(({ message, hint }) => (hint === null ? message : `${message} (${hint})`));
  const command = args.command === 'live' ? 'live' : 'investigate';
  return { command, words, operands, investigation, files: filesOf(opened), notes: said, saved: null };
}

/** Reopened, and not yet judged by this version: `farend judge FOLDER` does that before it asks. */
function isAsSaved({ saved, operands }: Found): boolean {
  return saved !== null && operands.length === 0;
}

/** Runs the tools of this computer, and says which one before each. */
function told(reading: Reading): Runner {
  return (command) => {
    reading.tell({ kind: 'command', name: command.shown });
    return runCommand(command);
  };
}
