import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import { conforms, type Sample } from '../conformance.js';
import type { Answer, HttpSource } from '../source.js';
import { reputationSources } from './index.js';

const FOLDER = 'fixtures/enrich/online';

/** `NAME.expected.json` beside the answer `NAME.json`: who was asked about, the status, and what is read out of it. */
interface Expected {
  readonly address: string;
  readonly status: number;
  readonly answer: Answer | null;
}

const sources = reputationSources;

function expectedOf(source: HttpSource, name: string): Expected {
  return JSON.parse(readFileSync(`${FOLDER}/${source.name}/${name}.expected.json`, 'utf8')) as Expected;
}

function sampleOf(source: HttpSource, name: string): Sample {
  const { address, status } = expectedOf(source, name);
  return { address, status, body: readFileSync(`${FOLDER}/${source.name}/${name}.json`, 'utf8') };
}

function read(source: HttpSource, { address, body, status = 200 }: Sample): Answer | undefined {
  const parsed = parseAddress(address);
  if (parsed === null) throw new Error(`${address} is no address`);
  return source.read({ status, headers: {}, body }, [{ address: parsed, text: address }])[0];
}

const cases = sources.flatMap((source) =>
  readdirSync(`${FOLDER}/${source.name}`)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'))
    .map((file) => [source, file.slice(0, -'.json'.length)] as const),
);

// UPDATE=1 rewrites what is expected; the difference is the review.
test.each(cases.map(([source, name]) => [source.name, name, source] as const))(
  '%s reads the answer "%s"',
  (_, name, source) => {
    const answer = read(source, sampleOf(source, name)) ?? null;
    if (process.env['UPDATE'] === '1') rewrite(source, name, answer);
    expect(answer).toEqual(expectedOf(source, name).answer);
  },
);

function rewrite(source: HttpSource, name: string, answer: Answer | null): void {
  const file = `${FOLDER}/${source.name}/${name}.expected.json`;
  writeFileSync(file, `${JSON.stringify({ ...expectedOf(source, name), answer }, null, 2)}\n`);
}

for (const source of sources) {
  const known = sampleOf(source, 'known');
  const hasNotKnown = existsSync(`${FOLDER}/${source.name}/not-known.json`);
  conforms(source, hasNotKnown ? { known, notKnown: sampleOf(source, 'not-known') } : { known });
}
