import type { Companion } from './companion.js';
import { giveProcess } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';

/** Ends of connections, or events over time: such records are listings of their own. */
const OTHERS =
  /addr|remote|foreign|^dst|^src|dest|port$|^(?:local|source)?ip$|^event|^timecreated|utctime|^(?:filedescriptor|fd)$/;

/**
 * `Get-CimInstance Win32_Process` and `wmic process`, which know path, command line and parent:
 *   "ProcessId","ParentProcessId","Name","ExecutablePath","CommandLine"
 *   Node,CommandLine,ExecutablePath,Name,ParentProcessId,ProcessId
 */
export const win32Process: Companion = {
  name: 'win32-process',
  title: 'Processes with path, command line, parent and user',
  reads: [
    {
      tool: 'Get-CimInstance Win32_Process, Get-WmiObject',
      versions: 'list, table, CSV, JSON of Windows PowerShell 3 to 7',
      link: 'https://learn.microsoft.com/windows/win32/cimwin32prov/win32-process',
    },
    {
      tool: 'wmic process',
      versions: 'csv, list and table of Windows XP to 11',
      link: 'https://learn.microsoft.com/windows/win32/wmisdk/wmic',
    },
    { tool: 'osquery processes', versions: 'CSV, JSON', link: 'https://osquery.io/schema/current/#processes' },
    {
      tool: 'Velociraptor Windows.System.Pslist',
      versions: 'CSV, JSON',
      link: 'https://docs.velociraptor.app/artifact_references/pages/windows.system.pslist/',
    },
    {
      tool: 'AutoMacTC pslist, Kansa Tasklistv and ProcsWMI',
      versions: 'CSV, TSV',
      link: 'https://github.com/CrowdStrike/automactc',
    },
  ],
  sniff({ text }) {
    const keys = keysOf(text);
    for (const key of keys) if (OTHERS.test(key)) return 0;
    const has = (...names: string[]): boolean => names.some((name) => keys.has(name));
    if (!has('processid', 'pid')) return 0;
    if (has('executablepath', 'parentprocessid', 'commandline')) return 0.95;
    if (has('ppid', 'parent', 'parentpid') && has('name', 'exe', 'path', 'cmd')) return 0.9;
    if (has('imagename') && has('username', 'sessionname')) return 0.9;
    return has('cmdline') || (has('processid') && has('name', 'caption')) ? 0.85 : 0;
  },
  read(text, sink) {
    readRecords(text, {
      record: (record) => giveProcess(record, sink),
      bad: (line, start, reason) => sink.badLine(line, start, reason),
    });
  },
};
