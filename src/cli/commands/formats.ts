import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { terminalText } from '../../report/terminal-text.js';

interface Readable {
  readonly name: string;
  readonly title: string;
  readonly reads: readonly { readonly tool: string; readonly versions: string; readonly link: string }[];
}

export const formats: Command = {
  name: 'formats',
  usage: 'farend formats [-o json]',
  says: 'Listings that can be read, and reports that can be written',
  about: 'Lists every listing format with the tools and versions it covers. Formats are recognised by content.',
  examples: [
    ['farend formats', 'what can be read and written'],
    ['farend formats -o json', 'for a script'],
    ['netstat -ano > connections.txt', 'a listing to begin with, on Windows'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: ['text', 'json'] },
      says: 'text or json (default text)',
    },
  ],
  operands: 'none',
  async run(args, io) {
    const inputs = await import('../../inputs/index.js');
    const { companions } = await import('../../inputs/companions/index.js');
    const readable: Readable[] = await Promise.all(inputs.formats.map(async (entry) => entry.load()));
    if (args.value('output') === 'json') printJson([...readable, ...inputs.containers, ...companions], io);
    else await printText(readable, inputs.containers, companions, io);
    return EXIT.done;
  },
};

function printJson(readable: readonly Readable[], io: Io): void {
  const rows = readable.map(({ name, title, reads }) => ({ name, title, reads }));
  io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
}

async function printText(
  readable: readonly Readable[],
  containers: readonly Readable[],
  companions: readonly Readable[],
  io: Io,
): Promise<void> {
  io.stdout.write('Reads, recognised by content\n');
  for (const format of readable) printReadable(format, io);
  io.stdout.write('\nLooks into\n');
  for (const container of containers) printReadable(container, io);
  io.stdout.write('\nJoins to a listing (companions)\n');
  for (const companion of companions) printReadable(companion, io);
  io.stdout.write('\nWrites (-o NAME, or --out FILE by its ending)\n');
  const { reports } = await import('../../report/index.js');
  for (const entry of reports) {
    const { name, extensions, isAskedApart } = entry;
    const { title } = await entry.load();
    const how = isAskedApart === true ? `--${name}` : extensions.map((extension) => `.${extension}`).join(' ');
    io.stdout.write(`  ${name.padEnd(18)} ${title} (${how})\n`);
  }
}

function printReadable({ name, title, reads }: Readable, io: Io): void {
  io.stdout.write(`  ${name.padEnd(18)} ${title}\n`);
  for (const { tool, versions } of reads)
    io.stdout.write(`  ${''.padEnd(18)}   ${terminalText(`${tool}, ${versions}`)}\n`);
}
