import type { Process } from '../../model/connection.js';
import type { ProgramKnowledge, ServiceKnowledge } from '../../model/knowledge.js';
import { NameList } from './_name-list.js';
import { RowList } from './_row-list.js';
import { readPackFile } from './pack-file.js';
import { findProgram } from './program-names.js';
import type { ProgramRow, ServiceRow } from './programs-compile.js';

/** Files of the pack that this opens. */
export const PROGRAMS_FILE = 'programs.bin';
export const SERVICES_FILE = 'services.bin';

/** What is known of programs and Windows services by their names. A name proves nothing. */
export interface Programs {
  program(process: Process): ProgramKnowledge | null;
  service(name: string): ServiceKnowledge | null;
}

/** Names in evidence are unlimited; beyond this many the answers are not kept. */
const MAX_KEPT = 4096;
/** Windows appends the session to services that run once per user: `CDPUserSvc_1a2b3`. */
const PER_USER = /_[0-9a-f]{3,12}$/;

/**
 * Opens the program and service tables in `directory`; each is read when first asked. Answers are shared: treat as
 * immutable. Look-ups throw UserError when the pack is missing or damaged.
 */
export function openPrograms(directory: string): Programs {
  const programs = lazy(() => programTable(directory));
  const services = lazy(() => serviceTable(directory));
  return { program: (process) => programs()(process), service: (name) => services()(name) };
}

function programTable(directory: string): (process: Process) => ProgramKnowledge | null {
  const [names, rows] = openTable<ProgramRow>(directory, PROGRAMS_FILE);
  const kept = new Map<string, ProgramKnowledge | null>();
  const known: (ProgramKnowledge | undefined)[] = [];
  return ({ name, path }) => {
    const asked = path === null || path === '' ? (name ?? '') : path;
    const before = kept.get(asked);
    if (before !== undefined) return before;
    const index = findProgram({ name, path: path === '' ? null : path }, names, (index) => rows.at(index));
    const found = index === null ? null : (known[index] ??= programOf(rows.at(index)));
    if (kept.size < MAX_KEPT) kept.set(asked, found);
    return found;
  };
}

function serviceTable(directory: string): (name: string) => ServiceKnowledge | null {
  const [names, rows] = openTable<ServiceRow>(directory, SERVICES_FILE);
  const known: (ServiceKnowledge | undefined)[] = [];
  return (name) => {
    const plain = name.slice(0, 256).trim().toLowerCase();
    const index = names.find(plain) ?? names.find(plain.replace(PER_USER, ''));
    return index === null ? null : (known[index] ??= serviceOf(rows.at(index)));
  };
}

function openTable<T>(directory: string, file: string): [NameList, RowList<T>] {
  const [text, starts, values, rowStarts, rowText] = readPackFile(directory, file);
  return [new NameList(text, starts, values), new RowList<T>(rowStarts, rowText)];
}

function programOf([key, title, kind, habit, folders, owners, ports, attack, source]: ProgramRow): ProgramKnowledge {
  return { key, title, kind, habit, folders, owners, ports, attack, source };
}

function serviceOf([key, title, owners, ports, source]: ServiceRow): ServiceKnowledge {
  return { key, title, owners, ports, source };
}

function lazy<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
