import type { Command } from '../command.js';

export const notes: Command = {
  name: 'notes',
  usage: 'farend notes [OPTIONS] FOLDER | NOTES.json [ADDRESS]',
  says: 'What you made of a peer: status, tags and text, kept in a file of their own',
  about:
    'Shows and changes the notes that the page of `farend serve` keeps beside an investigation: a JSON file by address. ' +
    'Without an address: all of them. With one: that note, changed by the options. Notes change no verdict.',
  examples: [
    ['farend notes case-17', 'all notes in that folder'],
    ['farend notes case-17 185.220.101.34', 'the note of one peer'],
    ['farend notes case-17 185.220.101.34 --status confirmed --tag c2', 'write what you found'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'status',
      value: { placeholder: 'STATUS', choices: ['open', 'in-progress', 'confirmed', 'harmless'] },
      says: 'How far you have come with it',
    },
    { name: 'tag', value: { placeholder: 'TAG' }, isRepeatable: true, says: 'One word; replaces the tags; repeatable' },
    { name: 'text', value: { placeholder: 'TEXT', mayBeginWithDash: true }, says: 'Replaces the text' },
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: ['text', 'json'] },
      says: 'Format on standard output (default text)',
    },
  ],
  operands: 'files',
  run: async (args, io) => (await import('../run-notes.js')).runNotes(args, io),
};
