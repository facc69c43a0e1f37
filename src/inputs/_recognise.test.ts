import { expect, test } from 'vitest';
import { headOf, type FormatLoader, recognise } from './_recognise.js';
import { ss } from './ss.js';
import { table } from './table.js';

const ZEEK = [
  '#separator \\x09',
  '#path\tconn',
  '#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto',
  '1767225600.010000\t10.1.1.7\t53380\t192.0.2.47\t443\ttcp',
].join('\n');

function head(text: string): ReturnType<typeof headOf> {
  return headOf({ name: 'conn.log' }, 'utf-8', Buffer.from(text), text);
}

/** A format that notes that it was asked. */
function asked(names: string[]): FormatLoader {
  return {
    load() {
      names.push('ss');
      return ss;
    },
  };
}

const zeek: FormatLoader = { load: () => table, isStated: (text) => text.startsWith('#separator') };

test('a text that names its format is shown to no other', async () => {
  const names: string[] = [];
  const found = await recognise([[asked(names)], [zeek]], head(ZEEK));
  expect(found).toMatchObject({ format: table, isGeneral: true });
  expect(names).toEqual([]);
});

test('a name that its format does not confirm leaves the choice to all', async () => {
  const names: string[] = [];
  expect(await recognise([[asked(names)], [zeek]], head('#separator of nothing\n'))).toBeNull();
  expect(names).toEqual(['ss']);
});
