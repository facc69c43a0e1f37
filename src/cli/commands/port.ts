import { UserError } from '../../model/errors.js';
import type { PortDossier } from '../../model/dossier.js';
import type { Arguments } from '../arguments.js';
import { type Command, LOOK_OPTIONS } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { lookFor } from '../look.js';

const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'sctp', 'dccp'];
const HIGHEST = 65_535;

export const port: Command = {
  name: 'port',
  usage: 'farend port [OPTIONS] PORT[/PROTOCOL]...',
  says: 'What a port is registered for, and what uses it in practice',
  about:
    'Shows the registered use of a port (IANA) beside the uses seen in practice, with the programs and owners that ' +
    'go with them. The two often differ: a registered name alone explains little.',
  examples: [
    ['farend port 4070', 'TCP and UDP'],
    ['farend port 443/udp 5228', 'several, one protocol'],
    ['farend port -o json 3389', 'for a script'],
  ],
  leaves: 'Nothing: the answer comes from the embedded tables.',
  options: [
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: ['text', 'json'] },
      says: 'text or json (default text)',
    },
    ...LOOK_OPTIONS,
  ],
  operands: 'none',
  run: (args, io) => runPort(args, io, loadLookup),
};

/** Dossier of a port, null: of both tcp and udp; a test brings its own. */
export type PortLookup = (io: Io) => Promise<(port: number, protocol: string | null) => PortDossier>;

const loadLookup: PortLookup = async (io) => {
  const [{ openKnowledge }, { portDossier }] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/dossier.js'),
  ]);
  const knowledge = await openKnowledge({ directory: io.packDirectory, now: io.now() });
  return (number, protocol) => portDossier(number, protocol, knowledge);
};

export async function runPort(args: Arguments, io: Io, load: PortLookup): Promise<number> {
  if (args.operands.length === 0) throw new UserError('no port given', 'For example: farend port 4070 443/udp');
  const asked = args.operands.map(readPort);
  const lookup = await load(io);
  const dossiers = asked.map(({ number, protocol }) => lookup(number, protocol));
  const { renderDossierJson, renderPorts } = await import('../../report/dossier.js');
  const write = (chunk: string): void => io.stdout.write(chunk);
  if (args.value('output') === 'json') renderDossierJson(dossiers, write);
  else renderPorts(dossiers, lookFor(args, io, io.stdout), write);
  return EXIT.done;
}

function readPort(text: string): { number: number; protocol: string | null } {
  const [, digits, protocol] = /^(\d{1,5})(?:\/([A-Za-z]+))?$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) > HIGHEST) {
    throw new UserError(`"${text}" is not a port`, `Expected 0 to ${HIGHEST}, with /tcp or /udp if you like: 443/udp`);
  }
  const name = protocol?.toLowerCase() ?? null;
  if (name !== null && !PROTOCOLS.includes(name)) {
    throw new UserError(`"${text}" names no protocol with ports`, `Expected one of ${PROTOCOLS.join(', ')}`);
  }
  return { number: Number(digits), protocol: name };
}
