import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import { changedJson, cutBytes, otherEncodings } from '../_mutations.js';
import type { Answer, HttpSource } from '../source.js';
import { addressOf, entries, FOLDER, sourceOf } from './_recorded.js';
import { reputationSources } from './index.js';

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

interface Sample {
  readonly file: string;
  readonly source: HttpSource;
  readonly address: string;
  readonly body: string;
}

const recorded: readonly Sample[] = entries.flatMap((entry) => {
  const source = sourceOf(entry);
  if (source === undefined || (entry.status ?? 200) !== 200) return [];
  const body = readFileSync(`${FOLDER}/${entry.file}`, 'utf8');
  return [{ file: entry.file, source, address: addressOf(entry), body }];
});

/** Answers written by hand after each service's documentation. */
const written: readonly Sample[] = reputationSources.flatMap((source) => {
  const place = `fixtures/enrich/online/${source.name}`;
  return ['known', 'malicious', 'documented'].flatMap((name) => {
    const file = `${place}/${name}.json`;
    if (!existsSync(file)) return [];
    const expected = JSON.parse(readFileSync(`${place}/${name}.expected.json`, 'utf8')) as { address: string };
    return [{ file, source, address: expected.address, body: readFileSync(file, 'utf8') }];
  });
});

function read(source: HttpSource, body: string, text: string): Answer {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  const answers = source.read({ status: 200, headers: {}, body }, [{ address, text }]);
  expect(answers.map((answer) => answer.address)).toEqual([text]);
  return answers[0];
}

describe('answers with one member changed', () => {
  test.each([...recorded, ...written])(
    '$file is read, or refused, and what is bad in it never comes out as clean',
    ({ source, address, body }) => {
      const before = read(source, body, address);
      const isBad = (worst(before) ?? 0) >= 0.3;
      const clean: string[] = [];
      for (const { what, value } of changedJson(JSON.parse(body))) {
        const answer = read(source, JSON.stringify(value), address);
        if (isBad && readsAsClean(answer)) clean.push(`${what}: ${JSON.stringify(answer).slice(0, 160)}`);
      }
      expect(clean).toEqual([]);
    },
  );

  test.each([...recorded, ...written])('$file cut anywhere, or in another encoding, is no answer', (sample) => {
    const { source, address, body } = sample;
    const decoder = new TextDecoder();
    for (const bytes of cutBytes(Buffer.from(body.trim()), 60)) {
      expect(read(source, decoder.decode(bytes), address).answer).toBe('could-not-ask');
    }
    const known = read(source, body, address).answer;
    for (const bytes of Object.values(otherEncodings(body))) {
      expect([known, 'could-not-ask']).toContain(read(source, decoder.decode(bytes), address).answer);
    }
  });
});
