import type { AskPlaces, KeyTest } from '../../flow/keys.js';
import { UserError } from '../../model/errors.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { requireHome } from '../data-home.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { nearest } from '../suggest.js';
import { version } from '../version.js';

const ACTIONS = ['list', 'remove', 'set', 'test'];

export const keys: Command = {
  name: 'keys',
  usage: 'farend keys list | set NAME | test NAME | remove NAME',
  says: 'Keep, list, test and remove keys of the reputation services',
  about:
    'A key comes from the environment (FAREND_ABUSEIPDB_KEY and so on), from the keychain of the operating system (macOS ' +
    'keychain, Windows Credential Manager, Secret Service; FAREND_KEYCHAIN=off leaves it alone), or, where there is none, ' +
    'from keys.json in FAREND_HOME, else in the usual folder for your data, which only you may read (mode 0600; on ' +
    'Windows by the rights of your profile). set says where it put the key. It is never taken from the command line, where other users could see it, and never printed, logged, reported or ' +
    'cached. set asks for it without showing it, or reads it from standard input.',
  examples: [
    ['farend keys list', 'which services have a key, and where to get one'],
    ['farend keys set abuseipdb', 'asks for the key and keeps it'],
    ['pass show abuseipdb | farend keys set abuseipdb', 'from a password manager'],
  ],
  leaves: 'Nothing, except keys test: one question about 8.8.8.8 to the named service.',
  options: [
    {
      name: 'endpoint',
      value: { placeholder: 'HOST=URL' },
      isRepeatable: true,
      says: 'Ask URL instead of HOST; also FAREND_ENDPOINTS',
    },
    { name: 'ca', value: { placeholder: 'FILE', isFile: true }, says: 'Trust this CA too (PEM)' },
    { name: 'json', says: 'list as JSON' },
  ],
  operands: ACTIONS,
  run: runKeys,
};

async function runKeys(args: Arguments, io: Io): Promise<number> {
  const [action = 'list', name, ...rest] = args.operands;
  if (!ACTIONS.includes(action)) throw new UserError(`keys does not know ${action.slice(0, 20)}`, `Use: ${keys.usage}`);
  // It may be the key itself: not repeated.
  if (rest.length > 0) throw new UserError('keys takes no key on the command line', `Use: ${keys.usage}`);
  const flow = await import('../../flow/keys.js');
  const places = flow.askPlaces(requireHome(io), { env: io.env, keychain: await io.openKeychain() });
  if (action === 'list') return list(flow.keyStates(places), places, args, io);
  const services = flow.keyStates(places).map(({ service }) => service);
  if (name === undefined)
    throw new UserError(`keys ${action} wants the name of a service`, `Services: ${services.join(', ')}`);
  if (!services.includes(name)) throw unknown(name, services);
  if (action === 'set') return set(name, flow.keyParts(name, places), places, io);
  if (action === 'remove') return remove(name, places, io);
  const { signal, release } = io.interruptible();
  try {
    const effects = flow.realOnlineEffects({
      env: io.env,
      now: () => io.now(),
      agent: `farend/${version}`,
      caFile: args.value('ca'),
      endpoints: flow.parseEndpoints([
        ...(io.env.FAREND_ENDPOINTS ?? '').split(/[\s,]+/).filter((text) => text !== ''),
        ...args.values('endpoint'),
      ]),
      signal,
    });
    return tested(await flow.testKey(name, places, effects), name, io);
  } finally {
    release();
  }
}

function unknown(name: string, services: readonly string[]): UserError {
  // Somebody may have put the key itself here: it isn't repeated unless it looks like a name.
  const [near] = nearest(name, services, 1);
  const said = name.length <= 20 ? `no service ${name} that wants a key` : 'that is no service that wants a key';
  return new UserError(said, near === undefined ? `Services: ${services.join(', ')}` : `Did you mean ${near}?`);
}

function list(
  states: readonly { service: string; place: string; env: readonly string[]; howToGet: string }[],
  { keys: ring }: AskPlaces,
  args: Arguments,
  io: Io,
) {
  if (args.has('json')) io.stdout.write(`${JSON.stringify({ keys: states }, null, 2)}\n`);
  else {
    const width = Math.max(0, ...states.map(({ service }) => service.length)) + 2;
    for (const { service, place, env, howToGet } of states) {
      const what = place === 'none' ? `no key; ${env.join(' and ')}, or get one: ${howToGet}` : `key from the ${place}`;
      io.stdout.write(`${service.padEnd(width)}${what}\n`);
    }
  }
  if (ring.trouble !== null)
    io.stderr.write(
      `farend: ${ring.keychain ?? ''} could not be read, a key in it is not shown: ${terminalText(ring.trouble)}\n`,
    );
  return EXIT.done;
}

async function set(service: string, parts: readonly string[], { keys: ring }: AskPlaces, io: Io): Promise<number> {
  const secrets = io.stdinIsTerminal ? await typed(parts, io) : piped(parts, io);
  const { place, trouble } = ring.set(service, secrets);
  const where = place === 'keychain' ? (ring.keychain ?? '') : terminalText(ring.file);
  const why = trouble === null ? '' : `; not in ${ring.keychain ?? ''}: ${terminalText(trouble)}`;
  io.stderr.write(`farend: the key of ${service} is kept in ${where}${why}\n`);
  return EXIT.done;
}

async function typed(parts: readonly string[], io: Io): Promise<string[]> {
  const secrets: string[] = [];
  for (const part of parts) {
    io.stderr.flush();
    const secret = await io.question(`${part} (not shown): `, true);
    if (secret === null || secret.trim() === '') throw new UserError('no key was given', 'Nothing has changed.');
    secrets.push(secret);
  }
  return secrets;
}

/** One line for each part. */
function piped(parts: readonly string[], io: Io): string[] {
  const buffer = new Uint8Array(4096);
  const source = io.openStdin();
  let text = '';
  for (let count = source.read(buffer); count > 0 && text.length < buffer.length; count = source.read(buffer)) {
    text += Buffer.from(buffer.subarray(0, count)).toString('utf8');
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === parts.length) return lines;
  throw new UserError(
    lines.length === 0
      ? 'no key came on standard input'
      : `${parts.length} lines are wanted (${parts.join(', ')}), ${lines.length} came`,
    `Nothing has changed. Type it when asked, or pipe in ${parts.length === 1 ? 'one line' : `${parts.length} lines`}.`,
  );
}

function remove(service: string, { keys: ring }: AskPlaces, io: Io): number {
  const places = ring.remove(service);
  const none = ring.keychain === null ? 'there was no key in the file' : 'there was no key in the keychain or the file';
  const said = places.length === 0 ? none : `removed from the ${places.join(' and the ')}`;
  io.stderr.write(`farend: ${said} (${service})\n`);
  return EXIT.done;
}

function tested({ isGood, says }: KeyTest, service: string, io: Io): number {
  io.stdout.write(`${service}: ${terminalText(says)}\n`);
  return isGood ? EXIT.done : EXIT.error;
}
