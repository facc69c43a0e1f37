import { VERDICTS } from '../../model/judgement.js';
import { counted } from '../../report/html/client/words.js';
import { post } from './api.js';
import { chosen, investigateFiles, investigateLive } from './drop.js';
import { button, checkbox, el } from './dom.js';
import { attempt } from './toast.js';
import type { DeskState, Short } from './types.js';

/** What makes a listing where there is none yet. */
const CAPTURES: readonly (readonly [string, string])[] = [
  ['Windows', 'netstat -anob > connections.txt'],
  ['Linux', 'ss -tunap > connections.txt'],
  ['macOS', 'lsof -nP -i > connections.txt'],
];

/** Whether private peers are kept: one wish for everything that is read next. */
export const wishes = { isPrivate: false };

/** Where one begins: drop, choose, this computer, what is open and what was saved. */
export function startView(desk: DeskState, show: (id: string) => void): HTMLElement {
  const files = picker(false, show);
  const folder = picker(true, show);
  const isPrivate = checkbox('Also peers in private networks', wishes.isPrivate);
  isPrivate.input.addEventListener('change', () => (wishes.isPrivate = isPrivate.input.checked));
  const live = (): void => attempt(async () => show((await investigateLive(wishes.isPrivate)).id));
  return el(
    'div',
    { class: 'start' },
    el('h1', { text: 'Who is at the far end?' }),
    el('p', {
      class: 'lead',
      text: 'Give it listings of connections: netstat, ss, event logs, captures, tables, archives, whole folders.',
    }),
    el(
      'div',
      { class: 'zone' },
      el('p', { text: 'Drop files or folders anywhere on this page, or' }),
      el(
        'p',
        { class: 'actions' },
        button('Choose files', () => files.click(), { class: 'primary' }),
        button('Choose a folder', () => folder.click()),
        button('Read this computer now', live),
      ),
      files,
      folder,
      isPrivate.label,
      el('p', { class: 'note', text: 'No listing yet? On the computer in question, as administrator or root:' }),
      el(
        'ul',
        { class: 'note captures' },
        CAPTURES.map(([system, command]) => el('li', {}, `${system} `, el('code', { text: command }))),
      ),
    ),
    el('p', {
      class: 'note',
      text: 'Nothing leaves this computer. The page is served by farend itself and loads nothing from elsewhere.',
    }),
    shelf(
      'Open',
      desk.open.map((one) => entry(one.title, counted(one.peers, 'peer'), one.byVerdict, () => show(one.id))),
    ),
    shelf(
      `Saved in ${desk.folder}`,
      desk.saved.map((one) =>
        entry(
          one.name,
          `${counted(one.peers, 'peer')}, ${one.saved.slice(0, 16).replace('T', ' ')} UTC`,
          one.byVerdict,
          () => attempt(async () => show((await post<Short>(`saved/${encodeURIComponent(one.name)}/open`)).id)),
        ),
      ),
    ),
  );
}

function picker(isFolder: boolean, show: (id: string) => void): HTMLInputElement {
  const input = el('input', {
    set: { type: 'file', multiple: '', hidden: '', ...(isFolder ? { webkitdirectory: '' } : {}) },
  });
  input.addEventListener('change', () =>
    attempt(async () => {
      const files = chosen(input);
      input.value = '';
      if (files.length > 0) show((await investigateFiles(files, wishes.isPrivate)).id);
    }),
  );
  return input;
}

function shelf(title: string, entries: readonly HTMLElement[]): HTMLElement | null {
  if (entries.length === 0) return null;
  return el('section', { class: 'shelf' }, el('h2', { text: title }), el('ul', {}, entries));
}

function entry(title: string, words: string, byVerdict: Short['byVerdict'], open: () => void): HTMLElement {
  const counts = VERDICTS.filter((verdict) => (byVerdict[verdict] ?? 0) > 0).map((verdict) =>
    el('span', { class: `chip ${verdict}`, text: `${byVerdict[verdict]} ${verdict}` }),
  );
  return el(
    'li',
    {},
    button(title, open, { class: 'link' }),
    el('span', { class: 'note', text: words }),
    el('span', { class: 'chips' }, counts),
  );
}
