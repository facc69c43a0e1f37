import { formatAddress } from '../address/format.js';
import { parseAddress } from '../address/parse.js';
import { UserError } from '../model/errors.js';
import { NOTE_STATUSES, type Notes, type NoteStatus, type PeerNote } from '../model/notes.js';

const LONGEST_TEXT = 10_000;
const LONGEST_TAG = 40;
const MOST_TAGS = 20;
const MOST_NOTES = 100_000;

/** What is to change about a note; absent stays. */
export interface NoteChange {
  readonly status?: string;
  readonly tags?: readonly string[];
  readonly text?: string;
}

/** The notes with one changed; a note that says nothing any more is left out. Throws UserError for unfit values. */
export function withNote(notes: Notes, address: string, change: NoteChange, now: Date): Notes {
  const after = new Map(notes);
  put(after, address, change, now);
  if (after.size > MOST_NOTES) throw new UserError(`more than ${MOST_NOTES} notes`);
  return after;
}

/** A notes file: `{ "notes": { "ADDRESS": { "status", "tags", "text", "changed" } } }`. Throws UserError for another. */
export function parseNotes(text: string): Notes {
  const found = recordOf(recordOf(jsonOf(text))?.notes);
  if (found === null) throw new UserError('this is no file of notes', 'It holds { "notes": { "ADDRESS": { ... } } }.');
  const notes = new Map<string, PeerNote>();
  for (const [address, value] of Object.entries(found).slice(0, MOST_NOTES)) {
    const { status, tags, text, changed } = recordOf(value) ?? {};
    const change = {
      ...(typeof status === 'string' ? { status } : {}),
      ...(Array.isArray(tags) ? { tags: tags.filter((tag) => typeof tag === 'string') } : {}),
      ...(typeof text === 'string' ? { text } : {}),
    };
    const time = new Date(typeof changed === 'string' ? changed : 0);
    put(notes, address, change, Number.isNaN(time.getTime()) ? new Date(0) : time);
  }
  return notes;
}

function put(notes: Map<string, PeerNote>, address: string, change: NoteChange, now: Date): void {
  const parsed = parseAddress(address);
  if (parsed === null) throw new UserError(`${address} is no address`);
  const key = formatAddress(parsed);
  const before = notes.get(key);
  const note: PeerNote = {
    status: change.status === undefined ? (before?.status ?? 'open') : statusOf(change.status),
    tags: change.tags === undefined ? (before?.tags ?? []) : tagsOf(change.tags),
    text: change.text === undefined ? (before?.text ?? '') : textOf(change.text),
    changed: now.toISOString(),
  };
  if (note.status === 'open' && note.tags.length === 0 && note.text === '') notes.delete(key);
  else notes.set(key, note);
}

/** The same for a file: sorted, indented, readable without farend. */
export function notesText(notes: Notes): string {
  const sorted = [...notes].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ schema: 1, notes: Object.fromEntries(sorted) }, null, 2)}\n`;
}

function statusOf(text: string): NoteStatus {
  const status = NOTE_STATUSES.find((known) => known === text);
  if (status !== undefined) return status;
  throw new UserError(`no status ${text}`, `One of ${NOTE_STATUSES.join(', ')}`);
}

function tagsOf(texts: readonly string[]): string[] {
  const tags = [...new Set(texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
  const unfit = tags.find((tag) => tag.length > LONGEST_TAG || /[\s,]/.test(tag));
  if (unfit !== undefined) throw new UserError(`the tag ${unfit} is no single word of up to ${LONGEST_TAG} characters`);
  if (tags.length > MOST_TAGS) throw new UserError(`more than ${MOST_TAGS} tags`);
  return tags;
}

function textOf(text: string): string {
  if (text.length <= LONGEST_TEXT) return text.trim();
  throw new UserError(`a note of more than ${LONGEST_TEXT} characters`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
