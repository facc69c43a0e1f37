import { join, resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import { isLoopback, serve } from '../serve/index.js';
import type { Arguments } from './arguments.js';
import { requireHome } from './data-home.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { NETWORK_OPTIONS } from './online-options.js';
import { openBrowser } from './open-browser.js';
import { serveWorld } from './serve-world.js';

const LOCAL = '127.0.0.1';
/** Shorter ones are guessed. */
const SHORTEST = 12;
const HIGHEST_PORT = 65_535;

/** Serves the page until Ctrl-C. */
export async function runServe(args: Arguments, io: Io): Promise<number> {
  if (args.operands.length > 0) {
    throw new UserError(`serve takes no file, got ${args.operands[0]}`, 'Drop it on the page.');
  }
  const host = args.value('host') ?? LOCAL;
  const port = args.number('port', 0) ?? 0;
  if (port > HIGHEST_PORT) throw new UserError(`--port ${port} is no port`, 'From 0 (any free one) to 65535.');
  const passphrase = await passphraseOf(args, io);
  const { signal, release } = io.interruptible();
  const world = serveWorld(args, io, ownWords(args));
  const serving = await serve({ host, port, passphrase, folder: folderOf(args, io) }, world);
  try {
    const link = serving.link();
    io.stdout.write(`${link}\n`);
    io.stdout.flush();
    world.say('Ctrl-C ends it.');
    if (!isLoopback(host)) world.say('Others can reach it, and what they send is not encrypted: trust the network.');
    if (args.has('open')) await openBrowser(link, serving.desk.spool.folder);
    await ended(signal);
  } finally {
    release();
    await serving.close();
    await world.close();
  }
  return EXIT.done;
}

/** The options that hold for all that the page does, as they were typed. */
function ownWords(args: Arguments): string[] {
  return NETWORK_OPTIONS.flatMap((name) => args.values(name).map((value) => `--${name}=${value}`));
}

async function passphraseOf(args: Arguments, io: Io): Promise<string | null> {
  const given = io.env.FAREND_PASSPHRASE ?? '';
  if (given === '' && !args.has('passphrase')) return null;
  const passphrase = given === '' ? await io.question('Passphrase for the page: ', true) : given;
  if (passphrase !== null && passphrase.length >= SHORTEST) return passphrase;
  throw new UserError(`a passphrase has at least ${SHORTEST} characters`, 'Type it, or set FAREND_PASSPHRASE.');
}

function folderOf(args: Arguments, io: Io): string {
  const folder = args.value('folder');
  if (folder !== null) return resolve(io.cwd, folder);
  return join(requireHome(io), 'investigations');
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
