import { parseAddress } from '../../address/parse.js';
import { giveOwn } from './_own.js';
import { valueOf } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

const CARD = /^(?:(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}|[0-9a-f]{4}([.-])[0-9a-f]{4}\1[0-9a-f]{4})$/i;
const ONE_CARD = /(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}/i;
const INTERFACE = /^\S.{0,60}: ([\d.]+) --- 0x[0-9a-f]+\s*$/i;
/** The column of the cards, whatever else a system's or a switch's table has. */
const HEADER = /(?:\b(?:MAC|hardware|physical|phys|hw|link-?layer)[ -]?add(?:r(?:ess)?)?|\bMAC)\b/i;
/** Rows that tell themselves: `address card`, `name (address) at card`, `address dev`, and Cisco ASA's `interface address card age`. */
const BARE: readonly RegExp[] = [
  /^\s*[\d.]+\s+[0-9a-f]{1,4}[:.-]\S+(?:\s|$)/i,
  /^\S+ \([0-9a-f.:]+\) \S+ \S+[ [\]]/i,
  /^\S+ +ether +\S/,
  /^[0-9a-f.:]+ dev \S+ lladdr /i,
  /^\s*\S+ [\d.]+ [0-9a-f]{4}\.\S+ (?:-|alias|\d{1,9})\s*$/i,
];

/**
 * Machines on the same wire: `arp -a`, `ip neigh`, `ndp -a`, Get-NetNeighbor, `show arp` of switches and routers.
 *   192.0.2.1             00-53-00-12-34-56     dynamic
 *   ? (192.0.2.1) at 0:53:0:12:34:56 on en0 ifscope [ethernet]
 *   192.0.2.1 dev eth0 lladdr 00:53:00:12:34:56 REACHABLE
 */
export const neighbours: Companion = {
  name: 'neighbours',
  title: 'Machines on the same wire (arp -a, ip neigh)',
  reads: [
    {
      tool: 'arp -a, arp -an, arp -n',
      versions: 'Windows in any language, macOS, BSD, Linux',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/arp',
    },
    {
      tool: 'Get-NetNeighbor, netsh interface ip show neighbors, ndp -a, arp -a of Solaris',
      versions: 'Windows in any language, macOS, BSD, Solaris',
      link: 'https://learn.microsoft.com/powershell/module/nettcpip/get-netneighbor',
    },
    {
      tool: 'show arp, show ip arp, get system arp, display arp, /ip arp print',
      versions: 'switches and routers: tables with a column of MAC addresses',
      link: 'https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/ipaddr_arp/command/arp-cr-book.html',
    },
    {
      tool: 'Velociraptor Windows.Network.ArpCache, osquery arp_cache, Get-NetNeighbor as CSV and JSON',
      versions: 'an address and a card each',
      link: 'https://docs.velociraptor.app/artifact_references/pages/windows.network.arpcache/',
    },
    { tool: 'ip neigh', versions: 'iproute2', link: 'https://man7.org/linux/man-pages/man8/ip-neighbour.8.html' },
  ],
  sniff({ lines, text }) {
    if (areRecords(text)) return 0.95;
    const table = new Table();
    let rows = 0;
    let others = 0;
    for (const line of lines.slice(0, 400)) {
      if (INTERFACE.test(line.slice(0, 200))) return 0.94;
      if (table.row(line) !== null) rows += 1;
      else if (/(?:\d{1,3}\.){3}\d/.test(line.slice(0, 300))) others += 1;
      if (rows > 0 && !table.isBelow) return 0.92;
    }
    // Routes to the machines of a wire look alike, and reports of an incident name a card as well.
    return rows > others ? 0.94 : 0;
  },
  read(text, sink) {
    if (areRecords(text)) return readNeighbours(text, sink);
    const table = new Table();
    for (const line of linesOf(text)) {
      const self = INTERFACE.exec(line.slice(0, 200));
      if (self === null) give(table.row(line), sink);
      else giveOwn(sink, self[1] ?? '', null);
    }
  },
};

const CARD_KEYS = ['remotemacaddress', 'linklayeraddress', 'mac'];
const ADDRESS_KEYS = ['remoteaddress', 'ipaddress', 'address'];

/** An address and its card in each, and no ports: `{"LocalAddress":"192.0.2.20","RemoteAddress":"192.0.2.1","RemoteMACAddress":...}`. */
function areRecords(text: string): boolean {
  // Tables of consoles are read by line: others may follow.
  if (!/^\s*[{[]|^[^\n]{0,400}[,;\t]/.test(text.slice(0, 2048))) return false;
  const keys = keysOf(text);
  const has = (wanted: readonly string[]): boolean => wanted.some((key) => keys.has(key));
  return has(CARD_KEYS) && has(ADDRESS_KEYS) && ![...keys].some((key) => key.endsWith('port'));
}

function readNeighbours(text: string, sink: CompanionSink): void {
  readRecords(text, {
    record(record) {
      const card = valueOf(record, CARD_KEYS) ?? '';
      if (CARD.test(card)) give([valueOf(record, ADDRESS_KEYS) ?? '', card], sink);
    },
    bad: (line, start, reason) => sink.badLine(line, start, reason),
  });
}

/** Knows whether a header with a column of cards stands above. */
class Table {
  isBelow = false;

  row(line: string): readonly [string, string] | null {
    const row = neighbourOf(line.slice(0, 300), this.isBelow);
    if (row === null) this.isBelow ||= HEADER.test(line.slice(0, 200)) && !ONE_CARD.test(line);
    return row;
  }
}

/** The one address and the one card of a row; a mask and cells of other kinds may stand beside them. */
function neighbourOf(text: string, isBelow: boolean): readonly [string, string] | null {
  if (!isBelow && !BARE.some((row) => row.test(text))) return null;
  const cells = text
    .trim()
    .split(/\s+/, 20)
    .map((cell) => cell.replace(/^\((.*)\)$/, '$1').replace(/%.*$/, ''));
  const cards = cells.filter((cell) => CARD.test(cell));
  // The name beside it may be the address again.
  const addresses = unique(
    cells.filter((cell) => !CARD.test(cell) && !cell.startsWith('255.') && parseAddress(cell) !== null),
  );
  const [[address, another], [card, second]] = [addresses, cards];
  if (address === undefined || card === undefined) return null;
  return another === undefined && second === undefined ? [address, card] : null;
}

function unique(cells: readonly string[]): string[] {
  return [...new Set(cells)];
}

function give(neighbour: readonly [string, string] | null, sink: CompanionSink): void {
  const address = neighbour === null ? null : parseAddress(neighbour[0]);
  // ff-ff-ff-ff-ff-ff is the broadcast, 01-00-5e and 33-33 are multicast (RFC 1112, RFC 2464).
  const card = colons(neighbour?.[1] ?? '');
  if (address === null || card === '' || /^(?:ff:ff|0?1:0?0:5e|33:33)/.test(card)) return;
  sink.fact(address, 'on the same wire', card);
}

/** `0053.0012.3456` and `00-53-00-12-34-56` as `00:53:00:12:34:56`. */
function colons(card: string): string {
  const isFours = /^[0-9a-f]{4}[.-]/i.test(card);
  const plain = isFours ? card.replace(/[.-]/g, '').replace(/..(?=.)/g, '$&:') : card.replaceAll('-', ':');
  return plain.toLowerCase();
}
