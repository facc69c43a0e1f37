import type { PublishedList } from './published-list.js';

const FOLDER = 'https://raw.githubusercontent.com/montysecurity/C2-Tracker/main/data';

/** What a file's tool is: a server of malware, a tool that red teams and defenders run as well, or everything. */
type Tool = 'malware' | 'dual-use' | 'defensive' | 'all';

/** File name without its ending, and what its tool is. */
const FILES: readonly (readonly [file: string, tool: Tool])[] = [
  ['AsyncRAT IPs', 'malware'],
  ['Brute Ratel C4 IPs', 'malware'],
  ['BurpSuite IPs', 'defensive'],
  ['Caldera C2 IPs', 'defensive'],
  ['Cobalt Strike C2 IPs', 'malware'],
  ['DarkComet Trojan IPs', 'malware'],
  ['DcRAT IPs', 'malware'],
  ['Gh0st RAT Trojan IPs', 'malware'],
  ['GoPhish IPs', 'defensive'],
  ['Havoc C2 IPs', 'malware'],
  ['Metasploit Framework C2 IPs', 'dual-use'],
  ['MobSF IPs', 'defensive'],
  ['Mythic C2 IPs', 'malware'],
  ['njRAT Trojan IPs', 'malware'],
  ['Quasar RAT IPs', 'malware'],
  ['Remcos RAT IPs', 'malware'],
  ['Sliver C2 IPs', 'malware'],
  ['XMRig Monero Cryptominer IPs', 'malware'],
  ['all', 'all'],
];

const RELIABILITY: Readonly<Record<Tool, readonly [value: number, why: string]>> = {
  malware: [0.7, 'Found by Shodan queries that fit the tool; weekly, and rented addresses change hands fast'],
  'dual-use': [0.5, 'Found by Shodan queries; many such servers belong to testers and courses'],
  defensive: [0.15, 'A tool of testers and defenders: seldom a sign of an infection'],
  all: [0.4, 'All tools in one file without saying which, those of defenders included'],
};

/** C2-Tracker of montysecurity, a file per tool: its name is the label. */
export const c2TrackerLists: readonly PublishedList[] = FILES.map(([file, tool]) => {
  const name = toolName(file);
  const [reliability, why] = RELIABILITY[tool];
  return {
    key: tool === 'all' ? 'c2-tracker' : `c2-tracker-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    title: tool === 'all' ? 'C2-Tracker, all tools' : `C2-Tracker: ${name}`,
    meaning: 'c2',
    direction: 'outbound',
    reliability,
    why,
    origins: tool === 'all' ? [] : ['c2-tracker'],
    halfLifeDays: 30,
    licence: 'No licence: for own use, never to be passed on',
    urls: [`${FOLDER}/${encodeURIComponent(file)}.txt`],
    layout: 'plain',
    label: tool === 'all' ? null : name,
    only: null,
    hasBogons: false,
    bounds: { min: tool === 'all' ? 200 : 0, max: 100_000 },
    cadenceMinutes: 7 * 1440,
    isDefault: tool !== 'all' && tool !== 'defensive',
  };
});

/** `Sliver C2 IPs` -> `Sliver`. */
function toolName(file: string): string {
  return file.replace(/ IPs$/, '').replace(/ (?:C2|Trojan|Framework C2|Monero Cryptominer)$/, '');
}
