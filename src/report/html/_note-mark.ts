import type { PeerNote } from '../../model/notes.js';
import { noteLabels } from '../_note-words.js';
import { html, type Markup } from './_markup.js';

/** Status and tags of a note in a few words, where a peer is named. */
export function noteMark(note: PeerNote): Markup {
  return html`<span class="mark ${note.status}">${noteLabels(note)}</span>`;
}
