import { assert, json, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { notesText, parseNotes, withNote } from './notes.js';

const NOW = new Date(Date.UTC(2026, 5, 17, 14, 3, 9));

test('a note is kept by its address, whichever way that was written', () => {
  const notes = withNote(
    new Map(),
    '2001:DB8:0:0::1',
    { status: 'confirmed', tags: ['C2', 'c2 ', ''], text: ' x ' },
    NOW,
  );
  expect([...notes]).toEqual([
    ['2001:db8::1', { status: 'confirmed', tags: ['c2'], text: 'x', changed: '2026-06-17T14:03:09.000Z' }],
  ]);
  expect(parseNotes(notesText(notes))).toEqual(notes);
});

test('what is not named stays, and a note that says nothing goes', () => {
  const first = withNote(new Map(), '9.9.9.9', { text: 'resolver' }, NOW);
  const second = withNote(first, '9.9.9.9', { status: 'harmless' }, NOW);
  expect(second.get('9.9.9.9')).toMatchObject({ status: 'harmless', text: 'resolver' });
  expect(withNote(second, '9.9.9.9', { status: 'open', text: '' }, NOW).size).toBe(0);
});

test.each([
  ['x', {}],
  ['010.0.0.1', { text: 'x' }],
  ['9.9.9.9', { status: 'done' }],
  ['9.9.9.9', { tags: ['two words'] }],
  ['9.9.9.9', { tags: ['x'.repeat(41)] }],
  ['9.9.9.9', { text: 'x'.repeat(10_001) }],
])('%s with %j is refused', (address, change) => {
  expect(() => withNote(new Map(), address, change, NOW)).toThrow(
    /^(?:no status|x is no address|010\.0\.0\.1 is no address|the tag|a note of more)/,
  );
});

test('a file of anything is read or refused with a sentence', () => {
  assert(
    property(oneof(string(), json()), (text) => {
      for (const given of [text, `{"notes":${text}}`, `{"notes":{"9.9.9.9":${text}}}`]) {
        expect(outcome(given)).toMatch(/^(?:read|UserError)$/);
      }
    }),
  );
});

function outcome(text: string): string {
  try {
    parseNotes(text);
    return 'read';
  } catch (error) {
    return (error as Error).name;
  }
}
