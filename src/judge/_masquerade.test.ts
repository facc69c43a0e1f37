import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProgramKnowledge } from '../model/knowledge.js';
import { inExpectedFolder, lookAlike } from './_masquerade.js';
import { isUserWritable } from './_writable-folders.js';

interface Row {
  readonly key: string;
  readonly aliases?: readonly string[];
  readonly folders?: readonly string[];
}
const { programs } = JSON.parse(readFileSync(new URL('../../data/programs.json', import.meta.url), 'utf8')) as {
  readonly programs: readonly Row[];
};

function knowledge(key: string): ProgramKnowledge {
  const row = programs.find((row) => row.key === key);
  return {
    key,
    title: key,
    kind: 'other',
    habit: 'normal',
    folders: row?.folders ?? [],
    owners: [],
    ports: [],
    attack: [],
    source: 'test',
  };
}
const isRight = (key: string, path: string | null) => inExpectedFolder({ path }, knowledge(key));

test.each([
  ['scvhost.exe', 'svchost', 'edit-distance'],
  ['svhost.exe', 'svchost', 'edit-distance'],
  ['svchosts.exe', 'svchost', 'edit-distance'],
  ['svcchost.exe', 'svchost', 'edit-distance'],
  ['svchost32.exe', 'svchost', 'edit-distance'],
  ['svch0st.exe', 'svchost', 'homoglyph'],
  ['lsasss.exe', 'lsass', 'edit-distance'],
  ['Isass.exe', 'lsass', 'homoglyph'],
  ['1sass.exe', 'lsass', 'homoglyph'],
  ['csrsss.exe', 'csrss', 'edit-distance'],
  ['exp1orer.exe', 'explorer', 'homoglyph'],
  ['winlogin.exe', 'winlogon', 'edit-distance'],
  ['srnss.exe', 'smss', 'homoglyph'],
  ['rund1132.exe', 'rundll32', 'homoglyph'],
  ['сhrome.exe', 'chrome', 'homoglyph'],
  ['svсhоst.exe', 'svchost', 'homoglyph'],
  ['svc\u200bhost.exe', 'svchost', 'homoglyph'],
  ['invoice.pdf.exe', '.pdf', 'double-extension'],
  ['photo.jpg      .scr', '.jpg', 'double-extension'],
  ['svchost.exe.exe', 'svchost.exe', 'double-extension'],
  ['photo\u202egpj.exe', 'photoexe.jpg', 'bidi'],
])('%s pretends to be %s (%s)', (name, of, how) => {
  expect(lookAlike(name)).toEqual({ of, how });
});

test('no program of the table is taken for an imitation', () => {
  const wrong = programs
    .flatMap(({ key, aliases = [] }) => [key, ...aliases])
    .flatMap((name) => [name, `${name}.exe`])
    .filter((name) => lookAlike(name) !== null);
  expect(wrong).toEqual([]);
});

test.runIf(existsSync('/usr/bin'))('no program of a Linux system is taken for an imitation', () => {
  expect(readdirSync('/usr/bin').filter((name) => lookAlike(name) !== null)).toEqual([]);
});

test.each([
  ['service.exe'],
  ['comhost.exe'],
  ['iexplore.exe'],
  ['winword'],
  ['smartscreen.exe'],
  ['report.pdf'],
  ['java.exe'],
  [''],
])('%s pretends nothing', (name) => {
  expect(lookAlike(name)).toBeNull();
});

test('system programs must sit in their folders', () => {
  expect(isRight('svchost', 'C:\\Windows\\System32\\svchost.exe')).toBe(true);
  expect(isRight('svchost', '\\Device\\HarddiskVolume2\\Windows\\SysWOW64\\svchost.exe')).toBe(true);
  expect(isRight('svchost', 'C:\\Windows\\WinSxS\\amd64_x\\svchost.exe')).toBe(true);
  expect(isRight('svchost', 'C:\\Windows\\System32\\spool\\svchost.exe')).toBe(false);
  expect(isRight('svchost', 'C:\\Windows\\svchost.exe')).toBe(false);
  expect(isRight('svchost', 'C:\\Windows \\System32\\svchost.exe')).toBe(false);
  expect(isRight('svchost', '\\\\files\\c$\\Windows\\System32\\svchost.exe')).toBe(false);
  expect(isRight('explorer', 'C:\\Windows\\explorer.exe')).toBe(true);
  expect(isRight('explorer', 'C:\\Windows\\System32\\explorer.exe')).toBe(false);
  expect(isRight('chrome', 'C:\\Users\\a\\AppData\\Roaming\\chrome.exe')).toBe(false);
  expect(isRight('chrome', 'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe')).toBe(true);
  expect(isRight('chrome', 'D:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe')).toBe(true);
  expect(isRight('msmpeng', 'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18\\MsMpEng.exe')).toBe(true);
  expect(isRight('winword', 'C:\\Program Files\\Microsoft Office\\root\\Office16\\winword.exe')).toBe(true);
  expect(isRight('sshd', '/usr/sbin/sshd')).toBe(true);
  expect(isRight('sshd', '/tmp/sshd')).toBe(false);
});

test('a place is unknown without a path, without a folder, or for another system', () => {
  expect(isRight('svchost', null)).toBeNull();
  expect(isRight('svchost', 'svchost.exe')).toBeNull();
  expect(isRight('curl', 'C:\\Temp\\curl.exe')).toBeNull();
  expect(isRight('svchost', '/usr/bin/svchost')).toBeNull();
});

test.each([
  ['C:\\Users\\Public\\x.exe', '\\users\\public'],
  ['C:\\Users\\a\\AppData\\Local\\Temp\\x.exe', '\\appdata\\local\\temp'],
  ['C:\\DOCUME~1\\a\\LOCALS~1\\Temp\\x.exe', '\\local settings\\temp'],
  ['C:\\Users\\a\\AppData\\Temp\\x.exe', '\\appdata\\temp'],
  ['C:\\Windows\\Temp\\a\\x.exe', '\\windows\\temp'],
  ['C:\\PerfLogs\\x.exe', '\\perflogs'],
  ['C:\\$Recycle.Bin\\S-1-5-21\\x.exe', '\\$recycle.bin'],
  ['C:\\Windows\\Fonts\\x.exe', '\\windows\\fonts'],
  ['C:\\Windows\\IME\\x.exe', '\\windows\\ime'],
  ['C:\\Windows\\Tasks\\x.exe', '\\windows\\tasks'],
  ['C:\\Windows\\addins\\x.exe', '\\windows\\addins'],
  ['C:\\Windows\\System32\\Tasks\\x.exe', '\\system32\\tasks'],
  ['C:\\Windows\\System32\\config\\systemprofile\\x.exe', '\\config\\systemprofile'],
  ['C:\\Intel\\x.exe', '\\intel'],
  ['C:\\Temp\\x.exe', '\\temp'],
  ['C:\\ProgramData\\x.exe', '\\programdata'],
  ['C:\\Users\\a\\x.exe', '\\users\\a'],
  ['C:\\Users\\a\\AppData\\Roaming\\x.exe', '\\users\\a\\appdata\\roaming'],
  ['C:\\Users\\a\\Downloads\\x.exe', '\\downloads'],
  ['/tmp/x', '/tmp'],
  ['/var/tmp/.a/x', '/var/tmp'],
  ['/dev/shm/x', '/dev/shm'],
  ['/private/tmp/x', '/private/tmp'],
  ['/Users/Shared/x', '/users/shared'],
  ['/home/a/.hidden/x', '.hidden'],
  ['/memfd:kernel (deleted)', 'memfd'],
  ['memfd:x', 'memfd'],
  ['/usr/sbin/sshd (deleted)', '(deleted)'],
])('%s runs from %s', (path, folder) => {
  expect(isUserWritable(path)?.folder).toBe(folder);
});

test.each([
  ['C:\\Windows\\System32\\svchost.exe'],
  ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ['C:\\Users\\a\\AppData\\Roaming\\Spotify\\Spotify.exe'],
  ['C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4\\MsMpEng.exe'],
  ['C:\\Windows\\System32\\IME\\SHARED\\imewdbld.exe'],
  ['C:\\Program Files\\Temp Tools\\x.exe'],
  ['/usr/bin/curl'],
  ['/home/a/.vscode-server/bin/node'],
  ['/Applications/Safari.app/Contents/MacOS/Safari'],
  ['x.exe'],
])('%s is an ordinary place', (path) => {
  expect(isUserWritable(path)).toBeNull();
});

test('any text is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(lookAlike(text)?.of).not.toBe('');
      expect(isUserWritable(text)?.folder).not.toBe('');
      expect([true, false, null]).toContain(isRight('svchost', text));
    }),
  );
});
