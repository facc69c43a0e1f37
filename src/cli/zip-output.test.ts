import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { ZipOutput } from './zip-output.js';

function zipped(parts: readonly (readonly [string, readonly string[]])[]): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = new ZipOutput((bytes) => void chunks.push(Uint8Array.from(bytes)));
  // All are open at the same time, as the sheets of a workbook are.
  const open = parts.map(([name, texts]) => ({ part: zip.open(name), texts }));
  for (const { part, texts } of open) for (const text of texts) part.write(text);
  for (const { part } of open) part.close();
  zip.end();
  return Buffer.concat(chunks);
}

/** Names and contents as a reader of others sees them; it checks the sums too. */
function unzipped(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, string>();
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      zip.on('error', reject).on('end', () => resolve(found));
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure !== null) return reject(failure);
          const pieces: Buffer[] = [];
          stream.on('error', reject).on('data', (piece: Buffer) => pieces.push(piece));
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(pieces).toString('utf8'));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}

test('what is written comes out again, whatever it is and however it was cut', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 2000 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), async (contents) => {
      const parts = contents.map((content, index) => [`xl/part${index}.xml`, content] as const);
      const found = await unzipped(zipped(parts));
      expect([...found]).toEqual(parts.map(([name, content]) => [name, content.join('')]));
    }),
    { numRuns: 50 },
  );
});

test('a part larger than a block, with characters of two units at its seams, comes out whole', async () => {
  const row = `<c>${'漢字😀'.repeat(40_000)}</c>`;
  const found = await unzipped(zipped([['große.xml', ['a', row, row, row]]]));
  expect(found.get('große.xml')).toBe(`a${row}${row}${row}`);
});

test('a large text that repeats itself is packed small, so blocks share what came before', () => {
  const line = 'the same words over and over, which any packer finds again\n';
  expect(zipped([['a', Array.from({ length: 50_000 }, () => line)]]).length).toBeLessThan(50_000);
});

test('the same parts are the same bytes', () => {
  const parts = [['a', ['one', 'two']] as const, ['b', []] as const];
  expect(zipped(parts).equals(zipped(parts))).toBe(true);
});
