import type { OperatingSystem } from '../model/input.js';
import type { NextStep, Question } from '../model/judgement.js';
import type { Supposed } from './counterfactuals.js';
import { NOT_TOLD } from '../model/port-text.js';
import type { FarPort, View } from './view.js';
import type { Weighing } from './weigh.js';

/** More would not be read. */
const AT_MOST = 7;

/** A step with the question that it answers; null where no rule weighs the answer. */
interface Step extends NextStep {
  readonly question: Question | null;
}

/** Steps that are ready to run or open, by how far their answers could move the score; equal ones stay in order. */
export function nextSteps(weighing: Weighing, supposed: readonly Supposed[]): NextStep[] {
  return stepsOf(weighing.view)
    .map(({ question, says, do: action }) => ({ says, do: action, moves: movesOf(question, weighing, supposed) }))
    .sort((a, b) => sizeOf(b.moves) - sizeOf(a.moves))
    .slice(0, AT_MOST)
    .map(({ moves, ...step }) => (moves === undefined ? step : { ...step, moves }));
}

/** The answer that would move the score furthest; undefined where none would. */
function movesOf(question: Question | null, { score }: Weighing, supposed: readonly Supposed[]): NextStep['moves'] {
  let most: NextStep['moves'];
  for (const { hypothesis, score: then, verdict } of supposed) {
    const moves = { decibans: then - score, verdict };
    if (hypothesis.question === question && sizeOf(moves) > sizeOf(most)) most = moves;
  }
  return most;
}

function sizeOf(moves: NextStep['moves']): number {
  return Math.abs(moves?.decibans ?? 0);
}

function stepsOf(view: View): Step[] {
  const { actors, scene, isPrivate } = view;
  const text = plainAddress(view.peer.text);
  const program: Step =
    actors.length === 0
      ? { says: 'Which program holds the connection', do: whichProgram(scene.os, text), question: 'program' }
      : {
          says: 'Path, parent and command line of the program',
          do: aboutProgram(scene.os, view),
          question: 'program-details',
        };
  return isPrivate ? [program] : [...updateSteps(view), program, ...addressSteps(view, text)];
}

/** One command brings lists where there are none, and fresh owners where the pack is old. */
function updateSteps({ scene: { lists, isStale } }: View): Step[] {
  if (lists > 0 && !isStale) return [];
  const what = lists > 0 ? 'fresh data' : isStale ? 'threat lists and fresh data' : 'threat lists';
  const says = `Fetch ${what}, then run this again`;
  return [{ says, do: 'farend update', question: lists > 0 ? 'owner' : 'lists' }];
}

function registry(address: string): Step {
  return { says: 'Whose address it is, from its registry', do: `https://rdap.org/ip/${address}`, question: 'owner' };
}

function addressSteps({ kind, owner, ports, isVisitor }: View, text: string): Step[] {
  const address = encodeURIComponent(text);
  const opinion = (says: string, url: string): Step => ({ says, do: url, question: 'reputation' });
  const odd = ports.find(({ port }) => port !== 80 && port !== 443);
  return [
    opinion('IBM X-Force Exchange on the address', `https://exchange.xforce.ibmcloud.com/ip/${address}`),
    opinion('VirusTotal on the address', `https://www.virustotal.com/gui/ip-address/${address}`),
    isVisitor
      ? opinion('AbuseIPDB: reports of scans from the address', `https://www.abuseipdb.com/check/${address}`)
      : { says: 'Shodan: what the address serves', do: `https://www.shodan.io/host/${address}`, question: null },
    ...(kind === 'unknown' || owner.organisation === null ? [registry(address)] : []),
    { says: 'Ready hunts for it, and all that the pack knows', do: `farend ip --hunts ${text}`, question: null },
    odd === undefined ? search(`"${text}"`, 'the address') : search(portWords(odd), 'the port'),
  ];
}

/** For a search: a protocol that is not told finds nothing. */
function portWords({ port, protocol }: FarPort): string {
  return protocol === NOT_TOLD ? `port ${port}` : `port ${port} ${protocol}`;
}

/** The zone of a link-local address is free text of the evidence: it must not get into a command. */
function plainAddress(text: string): string {
  const zone = text.indexOf('%');
  return zone < 0 ? text : text.slice(0, zone);
}

function search(query: string, what: string): Step {
  const url = `https://duckduckgo.com/?q=${encodeURIComponent(query)}`;
  return { says: `Web search for ${what}`, do: url, question: null };
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
