import { VERDICTS } from '../../../model/judgement.js';
import { HIGHEST_FIRST } from './columns.js';
import { rowTest } from './filter.js';
import { type RowData, Rows } from './rows.js';
import { type Order, sorted } from './sort.js';

/** Rows in the page at a time; the rest waits outside, which keeps typing smooth with thousands. */
const PAGE = 50;
const WORST_FIRST: Order = { column: 'verdict', isDescending: true };

interface Table {
  readonly rows: Rows;
  readonly elements: readonly HTMLTableRowElement[];
  readonly body: HTMLTableSectionElement;
  readonly input: HTMLInputElement;
  readonly status: HTMLElement;
  readonly more: HTMLElement;
  readonly headers: readonly HTMLElement[];
  order: Order;
  sequence: number[];
  shown: number;
  matching: number[];
}

/** Gives the table its filter, sortable headers and pages. */
export function startTable(): void {
  const table = find();
  if (table === null) return;
  for (const header of table.headers) makeSortable(table, header);
  addVerdicts(table);
  table.input.addEventListener('input', () => refresh(table));
  addMoreButton(table);
  addEventListener('beforeprint', () => show(table, table.matching.length));
  addEventListener('afterprint', () => show(table, PAGE));
  addEventListener('hashchange', () => reveal(table));
  document.addEventListener('keydown', (event) => focusFilter(event, table.input));
  document.getElementById('tools')?.removeAttribute('hidden');
  document.getElementById('table')?.classList.add('paged');
  refresh(table);
  reveal(table);
}

function find(): Table | null {
  const data = document.getElementById('data')?.textContent;
  const element = document.getElementById('rows');
  const input = document.getElementById('filter');
  const [status, more] = ['status', 'more'].map((id) => document.getElementById(id));
  if (data === undefined || data === null || !(element instanceof HTMLTableElement)) return null;
  if (!(input instanceof HTMLInputElement) || status === null || more === null) return null;
  const rows = new Rows(JSON.parse(data) as RowData);
  const body = element.tBodies[0];
  return {
    rows,
    elements: [...body.rows],
    body,
    input,
    status,
    more,
    headers: [...element.querySelectorAll<HTMLElement>('th[data-sort]')],
    order: WORST_FIRST,
    sequence: Array.from({ length: rows.length }, (_, row) => row),
    shown: PAGE,
    matching: [],
  };
}

function makeSortable(table: Table, header: HTMLElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...header.childNodes);
  header.append(button);
  button.addEventListener('click', () => {
    const column = header.dataset.sort ?? '';
    const isSame = table.order.column === column;
    table.order = { column, isDescending: isSame ? !table.order.isDescending : HIGHEST_FIRST.has(column) };
    table.sequence = sorted(table.rows, table.order);
    refresh(table);
  });
}

/** One switch for each verdict: the same as typing `verdict:` with the chosen ones. */
function addVerdicts(table: Table): void {
  const group = document.getElementById('verdicts');
  for (const verdict of VERDICTS) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = verdict;
    button.textContent = verdict;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') === 'true' ? 'false' : 'true');
      const chosen = [...(group?.querySelectorAll('[aria-pressed="true"]') ?? [])].map(({ className }) => className);
      const others = table.input.value.replace(/(?:^|\s)verdict:\S*/g, '').trim();
      table.input.value = [others, chosen.length === 0 ? '' : `verdict:${chosen.join(',')}`].filter(Boolean).join(' ');
      refresh(table);
    });
    group?.append(button);
  }
}

function addMoreButton(table: Table): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = `Show ${PAGE} more`;
  button.addEventListener('click', () => show(table, table.shown + PAGE));
  table.more.append(button);
}

function refresh(table: Table): void {
  const test = rowTest(table.input.value, table.rows);
  table.matching = table.sequence.filter(test);
  for (const header of table.headers) {
    const isSorted = header.dataset.sort === table.order.column;
    if (isSorted) header.setAttribute('aria-sort', table.order.isDescending ? 'descending' : 'ascending');
    else header.removeAttribute('aria-sort');
  }
  const asked = /(?:^|\s)verdict:(\S+)/.exec(table.input.value)?.[1].split(',') ?? [];
  for (const button of document.querySelectorAll('#verdicts button')) {
    button.setAttribute('aria-pressed', String(asked.includes(button.className)));
  }
  show(table, PAGE);
}

function show(table: Table, count: number): void {
  const { matching, elements, rows } = table;
  table.shown = Math.min(count, matching.length);
  const shown = matching.slice(0, table.shown).map((row) => elements[row]);
  const { children } = table.body;
  // Most letters that are typed change nothing of what is seen, and laying it out is what takes time.
  const isSame = children.length === shown.length && shown.every((element, at) => element === children[at]);
  if (!isSame) table.body.replaceChildren(...shown);
  table.more.hidden = table.shown >= matching.length;
  const of =
    matching.length === rows.length ? `${rows.length} peers` : `${matching.length} of ${rows.length} peers match`;
  table.status.textContent = table.shown < matching.length ? `${of}; the first ${table.shown} are shown` : of;
}

/** A link to a row that waits outside the page brings it in. */
function reveal(table: Table): void {
  const [, number] = /^#row-(\d+)$/.exec(location.hash) ?? [];
  if (number === undefined) return;
  const row = Number(number) - 1;
  if (!table.matching.includes(row)) {
    table.input.value = '';
    refresh(table);
  }
  const place = table.matching.indexOf(row);
  if (place >= table.shown) show(table, place + PAGE);
  table.elements[row]?.scrollIntoView({ block: 'center' });
}

/** `/` goes to the filter, as in many lists. */
function focusFilter(event: KeyboardEvent, input: HTMLInputElement): void {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.focus();
}
