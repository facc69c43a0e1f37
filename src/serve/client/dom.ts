/** What an element is given. Text only ever becomes text. */
export interface Given {
  readonly class?: string;
  readonly id?: string;
  readonly text?: string;
  /** Attributes by name; null leaves one out. */
  readonly set?: Readonly<Record<string, string | null>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

type Child = Node | string | null | readonly Child[];

/** An element with its children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Given = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (given.class !== undefined) element.className = given.class;
  if (given.id !== undefined) element.id = given.id;
  if (given.text !== undefined) element.textContent = given.text;
  for (const [name, value] of Object.entries(given.set ?? {})) if (value !== null) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(given.on ?? {})) element.addEventListener(name, listener);
  append(element, children);
  return element;
}

/** A button that does something; its text is its name. */
export function button(text: string, run: () => void, given: Given = {}): HTMLButtonElement {
  return el('button', { text, ...given, set: { type: 'button', ...given.set }, on: { click: run, ...given.on } });
}

/** A switch with its label. */
export function checkbox(
  label: string,
  isOn = false,
): { readonly label: HTMLElement; readonly input: HTMLInputElement } {
  const input = el('input', { set: { type: 'checkbox' } });
  input.checked = isOn;
  return { label: el('label', { class: 'check' }, input, label), input };
}

/** A choice with its label; values stand for themselves unless `names` has another word. */
export function choice(
  label: string,
  values: readonly string[],
  names: Readonly<Record<string, string>> = {},
): { readonly label: HTMLElement; readonly select: HTMLSelectElement } {
  const select = el(
    'select',
    {},
    values.map((value) => el('option', { text: names[value] ?? value, set: { value } })),
  );
  return { label: el('label', { class: 'field' }, el('span', { text: label }), select), select };
}

const SVG = 'http://www.w3.org/2000/svg';

/** The shape and the word of a verdict, as in the report. */
export function chip(verdict: string): HTMLElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${verdict}`);
  icon.append(use);
  return el('span', { class: `chip ${verdict}` }, icon, verdict);
}

function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue;
    if (typeof child === 'string' || child instanceof Node) element.append(child);
    else append(element, child);
  }
}
