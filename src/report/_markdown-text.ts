import { terminalText } from './terminal-text.js';

/** A ticket is read by people: longer evidence is cut. */
const LONGEST = 300;

/** Words that a renderer might turn into a link, a mention or a reference, whatever stands before or behind them. */
const LIVELY = /:\/\/|www\.|[@#`]|(?:mailto|javascript|vbscript|data|xmpp|tel):/i;

/**
 * Evidence as a code span, where nothing is markup, a link, a mention or HTML. Backticks would end it, so they are
 * written as visible escapes like any other character that must not act.
 */
export function markdownCode(text: string, longest = LONGEST): string {
  const safe = terminalText(text, longest).replaceAll('`', '\\x60').trim();
  return safe === '' ? '' : `\`${safe}\``;
}

/** The same in a cell of a table, which a bar would end even inside code. */
export function markdownCellCode(text: string): string {
  return markdownCode(text).replaceAll('|', '\\x7c');
}

/** A sentence that may hold evidence: every mark of Markdown and HTML escaped, words that could become links in code. */
export function markdownText(text: string, longest = LONGEST): string {
  return terminalText(text, longest)
    .split(' ')
    .map((word) => (LIVELY.test(word) ? markdownCellCode(word) : escapedWord(word)))
    .join(' ');
}

/** A cell of a table: text or code has no line break and no bar already. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A link of our own making: a fixed title, an address of printable ASCII that can't leave its brackets. */
export function markdownLink(title: string, url: string): string {
  return /^https:\/\/[\x21-\x7e]+$/.test(url)
    ? `[${markdownText(title)}](<${url.replace(/[<>\\]/g, encodeURIComponent)}>)`
    : '';
}

function escapedWord(word: string): string {
  return word
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replace(/[\\`*_[\]~$!{}]/g, '\\$&');
}
