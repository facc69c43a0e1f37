import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { memorySource } from '../inputs/_memory-source.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import { json } from '../report/json.js';
import { PLAIN_OPTIONS, renderedText } from '../report/_rendered.js';
import { investigate } from './investigate.js';
import { type Knowledge, openKnowledge } from './knowledge.js';
import { rejudge, type RejudgeOptions } from './rejudge.js';

const NOW = new Date('2026-06-20');
const FIXTURES = new URL('../../fixtures/inputs/', import.meta.url).pathname;
const LISTINGS = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.expected.json') && !entry.parentPath.includes('companions'),
  )
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

let directory = '';
let knowledge: Knowledge;
beforeAll(async () => {
  directory = await builtKnowledge();
  knowledge = await openKnowledge({ directory, now: NOW });
}, 120_000);
afterAll(() => knowledge.close());

const OPTIONS: RejudgeOptions = {
  name: 'saved.json',
  sha256: 'a'.repeat(64),
  savedAt: null,
  command: 'farend x',
  version: '0.1.0',
  only: null,
};

function read(files: readonly string[], only: ((address: string) => boolean) | null = null): Promise<Investigation> {
  const sources = files.map((path) => memorySource(path.slice(FIXTURES.length), readFileSync(path)));
  const filter = only === null ? null : ({ peer }: { readonly peer: { readonly text: string } }) => only(peer.text);
  return investigate(sources, { keepPrivate: true, command: 'farend x', version: '0.1.0', only: filter }, knowledge);
}

function saved(investigation: Investigation): string {
  return renderedText(json, investigation, PLAIN_OPTIONS);
}

/** The document without what says that it was judged again. */
function plain(investigation: Investigation): unknown {
  const { rejudged: _rejudged, peers, ...rest } = JSON.parse(saved(investigation));
  return { ...rest, peers: peers.map(({ before: _before, ...peer }: { before: unknown }) => peer) };
}

describe('a saved investigation that is judged again with the same knowledge is the same', () => {
  test.each(LISTINGS.map((path) => [path.slice(FIXTURES.length), path]))('%s', async (_, path) => {
    const first = await read([path]);
    const again = rejudge(saved(first), OPTIONS, knowledge);
    expect(plain(again)).toEqual(plain(first));
    expect(again.rejudged?.changes).toEqual([]);
    expect(again.rejudged?.weights).toBe(first.weights);
  });

  test('also several listings in one, with a part of the peers left out', async () => {
    const first = await read(LISTINGS, (address) => !address.endsWith('4'));
    expect(first.peers.length).toBeGreaterThan(10);
    expect(plain(rejudge(saved(first), OPTIONS, knowledge))).toEqual(plain(first));
  });
});

describe('judging again', () => {
  const HEADER = '\n  Proto  Local Address          Foreign Address        State           PID\n';
  const listing = '  TCP    192.168.1.20:51544     5.9.0.1:8080     ESTABLISHED     9120\n'.repeat(2);
  const one = (): Promise<Investigation> =>
    investigate(
      [memorySource('a.txt', Buffer.from(`${HEADER}${listing}`))],
      { keepPrivate: false, command: 'farend a.txt', version: '0.1.0', only: null },
      knowledge,
    );

  test('takes another prior, says what changed, and how each peer was judged before', async () => {
    const first = await one();
    const now = rejudge(saved(first), { ...OPTIONS, prior: 0 }, knowledge);
    const before = first.peers.at(0).judgement;
    expect(now.peers.at(0).judgement.score).toBe(before.score + 20);
    expect(now.peers.at(0).before).toEqual({ verdict: before.verdict, score: before.score });
    expect(now.rejudged?.changes).toEqual([{ from: before.verdict, to: now.peers.at(0).judgement.verdict, peers: 1 }]);
    expect(now.counts.byVerdict[before.verdict]).toBe(0);
  });

  test('an exception lowers and never hides, and its reason and author are shown', async () => {
    const accepted = join(directory, 'ours.txt');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(accepted, '5.9.0.0/24  # build server, until 2027-01-31, by ann\n');
    const withAllow = await openKnowledge({ directory, now: NOW, allow: [accepted] });
    const now = rejudge(saved(await one()), OPTIONS, withAllow);
    withAllow.close();
    const { judgement, lists } = now.peers.at(0);
    expect(judgement.verdict).toBe('expected');
    expect(lists[0].strongest.label).toContain('build server');
    expect(lists[0].strongest.label).toContain('ann');
    // Saved again and judged without the list, it still counts: nobody took it back.
    expect(rejudge(saved(now), OPTIONS, knowledge).peers.at(0).judgement.verdict).toBe('expected');
  });

  test('a filter leaves peers out', async () => {
    expect(rejudge(saved(await one()), { ...OPTIONS, only: () => false }, knowledge).peers.length).toBe(0);
  });

  test('what an older version did not save yet is said', async () => {
    const { weights: _w, scene: _s, ...old } = JSON.parse(saved(await one()));
    const { pack, rejudged } = rejudge(JSON.stringify(old), OPTIONS, knowledge);
    expect(rejudged?.weights).toBeNull();
    expect(pack.notes.join()).toContain('does not say which weights it was judged by');
  });
});

describe('a document from elsewhere', () => {
  const wrong = async (change: (document: Record<string, never>) => void): Promise<string> => {
    const document = JSON.parse(saved(await read(LISTINGS.slice(0, 6))));
    change(document);
    try {
      rejudge(JSON.stringify(document), OPTIONS, knowledge);
    } catch (error) {
      return error instanceof UserError ? error.message : String(error);
    }
    return 'nothing';
  };

  test('that does not fit is refused with the path of what is wrong', async () => {
    const at = (path: string, value: unknown) => (document: Record<string, never>) => {
      const keys = path.split('.');
      let inner: Record<string, never> = document;
      for (const key of keys.slice(0, -1)) inner = inner[key];
      inner[keys[keys.length - 1]] = value as never;
    };
    expect(await wrong(at('schema', 2))).toBe('schema: expected 1, the version of the schema, found 2');
    expect(await wrong(at('peers.0.address', '1.2.3'))).toBe('peers[0].address: expected an IP address, found "1.2.3"');
    expect(await wrong(at('peers.0.ports', [{ port: 70_000 }]))).toBe(
      'peers[0].ports[0].port: expected a whole number from 0 to 65535, found 70000',
    );
    expect(await wrong(at('inputs', null))).toBe('inputs: expected a list, found null');
    expect(await wrong(at('peers.0.verdict', 'clean'))).toContain('expected one of malicious, suspicious');
  });

  test('that is no JSON is refused with the place where it breaks', () => {
    expect(() => rejudge('{"farend": "0.1.0",\n "schema": }', OPTIONS, knowledge)).toThrow(/line 2|"schema": \}/);
    expect(() => rejudge('{"farend": "0.1.0",\n "schema": 1', OPTIONS, knowledge)).toThrow('line 2, column');
    expect(() => rejudge('', OPTIONS, knowledge)).toThrow('no JSON');
    expect(() => rejudge('[1]', OPTIONS, knowledge)).toThrow('the document: expected an object, found [1]');
  });

  test('never does more than be refused, whatever it holds', async () => {
    const document = JSON.parse(saved(await read(LISTINGS.slice(0, 6))));
    const paths = pathsOf(document);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const text = JSON.stringify(replaced(document, path, value));
        let message = '';
        try {
          renderedText(json, rejudge(text, OPTIONS, knowledge), PLAIN_OPTIONS);
        } catch (error) {
          message = error instanceof UserError ? '' : String(error instanceof Error ? error.stack : error);
        }
        expect(message).toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value)
      .slice(0, 40)
      .flatMap(([key, inner]) => pathsOf(inner, [...path, key])),
  ];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === key ? replaced(inner, rest, by) : inner));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}
