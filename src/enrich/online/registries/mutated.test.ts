import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareAddresses } from '../../../address/compare.js';
import { parseAddress } from '../../../address/parse.js';
import type { OnlineAnswer } from '../../../model/answer.js';
import { answersOf, asked, fakeWorld } from '../_fake-world.js';
import { changedJson, changedLines, cutBytes, otherEncodings } from '../_mutations.js';
import type { OnlineSource } from '../source.js';
import { cymru } from '../sources/cymru.js';
import { rdap } from '../sources/rdap.js';
import { whois } from '../sources/whois.js';
import { CYMRU, RDAP, WHOIS } from './_samples.js';

/** Answers of the real services, kept beside the repository; those of ours stand in for them where they are not. */
const recorded = resolve(import.meta.dirname, '../../../../../shared/recorded');

interface Sample {
  readonly file: string;
  readonly address: string;
  readonly text: string;
}

/** `arin-3.120.95.169-amazo-zfra.txt`, `ip-2606_4700_4700__1111-arin-2024.json`. */
function samplesIn(folder: string, written: Readonly<Record<string, string>>): Sample[] {
  const own = Object.entries(written).map(([address, text]) => ({ file: `written ${address}`, address, text }));
  if (!existsSync(join(recorded, folder))) return own;
  const found = readdirSync(join(recorded, folder)).flatMap((file) => {
    const name = /-((?:\d{1,3}\.){3}\d{1,3})-|-([\da-f]{1,4}_[\da-f_]+)-/.exec(file);
    const address = name?.[1] ?? name?.[2]?.replaceAll('_', ':');
    const text = readFileSync(join(recorded, folder, file), 'latin1');
    return address === undefined
      ? []
      : [{ file, address, text: text.slice(folder === 'rdap' ? text.indexOf('{') : 0) }];
  });
  return [...own, ...found];
}

const world = fakeWorld({ endpoints: [] }).effects;

/** Whatever is asked, over whatever connection, these bytes come back. */
async function answerTo(source: OnlineSource, address: string, bytes: Uint8Array): Promise<OnlineAnswer> {
  const effects = {
    ...world,
    fetch: () => Promise.resolve({ status: 200, headers: {}, body: bytes }),
    connect: () =>
      Promise.resolve({
        write: () => Promise.resolve(),
        // Without an await there would be nothing asynchronous in it.
        chunks: async function* () {
          yield await Promise.resolve(bytes);
        },
        close: () => {},
      }),
  };
  const answer = (await answersOf(source, asked(address), effects)).get(asked(address)[0].text);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** The answer says who holds a block around the address, or that nothing could be asked: never that nobody does. */
function isSound({ answer, registration }: OnlineAnswer, address: string): boolean {
  if (answer !== 'known') return answer === 'could-not-ask';
  const [at, first, last] = [address, registration?.first ?? null, registration?.last ?? null].map((text) =>
    text === null ? null : parseAddress(text),
  );
  if (at === null || first === null || last === null) return false;
  return compareAddresses(first, at) <= 0 && compareAddresses(at, last) <= 0;
}

async function unsound(source: OnlineSource, address: string, variants: Iterable<readonly [string, Uint8Array]>) {
  const found: string[] = [];
  for (const [what, bytes] of variants) {
    const answer = await answerTo(source, address, bytes);
    if (!isSound(answer, address)) found.push(`${what}: ${JSON.stringify(answer).slice(0, 160)}`);
  }
  return found;
}

function* encodedAndCut(text: string): Iterable<readonly [string, Uint8Array]> {
  for (const bytes of cutBytes(Buffer.from(text), 100)) yield [`cut at ${bytes.length}`, bytes];
  for (const [what, bytes] of Object.entries(otherEncodings(text))) yield [what, bytes];
}

describe('changed RDAP answers', () => {
  test.each(samplesIn('rdap', RDAP))('$file names a holder, or could not be asked', async ({ address, text }) => {
    expect((await answerTo(rdap, address, Buffer.from(text))).answer).toBe('known');
    const members = [...changedJson(JSON.parse(text))].map(
      ({ what, value }) => [what, Buffer.from(JSON.stringify(value))] as const,
    );
    expect(await unsound(rdap, address, members)).toEqual([]);
    expect(await unsound(rdap, address, encodedAndCut(text))).toEqual([]);
  });
});

describe('changed WHOIS texts', () => {
  test.each(samplesIn('whois', WHOIS))('$file names a holder, or could not be asked', async ({ address, text }) => {
    const before = await answerTo(whois, address, Buffer.from(text, 'latin1'));
    expect(before.answer).toBe('known');
    const lines = [...changedLines(text)].map(({ what, text: put }) => [what, Buffer.from(put, 'latin1')] as const);
    expect(await unsound(whois, address, lines)).toEqual([]);
    expect(await unsound(whois, address, encodedAndCut(text))).toEqual([]);
  });

  test('a text cut inside the narrowest of nested networks does not name the holder of the wider one', async () => {
    const nested = WHOIS['3.120.95.169'] ?? '';
    const whole = await answerTo(whois, '3.120.95.169', Buffer.from(nested));
    for (const bytes of cutBytes(Buffer.from(nested), 200)) {
      // Between the two it looks whole, and nothing tells.
      if (bytes.length <= nested.lastIndexOf('NetRange')) continue;
      const { registration } = await answerTo(whois, '3.120.95.169', bytes);
      expect([undefined, whole.registration?.first]).toContain(registration?.first);
    }
  });
});

describe('changed rows of Team Cymru', () => {
  const rows = CYMRU.split('\n').filter((line) => line.includes('|'));

  test.each(rows)('%s: its AS, or could not be asked', async (row) => {
    const [number = '', address = ''] = row.split('|').map((field) => field.trim());
    const fields = row.split('|');
    const variants = fields.flatMap((_, at) => [
      [`${at} left out`, fields.toSpliced(at, 1)] as const,
      [`${at} emptied`, fields.with(at, '  ')] as const,
      [`${at} rubbish`, fields.with(at, ' n/a ')] as const,
      [
        `${at} swapped`,
        fields.with(at, fields[at + 1] ?? '').with((at + 1) % fields.length, fields[at] ?? ''),
      ] as const,
    ]);
    const texts = [
      ...variants.map(([what, put]) => [what, Buffer.from(`Bulk mode\n${put.join('|')}\n`)] as const),
      ...encodedAndCut(`Bulk mode; whois.cymru.com\n${row}\n`),
    ];
    for (const [what, bytes] of texts) {
      const { answer, registration } = await answerTo(cymru, address, bytes);
      const says = answer === 'known' ? registration?.originAs.join(' ') : answer === 'not-known' ? 'NA' : number;
      expect({ what, says }).toEqual({ what, says: number });
    }
  });
});
