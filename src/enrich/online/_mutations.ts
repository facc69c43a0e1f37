import { isObject } from './shape.js';

// What other answers of the same services look like, and what broken ones do: for tests.

type Path = readonly (string | number)[];

const GONE = Symbol('gone');

const CHANGES: Readonly<Record<string, (old: unknown) => unknown>> = {
  'left out': () => GONE,
  null: () => null,
  'of another type': (old) => (typeof old === 'string' ? { x: old } : 'n/a'),
  'a number as text': (old) => (typeof old === 'number' ? String(old) : old),
  'a text in capitals': (old) => (typeof old === 'string' ? old.toUpperCase() : old),
  'an empty text': (old) => (typeof old === 'string' ? '' : old),
  'in a list': (old) => [old],
};

/** A JSON value with one member changed, or named otherwise, each in each way; `what` says which. */
export function* changedJson(whole: unknown): Iterable<{ readonly what: string; readonly value: unknown }> {
  for (const path of pathsOf(whole)) {
    for (const [name, change] of Object.entries(CHANGES)) {
      // A shorter list is another answer, not a broken one.
      if (name === 'left out' && typeof path.at(-1) === 'number') continue;
      yield { what: `${path.join('.')} ${name}`, value: changedAt(whole, path, change) };
    }
    yield { what: `${path.join('.')} renamed`, value: renamedAt(whole, path) };
  }
}

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

function renamedAt(value: unknown, path: Path): unknown {
  const name = path.at(-1);
  if (typeof name !== 'string') return value;
  const rename = (old: unknown): unknown =>
    isObject(old)
      ? Object.fromEntries(Object.entries(old).map(([key, member]) => [key === name ? `x_${key}` : key, member]))
      : old;
  return changedAt(value, path.slice(0, -1), rename);
}

/** Bytes of a text cut at about so many places, from nothing up. */
export function* cutBytes(bytes: Uint8Array, places: number): Iterable<Uint8Array> {
  const step = Math.max(1, Math.floor(bytes.length / places));
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(0, at);
}

/** The same text in encodings that nobody announced. */
export function otherEncodings(text: string): Readonly<Record<string, Uint8Array>> {
  return {
    'UTF-16': Buffer.from(text, 'utf16le'),
    'UTF-16 with a mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'Latin-1': Buffer.from(text, 'latin1'),
    'UTF-8 with a mark': Buffer.from(`\ufeff${text}`),
    base64: Buffer.from(Buffer.from(text).toString('base64')),
    'with a NUL behind each line': Buffer.from(text.replaceAll('\n', '\u0000\n')),
  };
}

/** A text with one of its lines left out, doubled, named otherwise, emptied, filled with rubbish or swapped with the next. */
export function* changedLines(text: string): Iterable<{ readonly what: string; readonly text: string }> {
  const lines = text.split('\n');
  for (const [at, line] of lines.slice(0, 150).entries()) {
    const ways: Readonly<Record<string, readonly string[]>> = {
      'left out': [],
      doubled: [line, line],
      renamed: [`x-${line}`],
      emptied: [line.replace(/:.*/, ':')],
      rubbish: [line.replace(/:.*/, ': n/a')],
      'in capitals': [line.toUpperCase()],
      indented: [`    ${line}`],
    };
    for (const [name, put] of Object.entries(ways)) {
      yield {
        what: `line ${at + 1} ${name}`,
        text: [...lines.slice(0, at), ...put, ...lines.slice(at + 1)].join('\n'),
      };
    }
    const swapped = [...lines.slice(0, at), lines[at + 1] ?? '', line, ...lines.slice(at + 2)];
    yield { what: `line ${at + 1} swapped`, text: swapped.join('\n') };
  }
  yield { what: 'other line ends', text: lines.join('\r\n') };
  yield { what: 'no empty lines', text: lines.filter((line) => line.trim() !== '').join('\n') };
  yield { what: 'backwards', text: lines.toReversed().join('\n') };
}
