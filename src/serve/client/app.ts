// The page of `farend serve`: an address after # says what is shown; everything else is asked of the server.
import { get } from './api.js';
import { investigateFiles, takeDrops } from './drop.js';
import { button, el } from './dom.js';
import { listen } from './events.js';
import { startView, wishes } from './start.js';
import { attempt } from './toast.js';
import type { DeskState } from './types.js';
import { type InvestigationView, openView } from './view.js';

let current: { readonly id: string; readonly view: InvestigationView } | null = null;

const show = (id: string): void => void (location.hash = `#/i/${id}`);

/** Counts what was asked to be shown: an answer that comes after the next question is for nobody. */
let turn = 0;

async function route(): Promise<void> {
  const mine = ++turn;
  const [, id, row] = /^#\/i\/(\d+)(?:\/(\d+))?$/.exec(location.hash) ?? [];
  if (id === undefined) return showStart(mine);
  if (current?.id !== id) {
    const view = await openView(id);
    if (mine !== turn) return view.close();
    current?.view.close();
    current = { id, view };
    main().replaceChildren(current.view.element);
    scrollTo(0, 0);
  }
  current.view.open(row === undefined ? null : Number(row));
}

async function showStart(mine: number): Promise<void> {
  current?.view.close();
  current = null;
  const desk = await get<DeskState>('desk');
  if (mine !== turn) return;
  document.title = 'farend';
  main().replaceChildren(startView(desk, show));
}

function main(): HTMLElement {
  const found = document.getElementById('main');
  if (found === null) throw new Error('the page has no main part');
  return found;
}

function addBar(): void {
  document.getElementById('bar')?.append(
    el(
      'nav',
      { set: { 'aria-label': 'Pages' } },
      button('Start', () => (location.hash = '#/'), { class: 'quiet' }),
    ),
  );
}

/** `/` goes to the filter, Esc closes the peer. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.key === '/' && !isTyping && current !== null) {
    event.preventDefault();
    current.view.focusFilter();
  }
  if (
    event.key === 'Escape' &&
    !(event.target instanceof HTMLTextAreaElement) &&
    /^#\/i\/\d+\/\d+$/.test(location.hash)
  ) {
    location.hash = location.hash.replace(/\/\d+$/, '');
  }
}

addBar();
addEventListener('hashchange', () => attempt(route));
document.addEventListener('keydown', onKey);
takeDrops((files) => attempt(async () => show((await investigateFiles(files, wishes.isPrivate)).id)));
listen('changed', ({ id }) => {
  if (current?.id !== id) return;
  current.view.close();
  current = null;
  attempt(route);
});
listen('desk', () => {
  if (current === null) attempt(route);
});
attempt(route);
