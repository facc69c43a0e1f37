import type { Companion } from './companion.js';
import { giveProcess } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';

/**
 *   Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName
 *       624      34    28712      51132       4.14   9120   1 Spotify
 */
export const getProcess: Companion = {
  name: 'get-process',
  title: 'PowerShell Get-Process',
  reads: [
    {
      tool: 'Get-Process, also with -IncludeUserName',
      versions: 'table, list, CSV, JSON of Windows PowerShell 2 to 7',
      link: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-process',
    },
  ],
  sniff({ text }) {
    const keys = keysOf(text);
    if (!keys.has('id')) return 0;
    if (keys.has('processname')) return keys.has('handles') || keys.has('si') || keys.has('path') ? 0.95 : 0.8;
    // Format-List of one process shows Id, Handles, CPU, SI and Name.
    return keys.has('handles') && keys.has('si') ? 0.9 : 0;
  },
  read(text, sink) {
    readRecords(text, {
      record: (record) => giveProcess(record, sink),
      bad: (line, start, reason) => sink.badLine(line, start, reason),
    });
  },
};
