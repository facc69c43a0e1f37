import { COLUMNS, HIGHEST_FIRST } from '../../report/html/client/columns.js';
import { rowTest } from '../../report/html/client/filter.js';
import { type RowData, Rows } from '../../report/html/client/rows.js';
import { type Order, sorted } from '../../report/html/client/sort.js';
import { counted, grouped, noteLabels, percent } from '../../report/html/client/words.js';
import { button, chip, el } from './dom.js';
import type { Notes } from './types.js';

/** Rows above and below the window that are there already, so that scrolling shows no gaps. */
const AROUND = 10;
/** Addresses of more characters take two lines: those of one network differ at their end. */
const ONE_LINE = 22;
const PAGE = 10;

/** All peers in a grid of which only the rows in sight exist, so that thousands stay smooth. */
export class PeerList {
  readonly element: HTMLElement;
  readonly rows: Rows;
  readonly #body = el('div', { class: 'rows', set: { role: 'rowgroup' } });
  readonly #headers = new Map<string, HTMLElement>();
  readonly #open: (row: number) => void;
  readonly #tell: (text: string) => void;
  readonly #controller = new AbortController();
  #notes: Notes;
  #order: Order = { column: 'verdict', isDescending: true };
  #sequence: number[];
  #matching: number[] = [];
  #active = 0;
  #selected: number | null = null;
  #filter = '';

  constructor(data: RowData, notes: Notes, open: (row: number) => void, tell: (text: string) => void) {
    this.rows = new Rows(data);
    this.#notes = notes;
    this.#open = open;
    this.#tell = tell;
    this.#sequence = Array.from({ length: this.rows.length }, (_, row) => row);
    this.element = el(
      'div',
      {
        class: 'list',
        set: { role: 'grid', 'aria-label': 'Peers', tabindex: '0' },
        on: { keydown: (event) => this.#key(event as KeyboardEvent) },
      },
      el(
        'div',
        { class: 'head', set: { role: 'rowgroup' } },
        el('div', { class: 'row', set: { role: 'row', 'aria-rowindex': '1' } }, this.#heads()),
      ),
      this.#body,
    );
    const { signal } = this.#controller;
    // Whichever scrolls, the list itself or the page.
    document.addEventListener('scroll', () => this.#draw(), { capture: true, passive: true, signal });
    new ResizeObserver(() => this.#draw()).observe(this.element);
    this.filter('');
  }

  /** Row numbers in the order in which they are shown. */
  get matching(): readonly number[] {
    return this.#matching;
  }

  filter(text: string): void {
    this.#filter = text;
    const test = rowTest(text, this.rows);
    this.#matching = this.#sequence.filter(test);
    this.#active = 0;
    this.element.setAttribute('aria-rowcount', String(this.#matching.length + 1));
    const all = this.rows.length;
    const found = this.#matching.length;
    this.#tell(found === all ? counted(all, 'peer') : `${grouped(found)} of ${counted(all, 'peer')} match`);
    this.#draw(true);
  }

  /** Marks a peer as the one that is open, and brings it into sight. */
  select(row: number | null): void {
    this.#selected = row;
    const place = row === null ? -1 : this.#matching.indexOf(row);
    if (place !== -1) this.#active = place;
    this.#draw(true);
    if (place !== -1) this.#reveal();
  }

  mark(notes: Notes): void {
    this.#notes = notes;
    this.#draw(true);
  }

  close(): void {
    this.#controller.abort();
  }

  #heads(): HTMLElement[] {
    return COLUMNS.map(([column, title]) => {
      const head = el(
        'div',
        { class: `c-${column}`, set: { role: 'columnheader' } },
        button(title, () => this.#sort(column)),
      );
      this.#headers.set(column, head);
      return head;
    });
  }

  #sort(column: string): void {
    const isSame = this.#order.column === column;
    this.#order = { column, isDescending: isSame ? !this.#order.isDescending : HIGHEST_FIRST.has(column) };
    this.#sequence = sorted(this.rows, this.#order);
    for (const [name, head] of this.#headers) {
      if (name === column) head.setAttribute('aria-sort', this.#order.isDescending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    this.filter(this.#filter);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const last = this.#matching.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + PAGE,
      PageUp: this.#active - PAGE,
      Home: 0,
      End: last,
    };
    if (event.key === 'Enter' && last >= 0) this.#open(this.#matching[this.#active]);
    else if (moves[event.key] === undefined) return;
    else this.#active = Math.max(0, Math.min(last, moves[event.key]));
    event.preventDefault();
    this.#draw(true);
    this.#reveal();
  }

  /** First row, end, and their height: a row is higher where the list is narrow. */
  #drawn = [0, 0, 0];
  /** Rows that are in the page, by their places. */
  readonly #elements = new Map<number, HTMLElement>();

  /** Puts the rows in sight into the page; `isNew`: what they show has changed. */
  #draw(isNew = false): void {
    const height = this.#rowHeight();
    const box = this.#body.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const top = Math.max(0, own.top) - box.top;
    const bottom = Math.min(innerHeight, Math.max(own.bottom, box.bottom)) - box.top;
    const first = Math.max(0, Math.floor(top / height) - AROUND);
    const end = Math.min(this.#matching.length, Math.max(first + 1, Math.ceil(bottom / height) + AROUND));
    const drawn = [first, end, height];
    if (!isNew && drawn.every((value, index) => value === this.#drawn[index])) return;
    const isOther = isNew || height !== this.#drawn[2];
    this.#drawn = drawn;
    this.#body.style.height = `${this.#matching.length * height}px`;
    for (const [place, element] of this.#elements)
      if (isOther || place < first || place >= end) this.#drop(place, element);
    let next: HTMLElement | null = null;
    for (let place = end - 1; place >= first; place--) {
      const element = this.#elements.get(place) ?? this.#row(this.#matching[place], place, height);
      // What stays is not touched: a click whose row is taken out of the page meanwhile is lost.
      if (!this.#elements.has(place)) this.#body.insertBefore(element, next);
      this.#elements.set(place, element);
      next = element;
    }
    const isActiveShown = this.#active >= first && this.#active < end;
    if (isActiveShown) this.element.setAttribute('aria-activedescendant', `at-${this.#active}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #drop(place: number, element: HTMLElement): void {
    element.remove();
    this.#elements.delete(place);
  }

  #rowHeight(): number {
    return Number.parseFloat(getComputedStyle(this.#body).getPropertyValue('--row')) || 44;
  }

  #reveal(): void {
    const height = this.#rowHeight();
    const box = this.#body.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const y = box.top + this.#active * height;
    const head = (this.element.firstElementChild?.getBoundingClientRect().height ?? 0) + own.top;
    if (this.element.scrollHeight > this.element.clientHeight + 1) {
      if (y < head) this.element.scrollTop -= head - y;
      else if (y + height > own.bottom) this.element.scrollTop += y + height - own.bottom;
    } else if (y < 80 || y + height > innerHeight) scrollBy({ top: y - innerHeight / 2, behavior: 'instant' });
    this.#draw();
  }

  #row(row: number, place: number, height: number): HTMLElement {
    const { rows } = this;
    const first = (field: Parameters<Rows['shown']>[1]): string => rows.shown(row, field)[0] ?? '';
    const ports = rows.shown(row, 'port');
    const address = first('address');
    const note = Object.hasOwn(this.#notes, address) ? this.#notes[address] : undefined;
    const cell = (name: string, ...content: (Node | string)[]): HTMLElement =>
      el('div', { class: `c-${name}`, set: { role: 'gridcell' } }, ...content);
    const element = el(
      'div',
      {
        class: `row${place === this.#active ? ' active' : ''}`,
        id: `at-${place}`,
        set: { role: 'row', 'aria-rowindex': String(place + 2), 'aria-selected': String(row === this.#selected) },
        on: { click: () => this.#open(row) },
      },
      cell('verdict', chip(first('verdict'))),
      cell(
        'address',
        el('b', { text: address, class: address.length > ONE_LINE ? 'long' : '' }),
        el(
          'small',
          {},
          note === undefined ? null : el('span', { class: `mark ${note.status}`, text: noteLabels(note) }),
          first('name'),
        ),
      ),
      cell('probability', percent(rows.number(row, 'probability'))),
      cell(
        'organisation',
        first('organisation'),
        el('small', { text: first('kind') === 'unknown' ? '' : first('kind').replaceAll('-', ' ') }),
      ),
      cell('country', rows.shown(row, 'country').at(-1) ?? ''),
      cell('port', ports.length > 2 ? `${ports.slice(0, 2).join(', ')} +${ports.length - 2}` : ports.join(', ')),
      cell('process', first('process')),
      cell('connections', grouped(rows.number(row, 'connections'))),
    );
    element.style.transform = `translateY(${place * height}px)`;
    return element;
  }
}
