import { tmpdir } from 'node:os';
import { ask, planAsk } from '../flow/ask.js';
import { investigate as investigateFlow } from '../flow/investigate.js';
import { type Knowledge, openKnowledge } from '../flow/knowledge.js';
import type { ByteSource } from '../inputs/format.js';
import { runCommand } from '../inputs/live/index.js';
import { UserError } from '../model/errors.js';
import { reports } from '../report/index.js';
import type { Found, Step, World } from '../serve/index.js';
import { type Arguments, parseArguments } from './arguments.js';
import { askOptions, deadlineOf, onlineEffects, placesOf } from './ask-online.js';
import { investigate, renderOptions, requireEditions } from './commands/investigate.js';
import { commandLine, type Engine, readEvidence } from './read-evidence.js';
import { live, openLive } from './commands/live.js';
import type { Io } from './io.js';
import { knowledgeOptions } from './knowledge-options.js';
import { writeFileWhole } from './output-file.js';
import { rendererOf } from './renderer.js';
import { openSources, type Sources } from './sources.js';
import { version } from './version.js';

/** Bigger files are read at full speed, which leaves no room to say how far it is. */
const SMALL = 8_388_608;

/**
 * What the page has done, by the functions of the command line. `own` are the options of `farend serve` itself that hold
 * for everything. `close` ends the knowledge, which is opened once.
 */
export function serveWorld(args: Arguments, io: Io, own: readonly string[]): World & { close(): Promise<void> } {
  let opened: Promise<Knowledge> | null = null;
  const knowledge = (): Promise<Knowledge> => (opened ??= openKnowledge(knowledgeOptions(args, io)));
  const parsed = (words: readonly string[], names: readonly string[] = []): Arguments =>
    parseArguments(investigate, [...words, ...own, '--', ...names]);
  const engine =
    (tell: (step: Step) => void): Engine =>
    async ({ sources, keepPrivate, command }) =>
      investigateFlow(told(sources, tell), { keepPrivate, command, version, only: null }, await knowledge());
  return {
    now: () => io.now(),
    temporary: tmpdir(),
    say(text) {
      io.stderr.write(`farend: ${text}\n`);
      io.stderr.flush();
    },
    async read(words, names, folder, tell) {
      const given = parsed(words, names);
      const sources = openSources(names, { ...io, cwd: folder });
      return foundIn(given, io, engine(tell), names, sources, words);
    },
    async readLive(words, tell) {
      const given = parseArguments(live, words);
      const sources = await openLive(given, io, { run: runCommand, platform: process.platform });
      return foundIn(given, io, engine(tell), ['live'], sources, words);
    },
    async plan(words, { investigation }) {
      const given = parsed(words);
      return planAsk(investigation, askOptions(given, io), await placesOf(given, io), io.now());
    },
    async ask(words, found, asking, signal, tell) {
      const given = parsed([...found.words, ...words]);
      const effects = onlineEffects(given, io, AbortSignal.any([signal, deadlineOf(given)]));
      const asked = await ask(found.investigation, asking, await placesOf(given, io), effects, tell);
      const command = commandLine(given, found.operands);
      return { ...asked, investigation: { ...asked.investigation, command } };
    },
    async report(words, name, { investigation, paths }, target) {
      const given = parsed(words);
      const entry = reports.find((report) => report.name === name);
      if (entry === undefined) throw new UserError(`no report ${name}`);
      requireEditions(given, [{ report: entry }]);
      const renderer = await rendererOf(entry);
      const options = renderOptions(given, io, paths, renderer, null);
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
): Promise<Found> {
  const { investigation, problem, notes } = await readEvidence(args, io, engine, operands, opened);
  if (problem !== null) throw problem;
  const said = notes.map(({ message, hint }) => (hint === null ? message : `${message} (${hint})`));
  return { words, operands, investigation, paths: opened.sources.map(({ path }) => path), notes: said };
}

/** Each source tells when its turn comes, and lets the page hear of it before it is read. */
function told(sources: readonly ByteSource[], tell: (step: Step) => void): ByteSource[] {
  return sources.map((source, index) => {
    if (source.ready !== undefined || (source.size ?? 0) >= SMALL) return source;
    let isTold = false;
    return {
      ...source,
      ready() {
        if (isTold) return Promise.resolve();
        isTold = true;
        tell({ name: source.name, number: index + 1, total: sources.length });
        return new Promise<void>((resolve) => setImmediate(resolve));
      },
    };
  });
}
