import type { NetworkKind } from '../../model/knowledge.js';
import { KIND_WORDS, SMALL_PROVIDER } from './networks-words.js';

type Test = (words: readonly string[]) => boolean;

interface WordRule {
  readonly kind: NetworkKind;
  readonly says: Test;
  readonly forbids: Test;
}

let rules: readonly WordRule[] | null = null;
let smallProvider: readonly [Test, Test] | null = null;

/** What the words of an AS name say of the network; `unknown` when they say nothing. Used while building the pack. */
export function kindFromName(name: string): NetworkKind {
  const words = foldWords(name);
  rules ??= KIND_WORDS.map(([kind, patterns]) => wordRule(kind, patterns));
  for (const rule of rules) if (rule.says(words) && !rule.forbids(words)) return rule.kind;
  smallProvider ??= [anyOf(split(SMALL_PROVIDER.words)), anyOf(split(SMALL_PROVIDER.forms))];
  return smallProvider[0](words) && smallProvider[1](words) ? 'access' : 'unknown';
}

/** Lower case, without accents, split at everything that is not a letter or a digit. */
function foldWords(name: string): string[] {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function split(patterns: string): string[] {
  return patterns.trim().split(/\s+/);
}

function wordRule(kind: NetworkKind, patterns: string): WordRule {
  const all = split(patterns);
  const forbidden = all.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  return { kind, says: anyOf(all.filter((pattern) => !pattern.startsWith('!'))), forbids: anyOf(forbidden) };
}

function anyOf(patterns: readonly string[]): Test {
  const exact = new Set(patterns.filter((p) => !p.includes('*') && !p.includes('+')));
  const starts = patterns.filter((p) => p.endsWith('*') && !p.startsWith('*')).map((p) => p.slice(0, -1));
  const ends = patterns.filter((p) => p.startsWith('*') && !p.endsWith('*')).map((p) => p.slice(1));
  const inside = patterns.filter((p) => p.startsWith('*') && p.endsWith('*')).map((p) => p.slice(1, -1));
  const pairs = new Set(patterns.filter((p) => p.includes('+')).map((p) => p.replace('+', ' ')));
  const matches = (word: string) =>
    exact.has(word) ||
    starts.some((start) => word.startsWith(start)) ||
    ends.some((end) => word.endsWith(end)) ||
    inside.some((part) => word.includes(part));
  return (words) => words.some((word, i) => matches(word) || pairs.has(`${word} ${words[i + 1] ?? ''}`));
}
