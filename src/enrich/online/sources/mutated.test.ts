import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import { isObject } from '../shape.js';
import type { Answer, HttpSource } from '../source.js';
import { entries, FOLDER, sourceOf, addressOf } from './_recorded.js';

type Path = readonly (string | number)[];

/** Members of a body; of a long list the first ones. */
function pathsOf(value: unknown, before: Path = [], found: Path[] = []): Path[] {
  if (found.length >= 300) return found;
  const members: Iterable<[string | number, unknown]> = Array.isArray(value)
    ? value.slice(0, 2).entries()
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, member] of members) {
    found.push([...before, name]);
    pathsOf(member, [...before, name], found);
  }
  return found;
}

const GONE = Symbol('gone');

function changedAt(value: unknown, [first, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  if (Array.isArray(value)) {
    return value
      .map((item: unknown, index) => (index === first ? changedAt(item, rest, change) : item))
      .filter((item) => item !== GONE);
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    name === first ? changedAt(member, rest, change) : member,
  ]);
  return Object.fromEntries(members.filter(([, member]) => member !== GONE)) as unknown;
}

/** What other answers of the same services look like, and what broken ones do. */
const CHANGES: Readonly<Record<string, (old: unknown) => unknown>> = {
  'left out': () => GONE,
  null: () => null,
  'of another type': (old) => (typeof old === 'string' ? { x: old } : 'n/a'),
  'a number as text': (old) => (typeof old === 'number' ? String(old) : old),
  'a text in capitals': (old) => (typeof old === 'string' ? old.toUpperCase() : old),
  'an empty text': (old) => (typeof old === 'string' ? '' : old),
};

/** Highest score against the address; null: no opinion. */
function worst(answer: Answer): number | null {
  if (answer.answer !== 'known') return null;
  const scores = (answer.reputation ?? []).flatMap(({ meaning, score }) =>
    meaning === 'known-good' || meaning === 'allow' || score === null ? [] : [score],
  );
  return scores.length === 0 ? null : Math.max(...scores);
}

function readsAsClean(answer: Answer): boolean {
  return answer.answer === 'not-known' || (worst(answer) ?? 1) <= 0.1;
}

const bad = entries.flatMap((entry) => {
  const source = sourceOf(entry);
  if (source === undefined || (entry.status ?? 200) !== 200) return [];
  const body = readFileSync(`${FOLDER}/${entry.file}`, 'utf8');
  return [{ file: entry.file, source, address: addressOf(entry), body }];
});

function read(source: HttpSource, body: string, text: string): Answer {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  const answers = source.read({ status: 200, headers: {}, body }, [{ address, text }]);
  expect(answers.map((answer) => answer.address)).toEqual([text]);
  return answers[0];
}

describe.runIf(existsSync(`${FOLDER}/MANIFEST.json`))('recorded answers with one member changed', () => {
  test.each(bad)('$file is read, or refused, and what is bad in it never comes out as clean', (sample) => {
    const { source, address, body } = sample;
    const before = read(source, body, address);
    const isBad = (worst(before) ?? 0) >= 0.3;
    const whole: unknown = JSON.parse(body);
    const clean: string[] = [];
    for (const path of pathsOf(whole)) {
      for (const [what, change] of Object.entries(CHANGES)) {
        const answer = read(source, JSON.stringify(changedAt(whole, path, change)), address);
        if (isBad && readsAsClean(answer))
          clean.push(`${path.join('.')} ${what}: ${JSON.stringify(answer).slice(0, 160)}`);
      }
    }
    expect(clean).toEqual([]);
  });
});
