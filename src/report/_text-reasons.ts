import type { Judgement } from '../model/judgement.js';
import { decimalsFor, percent, signed } from './_numbers.js';
import { LABEL, type Page, type Span } from './_page.js';

/**
 * The reasons as a sum: prior, every finding with its weight in one column, a line, the score.
 * `says` turns a finding's sentence into what is printed.
 */
export function printReasons(page: Page, judgement: Judgement, indent: number, says: (text: string) => string): void {
  const { prior, findings, score, probability } = judgement;
  const decimals = decimalsFor([prior, score, ...findings.map(({ weight }) => weight)]);
  const numbers = [prior, score, ...findings.map(({ weight }) => weight)].map((value) => signed(value, decimals));
  const width = Math.max(...numbers.map(({ length }) => length));
  const row = (label: string, value: number, spans: readonly Span[]): void => {
    const number = signed(value, decimals).padStart(width);
    page.field(
      label,
      [{ text: number, isWhole: true, style: weightStyle(value, label) }, { text: ' ' }, ...spans],
      indent,
      width + 1,
    );
  };
  row('Why', prior, [{ text: 'before any evidence', style: 'faint' }]);
  for (const { weight, says: sentence, attack } of findings) row('', weight, sentenceSpans(says(sentence), attack));
  page.line([{ text: '─'.repeat(width), style: 'faint' }], indent + LABEL);
  row('', score, [{ text: `= ${percent(probability)} likely malicious`, style: 'strong' }]);
}

function sentenceSpans(sentence: string, attack: readonly string[]): Span[] {
  const spans: Span[] = [{ text: sentence }];
  if (attack.length > 0) spans.push({ text: ` ${attack.join(', ')}`, style: 'faint' });
  return spans;
}

function weightStyle(value: number, label: string): Span['style'] {
  if (label !== '') return 'faint';
  if (value === 0) return 'faint';
  return value > 0 ? 'against' : 'for';
}
