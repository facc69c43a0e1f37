import type { NamedRecord } from './_records.js';
import type { CompanionSink, SeenProcess } from './companion.js';
import { pathIn } from './ps.js';

/** First value under one of the keys, or null. */
export function valueOf({ cells }: NamedRecord, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = cells.get(key);
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** A process number, or null. */
function pidOf(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** What tools call the same thing: Win32_Process, Get-Process, osquery, Velociraptor. */
const PID_KEYS: readonly string[] = ['processid', 'id', 'pid', 'handle'];
const NAME_KEYS = ['name', 'processname', 'imagename', 'caption'];
const PATH_KEYS = ['executablepath', 'path', 'exe', 'mainmodule.filename'];
const COMMAND_KEYS = ['commandline', 'cmdline', 'cmd'];
const PARENT_KEYS = ['parentprocessid', 'ppid', 'parentpid', 'parent'];
const USER_KEYS = ['owner', 'username', 'user'];
const SIGNER_KEYS = ['authenticode.subjectname', 'signer'];
const HOST_KEYS = ['pscomputername', 'csname', 'node', 'computername', 'hostname'];

/** Gives the process of a record, and its host; a record without a number is bad. */
export function giveProcess(record: NamedRecord, sink: CompanionSink): void {
  const pid = pidOf(valueOf(record, PID_KEYS));
  if (pid === null) return sink.badLine(record.line, [...record.cells.values()].join(' '), 'no process number');
  const host = valueOf(record, HOST_KEYS);
  if (host !== null) sink.host(host);
  sink.process(processOf(record, pid));
}

function processOf(record: NamedRecord, pid: number): SeenProcess {
  const [name, path, commandLine] = [NAME_KEYS, PATH_KEYS, COMMAND_KEYS].map((keys) => whole(valueOf(record, keys)));
  return {
    pid,
    name,
    path: name === null ? (path ?? pathIn(commandLine)) : path,
    commandLine,
    parentPid: pidOf(valueOf(record, PARENT_KEYS)),
    user: whole(valueOf(record, USER_KEYS)),
    signer: valueOf(record, SIGNER_KEYS),
  };
}

/** Format-Table ends what it cut with dots: half a path would be a wrong one. */
export function whole(text: string | null): string | null {
  return text !== null && /(?:\.\.\.|\u2026)$/.test(text) ? null : text;
}
