import { type NoteChange, notesText, withNote } from '../flow/notes.js';
import { UserError } from '../model/errors.js';
import type { Notes, PeerNote } from '../model/notes.js';
import { terminalText } from '../report/terminal-text.js';
import type { Arguments } from './arguments.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { notesFile, readNotes } from './notes-file.js';
import { writeFileWhole } from './output-file.js';

/** Shows notes, after changing one where that is asked for. */
export function runNotes(args: Arguments, io: Io): number {
  const [place, address, ...others] = args.operands;
  if (place === undefined || others.length > 0) {
    throw new UserError('notes wants a folder or a file, and perhaps one address', 'For example: farend notes case-17');
  }
  const change = changeOf(args);
  if (address === undefined && change !== null) throw new UserError('a note is about an address', 'Name it last.');
  const path = notesFile(place, io);
  let notes = readNotes(path, io, change !== null);
  if (address !== undefined && change !== null) {
    notes = withNote(notes, address, change, io.now());
    const text = notesText(notes);
    writeFileWhole(path, io.cwd, (output) => output.write(text));
  }
  show(args, io, address === undefined ? notes : only(notes, address));
  return EXIT.done;
}

function changeOf(args: Arguments): NoteChange | null {
  const [status, text] = [args.value('status'), args.value('text')];
  if (status === null && text === null && !args.has('tag')) return null;
  return {
    ...(status === null ? {} : { status }),
    ...(text === null ? {} : { text }),
    ...(args.has('tag') ? { tags: args.values('tag') } : {}),
  };
}

/** The note of one address, whichever way it is written. */
function only(notes: Notes, address: string): Notes {
  const [key = ''] = [...withNote(new Map(), address, { status: 'confirmed' }, new Date(0)).keys()];
  const note = notes.get(key);
  return note === undefined ? new Map() : new Map([[key, note]]);
}

function show(args: Arguments, io: Io, notes: Notes): void {
  if (args.value('output') === 'json') {
    io.stdout.write(notesText(notes));
    return;
  }
  if (notes.size === 0) io.stdout.write('No notes.\n');
  for (const [address, note] of notes) io.stdout.write(`${lineOf(address, note)}\n`);
}

function lineOf(address: string, { status, tags, text, changed }: PeerNote): string {
  const said =
    text === ''
      ? ''
      : `\n  ${text
          .split('\n')
          .map((line) => terminalText(line))
          .join('\n  ')}`;
  const labels = tags.map((tag) => ` #${tag}`).join('');
  return `${terminalText(`${address}  ${status}${labels}  ${changed.slice(0, 16).replace('T', ' ')} UTC`)}${said}`;
}
