import type { NoteStatus, PeerNote } from '../model/notes.js';

const STATUSES: Readonly<Record<NoteStatus, string>> = {
  // Nobody came to a conclusion; that somebody wrote of it still shows.
  open: 'noted',
  'in-progress': 'in progress',
  confirmed: 'confirmed bad',
  harmless: 'harmless',
};

/** `confirmed bad`. */
export function statusWords({ status }: PeerNote): string {
  return STATUSES[status];
}

/** `confirmed bad #c2 #ticket-17`. */
export function noteLabels(note: PeerNote): string {
  return [statusWords(note), ...note.tags.map((tag) => `#${tag}`)].join(' ');
}

/** `2026-06-17 14:03 UTC`; nothing where the time is unknown. */
export function noteTime({ changed }: PeerNote): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(changed) ? `${changed.slice(0, 16).replace('T', ' ')} UTC` : '';
}

/** The text of a note in one line. */
export function noteLine({ text }: PeerNote): string {
  return text.split(/\s*[\r\n]+\s*/).join(' · ');
}

/** `confirmed bad #c2 · beacons to it every minute (2026-06-17 14:03 UTC)`. */
export function noteWords(note: PeerNote): string {
  const text = note.text === '' ? '' : ` · ${noteLine(note)}`;
  const time = noteTime(note);
  return `${noteLabels(note)}${text}${time === '' ? '' : ` (${time})`}`;
}
