import { type Hunt, linesFor } from './_hunt.js';

/** One machine or many with Invoke-Command: live connections, the name cache, running programs. */
export const powershell: Hunt = {
  name: 'powershell',
  title: 'PowerShell',
  where: 'as administrator on a Windows machine, or on many with Invoke-Command',
  language: 'powershell',
  lines: ({ addresses, names, programs }) => [
    ...linesFor(addresses, (texts) => [
      `Get-NetTCPConnection | Where-Object RemoteAddress -in ${list(texts)} | Select-Object LocalAddress, LocalPort, RemoteAddress, RemotePort, State, OwningProcess, @{ n = 'Path'; e = { (Get-Process -Id $_.OwningProcess).Path } }`,
      `Get-DnsClientCache | Where-Object Data -in ${list(texts)}`,
    ]),
    ...linesFor(names, (texts) => [`Get-DnsClientCache | Where-Object Entry -in ${list(texts)}`]),
    ...linesFor(programs, (texts) => [
      `Get-CimInstance Win32_Process | Where-Object Name -in ${list(texts)} | Select-Object Name, ProcessId, ParentProcessId, ExecutablePath, CommandLine`,
    ]),
  ],
};

/** Single quotes end at a single quote, and PowerShell takes the typographic ones for such (about_Quoting_Rules). */
function list(texts: readonly string[]): string {
  return texts.map((text) => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`).join(', ');
}
