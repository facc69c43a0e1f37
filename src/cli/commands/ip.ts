import { parsePrefix } from '../../address/prefix.js';
import { UserError } from '../../model/errors.js';
import type { AddressDossier } from '../../model/dossier.js';
import type { Arguments } from '../arguments.js';
import { type Command, LOOK_OPTIONS } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { KNOWLEDGE_OPTIONS, knowledgeOptions } from '../knowledge-options.js';
import { lookFor } from '../look.js';
import { readAllText } from '../read-text.js';

export const ip: Command = {
  name: 'ip',
  usage: 'farend ip [OPTIONS] ADDRESS... | -',
  says: 'All that is known offline of an address',
  about:
    'Says of each address what class it is, whose network it lies in and where, each fact with source and date, and ' +
    'where to look further. Takes IPv4 and IPv6, also defanged, with ports or inside other text.',
  examples: [
    ['farend ip 185.220.101.34', 'one address'],
    ['farend ip --hunts "1[.]1[.]1[.]1" 2606:4700::1111', 'several, defanged or not, and how to find them elsewhere'],
    ['grep Failed auth.log | farend ip -', 'every address in a text, once'],
  ],
  leaves: 'Nothing: the answer comes from the embedded pack.',
  options: [
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: ['text', 'json'] },
      says: 'text or json (default text)',
    },
    { name: 'hunts', says: 'Also queries and rules that find the addresses elsewhere, ready to be pasted' },
    ...KNOWLEDGE_OPTIONS,
    ...LOOK_OPTIONS,
  ],
  operands: 'none',
  run: (args, io) => runIp(args, io, loadLookup),
};

/** Dossiers of every address in a text; a test brings its own. */
export type AddressLookup = (io: Io, args: Arguments) => Promise<(text: string) => AddressDossier[]>;

const loadLookup: AddressLookup = async (io, args) => {
  const [{ openKnowledge }, { addressDossiers }, { terminalText }] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/dossier.js'),
    import('../../report/terminal-text.js'),
  ]);
  const knowledge = await openKnowledge(knowledgeOptions(args, io));
  // An exception that has ended, a line of a list that could not be read: no part of the answer, but not to be missed.
  for (const note of knowledge.info.notes) io.stderr.write(`farend: ${terminalText(note)}\n`);
  return (text) => addressDossiers(text, knowledge);
};

export async function runIp(args: Arguments, io: Io, load: AddressLookup): Promise<number> {
  const texts = textsOf(args, io);
  const isJson = args.value('output') === 'json';
  if (isJson && args.has('hunts')) throw new UserError('--hunts is text to paste, no JSON', 'Leave out --output json.');
  for (const text of args.operands) refuseBlock(text);
  const lookup = await load(io, args);
  const dossiers = new Map<string, AddressDossier>();
  for (const text of texts) {
    const found = lookup(text);
    if (found.length === 0) throw noAddress(text);
    for (const dossier of found) dossiers.set(dossier.address, dossier);
  }
  const { renderAddresses, renderDossierJson, renderHunts } = await import('../../report/dossier.js');
  const write = (chunk: string): void => io.stdout.write(chunk);
  if (isJson) renderDossierJson([...dossiers.values()], write);
  else renderAddresses([...dossiers.values()], lookFor(args, io, io.stdout), write);
  if (args.has('hunts')) renderHunts([...dossiers.values()], lookFor(args, io, io.stdout), write);
  return EXIT.done;
}

function textsOf({ operands }: Arguments, io: Io): string[] {
  if (operands.length === 0 && io.stdinIsTerminal) {
    throw new UserError('no address given', 'For example: farend ip 185.220.101.34');
  }
  const words = operands.length === 0 ? ['-'] : operands;
  return words.map((word) => (word === '-' ? readAllText(io.openStdin()) : word));
}

function refuseBlock(text: string): void {
  const prefix = parsePrefix(text);
  if (prefix === null || !/[/-]/.test(text)) return;
  throw new UserError(
    `${text} is a block of addresses, ip wants single ones`,
    'Ask for one address in it; to filter a report by a block: --only address:BLOCK',
  );
}

function noAddress(text: string): UserError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new UserError(
    shown.trim() === '' ? 'no IP address given' : `no IP address in "${shown.trim()}"`,
    'Expected four numbers 0-255 without leading zeros, or an IPv6 address; names are not looked up.',
  );
}
