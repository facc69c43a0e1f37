import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Process } from '../../model/connection.js';
import { UserError } from '../../model/errors.js';
import { builtTables, readTable } from '../../../test/built-tables.js';
import { compilePrograms, compileServices } from './programs-compile.js';
import { openPrograms, type Programs } from './programs.js';

let directory = '';
let programs: Programs;
beforeAll(async () => {
  directory = await builtTables();
  programs = openPrograms(directory);
});

function process(name: string | null, path: string | null = null): Process {
  return { name, path, pid: null, services: [], commandLine: null, user: null, parent: null, signer: null };
}
const keyOf = (name: string | null, path: string | null = null) => programs.program(process(name, path))?.key ?? null;

test.each([
  ['svchost.exe', 'svchost'],
  ['SVCHOST.EXE', 'svchost'],
  ['Spotify.exe', 'spotify'],
  ['Google Chrome', 'chrome'],
  ['Google Chrome Helper (Renderer)', 'chrome'],
  // As `lsof` cuts it.
  ['Slack Hel', 'slack'],
  ['com.apple.WebKit.Networking', 'safari'],
  ['Code - OSS', 'code'],
  ['TeamViewer_Service.exe', 'teamviewer'],
  ['python3.11', 'python'],
  ['java17', 'java'],
  ['setup-1.2.tmp', 'setup'],
  ['FooInstaller_3.exe', 'setup'],
  ['winbox64.exe', 'putty'],
  ['systemd-timesyn', 'systemd-timesyncd'],
  ['unattended-upgr', 'apt'],
  ['containerd-sh', 'docker'],
  ['webcompanion.e', 'lavasoft'],
  ['identitys', 'identityservicesd'],
  ['sshd:', 'sshd'],
  ['nginx: worker process', 'nginx'],
  ['[kworker/0:1]', 'kworker'],
])('%s is known as %s', (name, key) => {
  expect(keyOf(name)).toBe(key);
});

test.each([
  ['svchost32.exe'],
  ['scvhost.exe'],
  ['payload.exe'],
  ['coreupdater.ex'],
  ['cmd64'],
  ['lsass1.exe'],
  [''],
  ['a'],
])('%s is no known program', (name) => {
  expect(keyOf(name)).toBeNull();
});

test('the file decides, not the name that a process gave itself', () => {
  expect(keyOf('sshd', '/tmp/.x/payload')).toBeNull();
  expect(keyOf('x', 'C:\\Windows\\System32\\svchost.exe')).toBe('svchost');
  expect(keyOf(null, '/usr/lib/systemd/systemd-timesyncd')).toBe('systemd-timesyncd');
  expect(keyOf(null, '/usr/sbin/sshd (deleted)')).toBe('sshd');
  expect(keyOf('chrome.exe', '')).toBe('chrome');
  expect(keyOf(null)).toBeNull();
});

test('what is known of a program comes with it', () => {
  expect(programs.program(process('Spotify.exe'))).toMatchObject({
    title: 'Spotify',
    kind: 'media',
    habit: 'normal',
    owners: ['spotify', 'google', 'fastly', 'akamai'],
    ports: [
      [443, 443],
      [80, 80],
      [4070, 4070],
      [57_621, 57_621],
    ],
  });
  expect(programs.program(process('certutil.exe'))).toMatchObject({ kind: 'lolbin', habit: 'rare' });
  expect(programs.program(process('notepad.exe'))).toMatchObject({ habit: 'never' });
  expect(programs.program(process('AnyDesk.exe'))).toMatchObject({ kind: 'remote-access' });
});

test('the groups of programs by habit hold', () => {
  const groups = {
    never:
      'notepad calc wordpad mspaint charmap magnify osk dialer eqnedt32 addinutil imewdbld regasm regsvcs installutil msbuild cmstp odbcconf mavinject werfault winlogon wininit csrss smss services lsm dwm fontdrvhost sihost ctfmon userinit logonui taskhostw',
    rare: 'rundll32 regsvr32 mshta wscript cscript certutil bitsadmin finger hh wmic esentutl expand extrac32 findstr makecab replace print ieexec presentationhost xwizard msxsl desktopimgdownldr cmdl32 certreq certoc ldifde ftp tftp telnet nslookup mmc control pcalua forfiles scriptrunner syncappvpublishingserver',
    depends:
      'powershell pwsh cmd curl ssh python java javaw node msiexec dllhost wuauclt searchprotocolhost explorer conhost winword excel powerpnt mobsync spoolsv',
    normal: 'chrome outlook ms-teams onedrive svchost googleupdate spotify',
  };
  for (const [habit, names] of Object.entries(groups))
    for (const name of names.split(' ')) expect([name, programs.program(process(name))?.habit]).toEqual([name, habit]);
});

test('every row of the tables is valid and there are enough of them', () => {
  expect(compilePrograms(readTable('data/programs.json')).rows.length).toBeGreaterThanOrEqual(250);
  expect(compileServices(readTable('data/services.json')).rows.length).toBeGreaterThanOrEqual(60);
});

test.each([
  [{ kind: 'odd' }, 'kind'],
  [{ habit: 'often' }, 'habit'],
  [{ folders: ['C:\\Windows'] }, 'folder'],
  [{ attack: ['T1'] }, 'ATT&CK'],
  [{ key: 'X.exe' }, 'lower-case'],
  [{ aliases: ['x'] }, 'twice'],
  [{ source: undefined }, 'source'],
  [{ colour: 'red' }, 'unknown field'],
])('the program with %j is refused', (change, why) => {
  const row = { key: 'x', title: 'X', kind: 'other', habit: 'normal', source: 'test', ...change };
  expect(() => compilePrograms({ programs: [row] })).toThrow(why);
});

const schema = JSON.parse(readFileSync('data/programs.schema.json', 'utf8')) as {
  $defs: { program: { properties: { kind: { enum: string[] } } } };
};
const conforms = new Ajv2020({ strict: false }).compile(schema);
const oneRow = (change: object) => ({
  about: 'test',
  programs: [{ key: 'x', title: 'X', kind: 'other', habit: 'normal', source: 'test', ...change }],
});

test('the table conforms to the schema that an editor checks it by', () => {
  expect([conforms(readTable('data/programs.json')), conforms.errors]).toEqual([true, null]);
  const kinds = schema.$defs.program.properties.kind.enum;
  expect(() => compilePrograms(oneRow({ kind: 'odd' }))).toThrow(kinds.join(', '));
});

test.each([
  { kind: 'odd' },
  { habit: 'often' },
  { folders: ['C:\\Windows'] },
  { attack: ['T1'] },
  { key: 'X' },
  { key: 'x.exe' },
  { ports: '443;80' },
  { owners: ['Not An Owner'] },
  { source: undefined },
  { colour: 'red' },
])('schema and compiler both refuse the program with %j', (change) => {
  expect(conforms(oneRow({}))).toBe(true);
  expect(conforms(JSON.parse(JSON.stringify(oneRow(change))))).toBe(false);
  expect(() => compilePrograms(oneRow(change))).toThrow('row 1');
});

test('services are found by any spelling, per-user copies too', () => {
  expect(programs.service('DoSvc')?.ports).toContainEqual([7680, 7680]);
  expect(programs.service('CDPUserSvc_1a2b3')?.key).toBe('cdpsvc');
  expect(programs.service('WpnUserService_7f3c2')?.key).toBe('wpnservice');
  expect(programs.service('wuauserv')?.owners).toContain('microsoft');
  expect(programs.service('EvilSvc')).toBeNull();
});

test('a missing pack is an error for the user', () => {
  expect(() => openPrograms('/nowhere').program(process('x'))).toThrow(UserError);
});

test('any name and path is answered', () => {
  const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
  fc.assert(
    fc.property(text, text, (name, path) => {
      expect(programs.program(process(name, path))?.key).not.toBe('');
      expect(programs.service(name ?? '')?.key).not.toBe('');
    }),
  );
});

const REFERENCE = '../shared/reference/processes.md';
test.runIf(existsSync(REFERENCE))('every program of the reference on borrowed binaries is described', () => {
  const rows = readFileSync(REFERENCE, 'utf8').matchAll(
    /^\| ([\w.]+)\.exe \| (?:Windows|other Microsoft|third party) \|/gim,
  );
  const missing = [...rows].map(([, name]) => name).filter((name) => keyOf(`${name}.exe`) === null);
  expect(missing).toEqual([]);
});

test.runIf(existsSync(REFERENCE))('every service of the reference is described', () => {
  const [, section] = readFileSync(REFERENCE, 'utf8').split('## 4.');
  const names = [...section.split('## 5.')[0].matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) =>
    cell.split(', ').map((name) => name.replace(/_\*| \(.*\)/g, '').trim()),
  );
  const missing = names.filter(
    (name) => /^[A-Za-z0-9]+$/.test(name) && name !== 'Service' && programs.service(name) === null,
  );
  expect(missing).toEqual([]);
});
