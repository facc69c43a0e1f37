import { UserError } from '../../model/errors.js';
import type { CountedPeers } from '../../model/counted-peers.js';
import type { CountedFormat } from '../../report/counted-peers.js';
import type { Arguments } from '../arguments.js';
import { type Command, LOOK_OPTIONS, type Option } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { KNOWLEDGE_OPTIONS, knowledgeOptions } from '../knowledge-options.js';
import { lookFor } from '../look.js';
import { columnsOf, isPartlyRead, readings, requireOpened, totalOf } from '../read-evidence.js';
import { watchReading } from '../reading-watch.js';
import type { Sources } from '../sources.js';
import { investigate, note, operandsOf } from './investigate.js';

/** What they have in common with the report's, in the words that stand there. */
const SHARED = ['map', 'private', 'no-progress'];

const FORMATS: readonly CountedFormat[] = ['text', 'plain', 'csv', 'json'];

export const peers: Command = {
  name: 'peers',
  usage: 'farend peers [OPTIONS] FILE... | FOLDER | -',
  says: 'The public addresses of a listing with their rows, most first, and nothing judged',
  about:
    'Reads what `farend` reads and prints each public remote address once, with the number of its rows and its owner: ' +
    'what netstat | awk | sort | uniq -c | sort -rn and a bulk WHOIS page are used for, over all formats. Nothing else of ' +
    'a row is kept, so that a gigabyte takes about half the time of the report.',
  examples: [
    ['farend peers connections.txt', 'every peer with its rows and its owner'],
    ['farend peers --top 20 conn.log', 'the busiest of a log'],
    ["farend peers -o plain *.txt | awk '{ print $2 }' > addresses.txt", 'for another tool: count and address'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: FORMATS },
      says: 'text, csv or json; plain is count and address like uniq -c, without owners (default text)',
    },
    { name: 'top', value: { placeholder: 'N' }, says: 'So many peers (default: all)' },
    ...investigate.options.filter(({ name }) => SHARED.includes(name)),
    { name: 'hash', says: 'SHA-256 of inputs of 8 MB and more, too' },
    { name: 'quiet', short: 'q', says: 'The peers alone: no header, notes and progress' },
    { name: 'verbose', short: 'v', says: 'Also every input and bad line' },
    ...KNOWLEDGE_OPTIONS.filter(({ name }) => name === 'pack'),
    ...LOOK_OPTIONS,
  ] satisfies readonly Option[],
  operands: 'files',
  run: runPeers,
};

async function runPeers(args: Arguments, io: Io): Promise<number> {
  const format = FORMATS.find((name) => name === args.value('output')) ?? 'text';
  const options = { ...lookFor(args, io, io.stdout), top: args.number('top', 0) };
  const opened = await operandsOf(args, io).open();
  requireOpened(opened);
  const counted = await count(args, io, opened);
  const { problem, notes } = readings(counted, opened);
  if (problem !== null) throw problem;
  if (!args.has('quiet')) for (const said of notes) note(io, said);
  const { leftOut, renderCounted } = await import('../../report/counted-peers.js');
  if ((format === 'plain' || format === 'csv') && !args.has('quiet'))
    for (const said of leftOut(counted.inputs)) note(io, new UserError(said));
  renderCounted(format, counted, options, (chunk) => io.stdout.write(chunk));
  return isPartlyRead(counted, opened) ? EXIT.partial : EXIT.done;
}

async function count(args: Arguments, io: Io, opened: Sources): Promise<CountedPeers> {
  const [{ openKnowledge }, { countPeers }, columns] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/count-peers.js'),
    columnsOf(args),
  ]);
  const watch = watchReading(io, totalOf(opened), !args.has('quiet') && !args.has('no-progress'));
  const options = { keepPrivate: args.has('private'), columns, watch, hash: args.has('hash') };
  return countPeers(opened.sources, options, await openKnowledge(knowledgeOptions(args, io)));
}
