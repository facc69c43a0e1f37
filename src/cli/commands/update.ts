import { resolve } from 'node:path';
import { UserError } from '../../model/errors.js';
import type { UpdateOptions, UpdateReport } from '../../flow/update.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { requireHome } from '../data-home.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

export const update: Command = {
  name: 'update',
  usage: 'farend update [OPTIONS]',
  says: 'Fetch provider ranges, threat lists and IP data from their publishers',
  about:
    'Asks each publisher whether its file has changed, checks what comes (size, form, shrinking, private space), ' +
    'builds the new knowledge beside the old and swaps it in whole. What is refused or cannot be had leaves the last ' +
    'good copy in force. An interrupted update goes on where it stopped. Kept in FAREND_HOME, else in the usual ' +
    'folder for your data. Proxies: HTTPS_PROXY, HTTP_PROXY, NO_PROXY.',
  examples: [
    ['farend update --plan', 'who would be asked for what; nothing is sent'],
    ['farend update', 'fetch what is due'],
    ['farend update --only lists --base-url http://mirror.example/farend/', 'lists only, from a mirror of your own'],
  ],
  leaves:
    'Nothing of yours: a request to each publisher for its public file, with the name and version of farend ' +
    '(Microsoft’s endpoint service also gets a random id of this installation, as it demands).',
  options: [
    { name: 'plan', says: 'Say who would be asked for what, and send nothing' },
    {
      name: 'only',
      value: { placeholder: 'KEY' },
      isRepeatable: true,
      says: 'Only these sources, by key, comma separated; also ranges, lists, ip-data, registry',
    },
    { name: 'all', says: 'Also sources that are big or seldom useful' },
    {
      name: 'base-url',
      value: { placeholder: 'URL' },
      says: 'Ask a mirror that has every file under URL/KEY',
    },
    {
      name: 'ca',
      value: { placeholder: 'FILE', isFile: true },
      says: 'Trust this CA too (PEM), for a proxy that inspects TLS',
    },
    {
      name: 'force',
      says: 'Take what looks improbable, and ask although it is not due (not again within ten minutes)',
    },
    { name: 'json', says: 'Report as JSON' },
  ],
  operands: 'none',
  run: runUpdate,
};

async function runUpdate(args: Arguments, io: Io): Promise<number> {
  const [word] = args.operands;
  if (word !== undefined)
    throw new UserError(`update takes no ${word}`, `For one source: farend update --only ${word}`);
  const flow = await import('../../flow/update.js');
  const options = optionsOf(args, io, requireHome(io));
  if (args.has('plan')) {
    const plan = flow.planUpdate(options, io.now());
    const { planText } = await import('../update-text.js');
    io.stdout.write(args.has('json') ? json(plan) : planText(plan));
    return EXIT.done;
  }
  const ca = args.value('ca');
  const effects = flow.realEffects({
    env: io.env,
    now: () => io.now(),
    agent: `farend/${version}`,
    caFile: ca === null ? null : resolve(io.cwd, ca),
  });
  const { sourceLine, summaryText } = await import('../update-text.js');
  const report = await flow.update(options, effects, (source) => {
    if (args.has('json')) return;
    io.stdout.write(sourceLine(source));
    io.stdout.flush();
  });
  io.stdout.write(args.has('json') ? json(report) : summaryText(report));
  return exitCode(report, io);
}

function optionsOf(args: Arguments, io: Io, home: string): UpdateOptions {
  return {
    home,
    packDirectory: io.packDirectory,
    only: args.values('only').flatMap((keys) => keys.split(',').filter((key) => key !== '')),
    all: args.has('all'),
    force: args.has('force'),
    mirror: mirrorOf(args.value('base-url')),
  };
}

function mirrorOf(text: string | null): URL | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new UserError(
    `--base-url ${text} is no http or https URL`,
    'For example: --base-url https://mirror.example/farend/',
  );
}

/** Some failed: partial. All failed: error, and nothing has changed. */
function exitCode({ sources, home }: UpdateReport, io: Io): number {
  const failed = sources.filter(({ outcome }) => outcome === 'refused' || outcome === 'could-not-ask');
  if (failed.length === 0) return EXIT.done;
  if (failed.length < sources.length) return EXIT.partial;
  io.stderr.write(`farend: no source could be updated; what was in ${terminalText(home)} stays as it was\n`);
  return EXIT.error;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
