import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../model/errors.js';
import { FAKE_PEERS } from '../report/_fake-investigation.js';
import { filterFieldNames, parseFilter } from './peer-filter.js';

/** How many of the four fake peers (malicious, suspicious, unexplained, expected) a filter keeps. */
function kept(text: string): number {
  return FAKE_PEERS.filter(parseFilter(text)).length;
}

function failure(text: string): UserError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

test.each([
  ['verdict:malicious', 1],
  ['verdict:>=suspicious', 2],
  ['verdict>=suspicious', 2],
  ['verdict<unexplained', 1],
  ['verdict!=expected', 3],
  ['-verdict:expected', 3],
  ['!verdict:expected', 3],
  ['-verdict!=expected', 1],
  ['verdict:malicious,expected', 2],
  ['verdict:>=suspicious address:45.9.20.7', 1],
  ['address:185.220.101.0/24', 1],
  ['address:185[.]220[.]101[.]34', 1],
  ['address:45.9.20.0-45.9.20.9', 1],
  ['address:185.220.*', 1],
  ['address:2001:db8::/32', 0],
  ['country:de', 4],
  ['country:Germany', 4],
  ['country:FR,IT', 0],
  ['as:64500', 4],
  ['as:AS64500', 4],
  ['organisation:example', 4],
  ['org:"Example Hosting"', 4],
  ["org:'example hosting'", 4],
  ['organisation:*ample*ting', 4],
  ['organisation:ample*', 0],
  ['kind:hosting', 4],
  ['port:4070', 4],
  ['port:4070/udp', 0],
  ['port:1-1024', 0],
  ['port:4000..5000', 4],
  ['port>4070', 0],
  ['port>=4070', 4],
  ['protocol:TCP', 4],
  ['process:svch0st', 4],
  ['process:SVCH0ST.EXE', 4],
  ['process:*\\Temp\\*', 4],
  ['pid:9120', 4],
  ['state:established', 4],
  ['direction:inbound', 0],
  ['connections>=3', 4],
  ['score>0', 1],
  ['score:-50--10', 2],
  ['probability:>=90%', 1],
  ['probability>=0.9', 1],
  ['coverage:50%-60%', 4],
  ['rule:look-alike', 1],
  ['attack:T1036.*', 1],
  ['host:*', 0],
])('the filter %s keeps %i of four peers', (text, count) => {
  expect(kept(text)).toBe(count);
});

test.each([
  ['', 'position 1'],
  ['colour:red', 'no field named "colour" at position 1'],
  ['port:443 verdikt:malicious', 'no field named "verdikt" at position 10'],
  ['verdict', 'position 8'],
  ['verdict:', 'expected a value at position 9'],
  ['verdict:bad', 'expected one of expected, unexplained, suspicious, malicious at position 9'],
  ['port:http', 'expected a number or a range for port at position 6'],
  ['port:443,', 'position 10'],
  ['address:300.1.1.1', 'position 9'],
  ['country:>=DE', 'country has no order'],
  ['org:"open', 'position 5'],
  ['org:a"b', 'position 6'],
])('the filter %j is refused with its place', (text, message) => {
  expect(failure(text).message).toContain(message);
  expect(failure(text).hint).not.toBeNull();
});

test('every field can be asked for and none throws on an ordinary peer', () => {
  for (const name of filterFieldNames()) {
    const value = name === 'verdict' ? 'expected' : name === 'address' ? '*' : '1';
    expect(typeof kept(`${name}:${value}`)).toBe('number');
  }
});

const clause = fc
  .tuple(fc.constantFrom('country', 'port', 'score', 'organisation', 'state'), fc.integer({ min: 0, max: 9999 }))
  .map(([field, value]) => `${field}:${value}`);

test('excluding keeps exactly what including drops, and more clauses never keep more', () => {
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 4 }), (clauses) => {
      const [first] = clauses;
      expect(kept(first) + kept(`-${first}`)).toBe(FAKE_PEERS.length);
      expect(kept(clauses.join(' '))).toBeLessThanOrEqual(kept(first));
    }),
  );
});

test('any text is read as a filter or refused as the user’s error, never otherwise', () => {
  const words = fc.constantFrom(
    'port',
    ':',
    '>=',
    '-',
    '!',
    '=',
    '..',
    '443',
    '"',
    "'",
    ',',
    ' ',
    '*',
    'as',
    '/',
    '%',
    '\u{1f600}',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join('')),
      ),
      (text) => {
        expect(outcome(text)).toMatch(/^(?:read|refused)$/);
      },
    ),
    { numRuns: 1000 },
  );
});

function outcome(text: string): string {
  try {
    FAKE_PEERS.filter(parseFilter(text));
    return 'read';
  } catch (error) {
    return error instanceof UserError ? 'refused' : String(error);
  }
}
