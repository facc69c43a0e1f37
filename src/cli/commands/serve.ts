import type { Command } from '../command.js';
import { KNOWLEDGE_OPTIONS } from '../knowledge-options.js';
import { NETWORK_OPTIONS, ONLINE_OPTIONS } from '../online-options.js';

export const serve: Command = {
  name: 'serve',
  usage: 'farend serve [OPTIONS]',
  says: 'A local page: drop listings on it, look at peers, keep notes, compare, hand over',
  about:
    'Serves a page on this computer alone and prints its link, which opens one browser once. Drop files or folders on ' +
    'it, or let it read this computer; filter with the grammar of --only; note what you make of a peer; ask online ' +
    'after seeing the plan; save into a folder of plain files; download every report. All of it is the same engine as ' +
    'the command line. Ctrl-C ends it and removes what was dropped.',
  examples: [
    ['farend serve --open', 'in the browser, now'],
    ['farend serve --folder case-17', 'save into that folder'],
    ['farend serve --host 192.0.2.10 --port 8080 --passphrase', 'for another computer; asks for a passphrase'],
  ],
  leaves:
    'Nothing, unless you send a plan on the page. Other computers reach it only with --host, and then only with the ' +
    'passphrase; that way is not encrypted.',
  options: [
    { name: 'open', says: 'Open the browser' },
    { name: 'port', value: { placeholder: 'N' }, says: 'Port to listen on (default: any free one)' },
    { name: 'host', value: { placeholder: 'ADDRESS' }, says: 'Address to listen on (default 127.0.0.1)' },
    { name: 'passphrase', says: 'Ask for a passphrase first; also FAREND_PASSPHRASE. Needed with --host' },
    {
      name: 'folder',
      value: { placeholder: 'FOLDER', isFile: true },
      says: 'Save investigations there (default: in the folder for your data)',
    },
    ...ONLINE_OPTIONS.filter(({ name }) => NETWORK_OPTIONS.includes(name)),
    ...KNOWLEDGE_OPTIONS,
  ],
  operands: 'none',
  run: async (args, io) => (await import('../run-serve.js')).runServe(args, io),
};
