import { VERDICTS } from '../../model/judgement.js';
import { addCopyButtons } from '../../report/html/client/copy.js';
import type { RowData } from '../../report/html/client/rows.js';
import { percent } from '../../report/html/client/words.js';
import { get, remove } from './api.js';
import { comparePanel } from './compare.js';
import { detailOf } from './detail.js';
import { openDialog } from './dialog.js';
import { button, el } from './dom.js';
import { download, save } from './handing.js';
import { PeerList } from './list.js';
import { askOnline } from './online.js';
import { attempt } from './toast.js';
import { reportNodes } from './trusted.js';
import type { DeskState, View } from './types.js';

const TABS: readonly (readonly [string, string])[] = [
  ['peers', 'Peers'],
  ['overview', 'Overview'],
  ['read', 'What was read'],
  ['compare', 'Compare'],
];

/** One investigation: summary, peers with filter and detail, overview, reading, comparison. */
export class InvestigationView {
  readonly element = el('div', { class: 'view' });
  #view: View;
  readonly #desk: DeskState;
  readonly #list: PeerList;
  readonly #input: HTMLInputElement;
  readonly #panes = el('div', { class: 'panes' });
  readonly #tabs = new Map<string, { readonly tab: HTMLElement; readonly panel: HTMLElement }>();
  #opening = 0;

  constructor(view: View, data: RowData, desk: DeskState) {
    this.#view = view;
    this.#desk = desk;
    const status = el('p', { id: 'status', set: { role: 'status' } });
    this.#list = new PeerList(
      data,
      view.notes,
      (row) => go(view.id, row),
      (text) => void (status.textContent = text),
    );
    this.#input = this.#filterInput();
    this.#panes.append(this.#list.element);
    this.element.append(this.#summary(), this.#bar(), ...this.#panels(status));
    this.tab('peers');
  }

  /** Shows a peer, or none. */
  open(row: number | null): void {
    this.tab('peers');
    const turn = ++this.#opening;
    this.#list.select(row);
    if (row === null) {
      this.#panes.querySelector('.detail')?.remove();
      // Back to where one came from; a page that was just opened keeps its own beginning.
      const wasOpen = this.#panes.classList.contains('open');
      this.#panes.classList.remove('open');
      if (wasOpen) this.#list.element.focus({ preventScroll: true });
      return;
    }
    const { rows } = this.#list;
    attempt(async () => {
      const detail = await detailOf(this.#view.id, row, {
        close: () => go(this.#view.id, null),
        step: (by) => this.#step(row, by),
        noted: (notes) => this.#list.mark(notes),
        verdict: rows.shown(row, 'verdict')[0] ?? '',
        facts: [
          `${percent(rows.number(row, 'probability'))} likely malicious`,
          rows.shown(row, 'organisation')[0] ?? '',
          rows.shown(row, 'country').at(-1) ?? '',
        ]
          .filter((part) => part !== '')
          .join(' · '),
      });
      if (turn !== this.#opening) return;
      this.#panes.querySelector('.detail')?.remove();
      this.#panes.append(detail);
      this.#panes.classList.add('open');
      this.#list.select(row);
      detail.querySelector('h2')?.focus({ preventScroll: true });
      if (getComputedStyle(detail).position !== 'sticky' && matchMedia('(max-width: 60rem)').matches)
        scrollTo({ top: 0, behavior: 'instant' });
    });
  }

  tab(name: string): void {
    for (const [key, { tab, panel }] of this.#tabs) {
      tab.setAttribute('aria-selected', String(key === name));
      tab.tabIndex = key === name ? 0 : -1;
      panel.hidden = key !== name;
    }
  }

  focusFilter(): void {
    this.tab('peers');
    this.#input.focus();
  }

  close(): void {
    this.#list.close();
  }

  #step(row: number, by: number): void {
    const { matching } = this.#list;
    const next = matching[matching.indexOf(row) + by];
    if (next !== undefined) go(this.#view.id, next, true);
  }

  #openAddress(address: string): void {
    const { rows } = this.#list;
    for (let row = 0; row < rows.length; row++)
      if (rows.shown(row, 'address')[0] === address) return go(this.#view.id, row);
  }

  /** The report's summary; its links lead to what stands for them here. */
  #summary(): HTMLElement {
    const summary = el('div', { class: 'summary' }, reportNodes(this.#view.summary));
    this.element.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
      if (link === null) return;
      event.preventDefault();
      const [, verdict] = /^#v-(\w+)$/.exec(link.getAttribute('href') ?? '') ?? [];
      const [, place] = /^#peer-(\d+)$/.exec(link.getAttribute('href') ?? '') ?? [];
      if (link.getAttribute('href') === '#read') return this.tab('read');
      if (place !== undefined) return go(this.#view.id, Number(place) - 1);
      this.#setFilter(verdict === undefined ? '' : `verdict:${verdict}`);
      this.tab('peers');
    });
    return summary;
  }

  #bar(): HTMLElement {
    const tabs = TABS.map(([name, title]) => {
      const tab = button(title, () => this.tab(name), {
        id: `tab-${name}`,
        set: { role: 'tab', 'aria-controls': `panel-${name}` },
      });
      this.#tabs.set(name, {
        tab,
        panel: el('div', { id: `panel-${name}`, set: { role: 'tabpanel', 'aria-labelledby': `tab-${name}` } }),
      });
      return tab;
    });
    const view = this.#view;
    return el(
      'div',
      { class: 'toolbar' },
      el(
        'div',
        {
          class: 'tabs',
          set: { role: 'tablist', 'aria-label': 'Parts' },
          on: { keydown: (event) => this.#tabKey(event as KeyboardEvent) },
        },
        tabs,
      ),
      el(
        'div',
        { class: 'actions' },
        button('Ask online…', () => askOnline(view.id)),
        this.#saveButton(),
        button('Download…', () => download(view, this.#desk), { class: 'primary' }),
        button('Remove', () => this.#remove(), { set: { title: 'Take it off the page; what was saved stays' } }),
      ),
    );
  }

  #saveButton(): HTMLElement {
    const words = (): string => (this.#view.saved === null ? 'Save…' : 'Save again…');
    const element = button(words(), () =>
      save(this.#view, this.#desk, (saved) => {
        this.#view = { ...this.#view, saved };
        element.textContent = words();
      }),
    );
    return element;
  }

  /** What was not saved is gone with it, so that wants a second word. */
  #remove(): void {
    const { id, saved } = this.#view;
    const removed = (): void =>
      attempt(async () => {
        await remove(`investigations/${id}`);
        location.hash = '#/';
      });
    if (saved !== null) return removed();
    openDialog('Remove without saving?', (body, close) => {
      const yes = button('Remove', () => [close(), removed()], { class: 'primary' });
      body.append(
        el('p', { text: 'It was not saved: your notes on its peers go with it.' }),
        el('p', { class: 'actions' }, yes, button('Keep it', close)),
      );
    });
  }

  #tabKey(event: KeyboardEvent): void {
    const names = TABS.map(([name]) => name);
    const at = names.findIndex((name) => this.#tabs.get(name)?.tab === event.target);
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (at === -1 || by === 0) return;
    const next = names[(at + by + names.length) % names.length];
    this.tab(next);
    this.#tabs.get(next)?.tab.focus();
  }

  #panels(status: HTMLElement): HTMLElement[] {
    const view = this.#view;
    const panel = (name: string): HTMLElement => this.#tabs.get(name)?.panel ?? el('div');
    panel('peers').append(this.#tools(status), this.#panes);
    panel('overview').append(
      view.overview === '' ? el('p', { text: 'There is no peer to draw.' }) : reportNodes(view.overview),
    );
    const said =
      view.said.length === 0
        ? ''
        : el(
            'ul',
            { class: 'caveats' },
            view.said.map((text) => el('li', { text })),
          );
    panel('read').append(
      el('p', {}, 'The same on the command line: ', el('code', { class: 'copy', text: view.command })),
      said,
      reportNodes(view.reading),
    );
    addCopyButtons(panel('read'));
    panel('compare').append(
      el('h2', { text: 'What changed' }),
      comparePanel(view, this.#desk, (address) => this.#openAddress(address)),
    );
    return TABS.map(([name]) => panel(name));
  }

  #tools(status: HTMLElement): HTMLElement {
    const verdicts = el('div', { id: 'verdicts', set: { role: 'group', 'aria-label': 'Verdicts' } });
    for (const verdict of VERDICTS) {
      verdicts.append(
        button(verdict, () => this.#toggle(verdict), { class: verdict, set: { 'aria-pressed': 'false' } }),
      );
    }
    return el(
      'div',
      { id: 'tools' },
      el('label', { text: 'Filter', set: { for: 'filter' } }),
      this.#input,
      verdicts,
      el(
        'details',
        { id: 'filter-help' },
        el('summary', { text: 'How to filter' }),
        el('p', {
          text: 'The grammar of --only, and words that match anywhere. Fields: verdict, address, port, process, path, pid, org, country, as, kind, name, host, probability, score, connections, rule, family, attack, state, direction, protocol, service, provider, user, coverage. Operators : >= <= > < !=, commas for or, - excludes, * for any text, 203.0.113.0/24. Keys: / filter, arrows and Enter in the list, Esc closes.',
        }),
      ),
      status,
    );
  }

  #filterInput(): HTMLInputElement {
    return el('input', {
      id: 'filter',
      set: {
        type: 'search',
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'verdict:>=suspicious -org:microsoft port:443 8.8',
      },
      on: {
        input: () => this.#filter(),
        keydown: (event) => {
          if ((event as KeyboardEvent).key !== 'ArrowDown') return;
          event.preventDefault();
          this.#list.element.focus();
        },
      },
    });
  }

  #filter(): void {
    this.#list.filter(this.#input.value);
    const asked = /(?:^|\s)verdict:(\S+)/.exec(this.#input.value)?.[1].split(',') ?? [];
    for (const one of this.element.querySelectorAll('#verdicts button'))
      one.setAttribute('aria-pressed', String(asked.includes(one.className)));
  }

  #setFilter(text: string): void {
    this.#input.value = text;
    this.#filter();
  }

  #toggle(verdict: string): void {
    const chosen = [...this.element.querySelectorAll('#verdicts button')]
      .filter((one) => (one.getAttribute('aria-pressed') === 'true') !== (one.className === verdict))
      .map(({ className }) => className);
    const others = this.#input.value.replace(/(?:^|\s)verdict:\S*/g, '').trim();
    this.#setFilter(
      [others, chosen.length === 0 ? '' : `verdict:${chosen.join(',')}`].filter((part) => part !== '').join(' '),
    );
  }
}

/** The view of an investigation, fetched whole. */
export async function openView(id: string): Promise<InvestigationView> {
  const [view, data, desk] = await Promise.all([
    get<View>(`investigations/${id}`),
    get<RowData>(`investigations/${id}/rows`),
    get<DeskState>('desk'),
  ]);
  document.getElementById('icons')?.replaceChildren(reportNodes(view.icons));
  document.title = `farend: ${view.title}`;
  return new InvestigationView(view, data, desk);
}

/** Where one is stands in the address, so that Back goes back. */
function go(id: string, row: number | null, isReplaced = false): void {
  const hash = row === null ? `#/i/${id}` : `#/i/${id}/${row}`;
  if (isReplaced) location.replace(hash);
  else location.hash = hash;
}
