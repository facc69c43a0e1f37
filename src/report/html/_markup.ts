import { terminalText } from '../terminal-text.js';

/** HTML that may be written as it is. Only `html` makes it, so every text in it has been escaped. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What a template takes: text and numbers are escaped, markup is written as it is, null is nothing. */
export type Part = string | number | Markup | null | readonly Part[];

/**
 * A piece of HTML. Text between the braces is safe in an element and in a quoted attribute, and nowhere else:
 * templates always quote their attributes.
 */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let source = pieces[0];
  for (let index = 0; index < parts.length; index++) source += written(parts[index]) + pieces[index + 1];
  return new Markup(source);
}

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'string') return escapedText(part);
  if (typeof part === 'number') return String(part);
  let source = '';
  for (const inner of part) source += written(inner);
  return source;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute: controls and bidi characters visible, length bounded, markup escaped. */
export function escapedText(text: string): string {
  return terminalText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** A page of somebody else: opened only by a click, without telling where from. Text where it is no plain https link. */
export function outwardLink(url: string, title: string): Markup {
  if (!/^https:\/\/[\x21-\x7e]+$/.test(url) || url.length > 2000) return html`${title}`;
  return html`<a href="${url}" target="_blank" rel="noreferrer noopener">${title}</a>`;
}
