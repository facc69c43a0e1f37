import { blockText } from './_block-text.js';
import type { ListEntry } from './entry.js';

/** An entry in one line: `203.0.113.7:443/tcp | QakBot | 2026-03-12 | 1`; what it doesn't say is left out. For tests. */
export function entryText(entry: ListEntry): string {
  const { first, last, port, protocol, as, label, lastSeen, confidence } = entry;
  const block = first === null || last === null ? `AS${as}` : blockText(first, last);
  const bracketed = port !== null && block.includes(':') ? `[${block}]` : block;
  const end = `${bracketed}${port === null ? '' : `:${port}`}${protocol === null ? '' : `/${protocol}`}`;
  return [end, label, lastSeen, confidence === null ? null : String(confidence)].filter((x) => x !== null).join(' | ');
}
