import { command, type LiveCommand, type LiveSystem } from './system.js';

const PROCESSES =
  'Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,Name,ExecutablePath,CommandLine';
const SIGNATURES =
  '(Get-CimInstance Win32_Process).ExecutablePath | Where-Object { $_ } | Sort-Object -Unique | ForEach-Object { ' +
  "Get-AuthenticodeSignature -LiteralPath $_ } | Select-Object Path,Status,@{n='Signer';e={$_.SignerCertificate.Subject}}";

/** Windows: netstat names programs to administrators; else process numbers lead to them. */
export function windows(systemRoot: string): LiveSystem {
  // By their whole paths: a netstat.exe in the folder one stands in must not be run.
  const system = `${systemRoot.replace(/[\\/]+$/, '')}\\System32`;
  const tool = (saveAs: string, name: string, ...args: string[]): LiveCommand =>
    command(saveAs, `${system}\\${name}.exe`, ...args);
  const powershell = (saveAs: string, shown: string, script: string): LiveCommand => ({
    file: `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`,
    args: [
      '-NoProfile',
      '-NonInteractive',
      '-Command',
      `[Console]::OutputEncoding=[Text.Encoding]::UTF8; ${script} | ConvertTo-Csv -NoTypeInformation`,
    ],
    shown,
    saveAs,
  });
  return {
    name: 'windows',
    title: 'Windows: netstat -anob as administrator, else netstat -ano with a process list',
    listings: [[tool('netstat.txt', 'netstat', '-anob')], [tool('netstat.txt', 'netstat', '-ano')]],
    companions: [
      powershell('processes.csv', 'Get-CimInstance Win32_Process', PROCESSES),
      powershell('signatures.csv', 'Get-AuthenticodeSignature', SIGNATURES),
      tool('tasklist.csv', 'tasklist', '/svc', '/fo', 'csv'),
      tool('dns-cache.txt', 'ipconfig', '/displaydns'),
      tool('ipconfig.txt', 'ipconfig', '/all'),
      tool('routes.txt', 'route', 'print'),
      tool('arp.txt', 'arp', '-a'),
      tool('hosts.txt', 'findstr', '/r', '^', `${system}\\drivers\\etc\\hosts`),
      tool('hostname.txt', 'hostname'),
    ],
  };
}
