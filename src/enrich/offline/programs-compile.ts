import type { NetworkHabit, ProgramKind } from '../../model/knowledge.js';
import { encodeNameList } from './_name-list.js';
import { encodeRowList } from './_row-list.js';
import { ownersOf, RowCheck, rowsOf } from './_table-check.js';
import { encodePackFile } from './pack-file.js';
import { parsePortRanges } from './port-ranges.js';

/** A program as the pack holds it, without its other names, which are in a list of their own. */
export type ProgramRow = readonly [
  key: string,
  title: string,
  kind: ProgramKind,
  habit: NetworkHabit,
  folders: readonly string[],
  owners: readonly string[],
  ports: readonly (readonly [number, number])[],
  attack: readonly string[],
  source: string,
];

/** A service, likewise. */
export type ServiceRow = readonly [
  key: string,
  title: string,
  owners: readonly string[],
  ports: readonly (readonly [number, number])[],
  source: string,
];

/** Rows, and the row that each name belongs to. */
export interface NamedRows<T> {
  readonly rows: readonly T[];
  readonly names: ReadonlyMap<string, number>;
}

const HABITS = ['never', 'rare', 'depends', 'normal'] as const satisfies NetworkHabit[];
const KINDS =
  'browser mail chat office updater cloud-sync media game developer remote-access vpn p2p security system service-host script-host shell lolbin server miner offensive vendor time dns other'.split(
    ' ',
  ) as ProgramKind[];
const PROGRAM_FIELDS = 'key title kind habit folders owners ports attack aliases source'.split(' ');
const SERVICE_FIELDS = 'key title owners ports aliases source'.split(' ');

/** Compiles `data/programs.json`. Throws with the row's number when one is wrong or a name is there twice. */
export function compilePrograms(table: unknown): NamedRows<ProgramRow> {
  return compile(table, 'programs', PROGRAM_FIELDS, (check) => [
    check.text('key'),
    check.text('title'),
    check.oneOf('kind', KINDS),
    check.oneOf('habit', HABITS),
    foldersOf(check),
    ownersOf(check),
    portsOf(check),
    attackOf(check),
    check.text('source'),
  ]);
}

/** Compiles `data/services.json`, likewise. */
export function compileServices(table: unknown): NamedRows<ServiceRow> {
  return compile(table, 'services', SERVICE_FIELDS, (check) => [
    check.text('key'),
    check.text('title'),
    ownersOf(check),
    portsOf(check),
    check.text('source'),
  ]);
}

/** The pack file that `openPrograms` reads. */
export function encodeNamedRows<T>({ rows, names }: NamedRows<T>): Uint8Array<ArrayBuffer> {
  return encodePackFile([...encodeNameList(names), ...encodeRowList(rows)]);
}

function compile<T>(
  table: unknown,
  list: string,
  fields: readonly string[],
  read: (check: RowCheck) => T,
): NamedRows<T> {
  const names = new Map<string, number>();
  const rows = rowsOf(table, list).map((row, index) => {
    const check = new RowCheck(row, `${list}.json, row ${index + 1}`).only(...fields);
    for (const name of [check.text('key'), ...check.list('aliases')]) takeName(names, name, index, check);
    return read(check);
  });
  return { rows, names };
}

function takeName(names: Map<string, number>, name: string, index: number, check: RowCheck): void {
  if (!/^[ -~]+$/.test(name) || name !== name.toLowerCase() || name.endsWith('.exe') || name.trim() !== name)
    check.fail(`"${name}" must be lower-case ASCII without .exe`);
  if (names.has(name)) check.fail(`"${name}" is there twice`);
  names.set(name, index);
}

function foldersOf(check: RowCheck): string[] {
  const folders = check.list('folders');
  for (const folder of folders)
    if (!/^(?:%(?:sys|w|pf|pd|la|ra)%|\?:|\/[a-z0-9])(?:[^A-Z%:]*)$/.test(folder))
      check.fail(`"${folder}" is no folder`);
  return folders;
}

function portsOf(check: RowCheck): (readonly [number, number])[] {
  const text = check.optional('ports');
  const ranges = text === '' ? [] : parsePortRanges(text);
  return ranges ?? check.fail('"ports" must be like 443,8801-8810');
}

function attackOf(check: RowCheck): string[] {
  const ids = check.list('attack');
  for (const id of ids) if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) check.fail(`"${id}" is no ATT&CK technique`);
  return ids;
}
