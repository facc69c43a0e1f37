import type { OperatingSystem } from '../model/input.js';
import type { NextStep } from '../model/judgement.js';
import type { View } from './view.js';

/** More would not be read. */
const AT_MOST = 6;

/** Ranked steps that would tell most, each ready to run or open. */
export function nextSteps(view: View): NextStep[] {
  const { actors, ports, scene, isPrivate } = view;
  const text = plainAddress(view.peer.text);
  const steps: NextStep[] = [];
  if (actors.length === 0) steps.push({ says: 'Which program holds the connection', do: whichProgram(scene.os, text) });
  else steps.push({ says: 'Path, parent and command line of the program', do: aboutProgram(scene.os, view) });
  if (isPrivate) return steps;
  steps.push({ says: 'All that the offline pack knows of the address', do: `farend ip ${text}` });
  const address = encodeURIComponent(text);
  steps.push({ says: 'IBM X-Force Exchange on the address', do: `https://exchange.xforce.ibmcloud.com/ip/${address}` });
  steps.push({ says: 'VirusTotal on the address', do: `https://www.virustotal.com/gui/ip-address/${address}` });
  if (view.isVisitor)
    steps.push({
      says: 'AbuseIPDB: reports of scans from the address',
      do: `https://www.abuseipdb.com/check/${address}`,
    });
  else steps.push({ says: 'Shodan: what the address serves', do: `https://www.shodan.io/host/${address}` });
  const odd = ports.find(({ port }) => port !== 80 && port !== 443);
  steps.push(
    odd === undefined ? search(`"${text}"`, 'the address') : search(`port ${odd.port} ${odd.protocol}`, 'the port'),
  );
  return steps.slice(0, AT_MOST);
}

/** The zone of a link-local address is free text of the evidence: it must not get into a command. */
function plainAddress(text: string): string {
  const zone = text.indexOf('%');
  return zone < 0 ? text : text.slice(0, zone);
}

function search(query: string, what: string): NextStep {
  return { says: `Web search for ${what}`, do: `https://duckduckgo.com/?q=${encodeURIComponent(query)}` };
}

function whichProgram(os: OperatingSystem, address: string): string {
  switch (os) {
    case 'linux':
      return `sudo ss -tunp dst ${address.includes(':') ? `[${address}]` : address}`;
    case 'macos':
    case 'bsd':
      return `sudo lsof -nP -i@${address.includes(':') ? `[${address}]` : address}`;
    default:
      return `powershell -c "Get-NetTCPConnection -RemoteAddress '${address}' | % { Get-Process -Id $_.OwningProcess | Select Id,Path }"`;
  }
}

function aboutProgram(os: OperatingSystem, { actors }: View): string {
  const pid = actors[0].process.pid;
  const known = pid !== null && Number.isInteger(pid) && pid > 0;
  if (os === 'linux' || os === 'macos' || os === 'bsd')
    return known ? `ps -o pid,ppid,user,lstart,args -p ${pid}` : 'ps -axo pid,ppid,user,args';
  const filter = known ? ` -Filter 'ProcessId=${pid}'` : '';
  return `powershell -c "Get-CimInstance Win32_Process${filter} | Select Name,ProcessId,ParentProcessId,ExecutablePath,CommandLine"`;
}
