import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeInvestigation, fakePeer, fakeProcess } from './_fake-investigation.js';
import { goldenInvestigation } from './_golden-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { PLAIN_OPTIONS, renderedText } from './_rendered.js';
import { type Hunt, type Hunted, hunts as languages } from './hunts/index.js';
import { huntedOf } from './hunts/_hunted.js';
import { kql } from './hunts/kql.js';
import { osquery } from './hunts/osquery.js';
import { powershell } from './hunts/powershell.js';
import { suricata } from './hunts/suricata.js';
import { vql } from './hunts/vql.js';
import { zeek } from './hunts/zeek.js';
import { hunts } from './hunts.js';

const NOBODY: Hunted = { addresses: [], names: [], programs: [], blocked: { v4: [], v6: [] } };
const BOTH: Hunted = {
  addresses: ['203.0.113.7', '2001:db8::7'],
  names: ['evil.example'],
  programs: ["o'neill.exe"],
  blocked: { v4: ['203.0.113.7'], v6: ['2001:db8::7'] },
};

/** What a program may be called: quotes of every sort, backslashes, marks of each language. */
const program = fc
  .array(fc.constantFrom(...Array.from(`'"\`\\$;|()[]{}%*^.,=<>&#@! abcé\u2018\u2019\u201b`)), {
    minLength: 1,
    maxLength: 20,
  })
  .map((characters) => characters.join(''));

function asked(hunt: Hunt, name: string): string {
  const lines = hunt.lines({ ...NOBODY, programs: [name] });
  return lines.join('\n');
}

/** How the string of each language is read back from its query. */
const READERS: readonly (readonly [Hunt, (query: string) => unknown])[] = [
  [
    powershell,
    (query) => {
      const quoted =
        /-in ['\u2018-\u201b]((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b] \| Select-Object Name/;
      return quoted.exec(query)?.[1].replace(/(['\u2018-\u201b])\1/g, '$1');
    },
  ],
  [osquery, (query) => /IN \('((?:[^']|'')*)'\);$/.exec(query)?.[1].replaceAll("''", "'")],
  [kql, (query) => JSON.parse(/in~ \(dynamic\((.*)\)\) \| project/.exec(query)?.[1] ?? '')[0]],
];

describe('no program name leaves the string that it stands in', () => {
  test.each(READERS.map(([hunt, read]) => [hunt.name, hunt, read] as const))('%s', (_, hunt, read) => {
    fc.assert(
      fc.property(program, (name) => {
        expect(read(asked(hunt, name))).toBe(name);
      }),
    );
  });

  test('VQL, whose expression finds the program and no other', () => {
    fc.assert(
      fc.property(program, (name) => {
        const [, source] = /=~ '''\(\?i\)(\^\(\?:[^']*\)\$)'''$/.exec(asked(vql, name)) ?? [];
        const expression = new RegExp(source.replaceAll('\\x{', '\\u{'), 'u');
        expect([expression.test(name), expression.test(`${name}x`), expression.test('abc.exe')]).toEqual([
          true,
          false,
          false,
        ]);
      }),
    );
  });
});

test.each(languages.map((hunt) => [hunt.name, hunt] as const))(
  '%s asks for IPv4 and IPv6, and for nothing when there is nothing',
  (_, hunt) => {
    const text = hunt.lines(BOTH).join('\n');
    expect(text.replaceAll('\\', '')).toContain('203.0.113.7');
    expect(text).toContain('2001:db8::7');
    const nothing = hunt.lines(NOBODY).filter((line) => !line.startsWith('#'));
    expect(nothing).toEqual([]);
  },
);

test('an IPv4 peer is found on a dual-stack socket too', () => {
  for (const hunt of [osquery, kql]) expect(hunt.lines(BOTH).join('\n')).toContain('::ffff:203.0.113.7');
  expect(vql.lines(BOTH)[0]).toContain("'''^(?:::ffff:)?(?:203\\.0\\.113\\.7|2001:db8::7)$'''");
});

test('a Zeek intelligence file has the same number of cells in every line', () => {
  const lines = zeek.lines(BOTH).map((line) => line.split('\t'));
  expect(lines[0][0]).toBe('#fields');
  expect(lines[1].slice(0, 2)).toEqual(['203.0.113.7', 'Intel::ADDR']);
  expect(lines[3].slice(0, 2)).toEqual(['evil.example', 'Intel::DOMAIN']);
  // `#fields` itself is no column.
  expect(lines.map((cells) => cells.length)).toEqual([5, 4, 4, 4]);
});

test('every Suricata rule has an id of its own', () => {
  const ids = suricata.lines({ ...BOTH, names: ['a.example', 'b.example'] }).map((line) => /sid:(\d+)/.exec(line)?.[1]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(5);
});

test('names of another shape, known programs and invisible characters are not hunted for', () => {
  const peer = fakePeer('203.0.113.7', 'malicious', { programs: [null, null, null] });
  const processes = ['odd.exe', 'odd\u202eexe.txt', 'a\nb.exe'].map((name) => fakeProcess({ name }));
  const names = ['good.example', 'evil.example"; sid:1', '203.0.113.7', 'plain', '-x.example', '$(id).example'];
  const hunted = huntedOf([{ ...peer, peer: { ...peer.peer, names, processes } }]);
  expect(hunted.names).toEqual(['good.example']);
  expect(hunted.programs).toEqual(['odd.exe']);
});

test('the report has a section for each language, and blocks nothing that is private or shared', () => {
  const text = renderedText(hunts, goldenInvestigation(), PLAIN_OPTIONS);
  for (const { title } of languages) expect(text).toContain(`\n## ${title}\n`);
  const blocks = text.slice(text.indexOf('## nftables'));
  expect(blocks).toContain('185.220.101.34');
  expect(blocks).not.toContain('104.16.1.1');
  expect(blocks).not.toContain('10.1.2.3');
  expect(text).toContain('read the report before you act');
});

test('no evidence ends a fence of the report', () => {
  const peer = fakePeer('203.0.113.7', 'malicious');
  const hostile = { ...peer.peer, processes: [fakeProcess({ name: '```\u0060\u0060x.exe' })] };
  for (const peers of [[{ ...peer, peer: hostile }], hostilePeers()]) {
    const lines = renderedText(hunts, fakeInvestigation(peers), PLAIN_OPTIONS).split('\n');
    const fences = lines.filter((line) => /^`{3,}/.test(line));
    expect(fences.length % 2).toBe(0);
    for (let index = 0; index < fences.length; index += 2) {
      expect(fences[index + 1]).toBe(/^`+/.exec(fences[index])?.[0]);
    }
  }
});

test('where nobody is bad there is nothing to hunt for', () => {
  const text = renderedText(hunts, fakeInvestigation([fakePeer('8.8.8.8', 'expected')]), PLAIN_OPTIONS);
  expect(text).toContain('There is nothing to hunt for.');
  expect(text).not.toContain('8.8.8.8');
});
