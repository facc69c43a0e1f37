import { addCopyButtons } from '../../report/html/client/copy.js';
import { get, put } from './api.js';
import { button, chip, choice, el } from './dom.js';
import { say, attempt } from './toast.js';
import { reportNodes } from './trusted.js';
import type { Note, Notes, NoteStatus, PeerCard } from './types.js';

const STATUSES: Readonly<Record<NoteStatus, string>> = {
  open: 'not looked at',
  'in-progress': 'in progress',
  confirmed: 'confirmed bad',
  harmless: 'harmless',
};
/** Lines of a note that are in sight at once. */
const MOST_LINES = 8;
const STATUS_VALUES = Object.keys(STATUSES);

/** What the panel asks of the page around it. */
export interface DetailHost {
  close(): void;
  step(by: number): void;
  noted(notes: Notes): void;
  /** Verdict, likelihood and owner, which the list knows. */
  readonly verdict: string;
  readonly facts: string;
}

/** One peer whole: the report's own card, and what a person makes of it. */
export async function detailOf(id: string, row: number, host: DetailHost): Promise<HTMLElement> {
  const { address, html, note } = await get<PeerCard>(`investigations/${id}/peers/${row}`);
  const title = el('h2', { class: 'address', id: 'detail-title', text: address, set: { tabindex: '-1' } });
  const copy = button('Copy', () =>
    attempt(async () => {
      await navigator.clipboard.writeText(address);
      say('Copied');
    }),
  );
  const body = el(
    'div',
    { class: 'card-body' },
    el('h3', { class: 'sr', text: 'What farend says of it' }),
    reportNodes(html),
  );
  addCopyButtons(body);
  return el(
    'section',
    { class: 'detail', set: { 'aria-labelledby': 'detail-title' } },
    el(
      'div',
      { class: 'detail-head' },
      chip(host.verdict),
      title,
      copy,
      el(
        'div',
        { class: 'steps-bar' },
        button('↑', () => host.step(-1), { set: { 'aria-label': 'Peer before' } }),
        button('↓', () => host.step(1), { set: { 'aria-label': 'Next peer' } }),
        button('Close', () => host.close()),
      ),
    ),
    el('p', { class: 'facts-line', text: host.facts }),
    noteForm(id, address, note, host),
    body,
  );
}

/** Status, tags and text, kept as soon as a field is left. */
function noteForm(id: string, address: string, note: Note | null, host: DetailHost): HTMLElement {
  const status = choice('Status', STATUS_VALUES, STATUSES);
  status.select.value = note?.status ?? 'open';
  const tags = el('input', {
    set: { type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: 'c2, ticket-17' },
  });
  tags.value = (note?.tags ?? []).join(', ');
  const text = el('textarea', { set: { placeholder: 'What you know of it' } });
  text.value = note?.text ?? '';
  text.rows = Math.min(MOST_LINES, text.value.split('\n').length);
  const keep = (): void =>
    attempt(async () => {
      const body = { status: status.select.value, tags: tags.value.split(/[\s,]+/), text: text.value };
      const kept = await put<{ notes: Notes }>(`investigations/${id}/notes/${encodeURIComponent(address)}`, body);
      host.noted(kept.notes);
    });
  return el(
    'div',
    { class: 'note-form', set: { role: 'group', 'aria-label': 'Your notes' }, on: { change: keep } },
    status.label,
    el('label', { class: 'field' }, el('span', { text: 'Tags' }), tags),
    el('label', { class: 'field wide' }, el('span', { text: 'Note' }), text),
  );
}
