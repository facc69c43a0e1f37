import { counted } from '../../report/html/client/words.js';
import { get, post } from './api.js';
import { button, chip, choice, el } from './dom.js';
import { attempt } from './toast.js';
import type { ComparedPeer, Comparison, DeskState, Short, View } from './types.js';

const MOST = 500;

/** What is new, changed and gone since another investigation, open or saved. */
export function comparePanel({ id, title }: View, desk: DeskState, open: (address: string) => void): HTMLElement {
  const found = el('div', { set: { 'aria-live': 'polite' } });
  const others = [
    ...desk.open.filter((other) => other.id !== id).map((other) => [`open ${other.id}`, other.title] as const),
    ...desk.saved
      .filter(({ name }) => !desk.open.some(({ saved }) => saved === name))
      .map(({ name }) => [`saved ${name}`, `saved: ${name}`] as const),
  ];
  if (others.length === 0) {
    return el('p', { text: 'There is nothing to compare with: open or save another investigation first.' });
  }
  const before = choice(
    'Compare with the earlier',
    others.map(([value]) => value),
    Object.fromEntries(others),
  );
  const compare = (): void =>
    attempt(async () => {
      const [kind, name] = before.select.value.split(/ (.*)/);
      const earlier = kind === 'open' ? name : (await post<Short>(`saved/${encodeURIComponent(name)}/open`)).id;
      const comparison = await get<Comparison>(`investigations/${id}/compare/${earlier}`);
      found.replaceChildren(...lists(comparison, open));
    });
  return el(
    'div',
    { class: 'compare' },
    el('p', { class: 'actions' }, before.label, button('Compare', compare, { class: 'primary' })),
    el(
      'p',
      { class: 'note' },
      'On the command line: ',
      el('code', { text: `farend compare BEFORE.json ${title}.json` }),
    ),
    found,
  );
}

function lists({ new: fresh, changed, gone, same }: Comparison, open: (address: string) => void): HTMLElement[] {
  return [
    el('p', {
      text: `${counted(fresh.length, 'new peer')}, ${counted(changed.length, 'changed verdict')}, ${counted(gone.length, 'peer')} gone, ${same} as before.`,
    }),
    list(
      'New',
      fresh.map((peer) => item(peer, open)),
    ),
    list(
      'Judged otherwise',
      changed.map(({ before, after }) => item(after, open, before)),
    ),
    list(
      'Gone',
      gone.map((peer) => item(peer, null)),
    ),
  ];
}

function list(title: string, items: readonly HTMLElement[]): HTMLElement {
  if (items.length === 0) return el('div');
  const cut = items.length > MOST ? el('p', { class: 'cut', text: `and ${items.length - MOST} more` }) : null;
  return el('div', {}, el('h3', { text: title }), el('ul', { class: 'compared' }, items.slice(0, MOST)), cut);
}

function item(peer: ComparedPeer, open: ((address: string) => void) | null, before?: ComparedPeer): HTMLElement {
  const { address, verdict, organisation, ports, programs } = peer;
  const words = [organisation ?? 'Unknown owner', ports.join(', '), programs.join(', ')].filter((part) => part !== '');
  return el(
    'li',
    {},
    before === undefined ? null : [chip(before.verdict), '→ '],
    chip(verdict),
    open === null
      ? el('b', { class: 'address', text: address })
      : button(address, () => open(address), { class: 'link' }),
    el('span', { text: words.join(' · ') }),
  );
}
