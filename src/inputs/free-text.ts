import { extractAddresses, type FoundAddress } from '../address/extract.js';
import type { BlindSpot } from '../model/input.js';
import { arrowRecord } from './_arrow.js';
import { exact } from './_endpoint.js';
import { Rows } from './_rows.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Three lines of the format:
// 198.51.100.7
// 192.168.1.20:52310 -> 198.51.100.7:443
// The dropper then called hxxp://203.0.113[.]9:8080/gate.php, see also 2001:db8::7.

const GUESS: BlindSpot = {
  id: 'free-text',
  says: 'Read as plain text: every address in it counts as a far end, also own addresses and mere mentions.',
  fix: 'farend formats',
};

const SETTINGS: BlindSpot = {
  id: 'settings',
  says: 'These are rules and settings: their addresses may pass, are refused or asked; nobody says that they were connected.',
  fix: 'The table of sessions of the same device, such as conntrack -L or show conn.',
};
/** Lines of access lists and configurations: Cisco, iptables, Juniper, FortiGate, RouterOS, Windows Firewall. */
const SETTING =
  /^\s*(?:access-list \S+ |(?:\d+ )?(?:permit|deny) (?:ip|tcp|udp|icmp|host|any|\d)|-A \S+ .*-[jg] \S|Chain \S+ \(|(?:[\dXID ]{1,12}|add (?:action=\S+ )?)?chain=\S+ |\*filter$|(?:set|config|delete) (?:system|firewall|interfaces|protocols|security|router|vpn|(?:routing|policy)-options|subnet|srcaddr|dstaddr|gateway|ip|server|remote-gw)\b|ip (?:address|route|name-server|access-list) |(?:ntp|radius|tacacs)-?(?: server|-server) |logging host |snmp-server host |neighbor \S+ |interface [A-Z]\S*$)/;
/** FRITZ!Box names its own address, its resolvers and its gateway. */
const OWN = /Internetverbindung wurde erfolgreich hergestellt|Internet connection (?:was )?established successfully/;

/**
 * Texts whose addresses are known not to be peers: routing tables of every system (by their masks and flags, whatever
 * the language), interface listings and statistics, multicast groups, ARP and DNS caches, hosts files and logs of other
 * kinds.
 */
const NOT_PEERS: readonly RegExp[] = [
  /^[ \t]*\d{1,3}(?:\.\d{1,3}){3}[ \t]+(?:0\.0\.0\.0|255\.\d{1,3}\.\d{1,3}\.\d{1,3})\s+\S/m,
  /^\S+[ \t]+\S+[ \t]+U(?!DP|P\b|NK)[A-Za-z0-9]{0,10}[ \t]+(?:\d+|\S+$)/m,
  /\bGenmask\b|^Routing tables|Kernel IP(?:v6)? routing|^[ \t]*Destination[ \t]+(?:Gateway|Next Hop)/m,
  /^(?:default|\d[\d./]*|[0-9a-f:]+\/\d+) (?:via|dev) \S+|\bproto (?:kernel|dhcp|static|ra) /m,
  /^[ \t]+inet6? (?:addr:)?[0-9a-f:.]+.*(?:netmask|prefixlen|scope|Mask:|brd )/m,
  /:[ \t]+255\.\d{1,3}\.\d{1,3}\.\d{1,3}[ \t]*$/m,
  /\(\d{1,3}(?:\.\d{1,3}){3}\) (?:at|auf) [0-9a-f]{1,2}:|^[^\n]{0,60}: \d{1,3}(?:\.\d{1,3}){3} --- 0x[0-9a-f]+/m,
  /^[ \t]*\d{1,3}(?:\.\d{1,3}){3}[ \t]+(?:dev \S+ lladdr )?[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/im,
  /^[ \t]*(?:127\.0\.0\.1|::1)[ \t]+[\w.-]*localhost\b|^nameserver[ \t]/m,
  /^#(?:separator|fields|types)\s/m,
  /^\S+[ \t]+(?:UP|DOWN|UNKNOWN)[ \t]+[0-9a-f.:]+\/\d+/m,
  /^(?:Address[ \t]+HWtype|IP address[ \t]+HW type)[ \t]|\bGroup Memberships?\b|\bIpkts\b/im,
  // Get-NetIPAddress, Get-NetRoute, Get-NetNeighbor, Get-DnsClientServerAddress; netsh interface ip show config.
  /^(?:ifIndex|InterfaceAlias|InterfaceIndex)[ \t]+[\w:]|\(\S{1,20} 255\.\d{1,3}\.\d{1,3}\.\d{1,3}\)/m,
  // ipconfig, ipconfig /displaydns and systeminfo in any language: names led to their values by dots, numbered cards.
  /^[ \t]+[^\n]{1,60}(?:\. ){3,}\.?[ \t]*:[ \t]|^[ \t]+\[\d\d\]: /m,
  // Cisco Umbrella's DNS log: who asked for a name, from where; the answer is not in it.
  /^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",(?:"[^"\n]{0,400}",){2}"[0-9a-f.:]*","[0-9a-f.:]*","\w+","\d{1,5} \([A-Z\d]+\)",/m,
];

/** JSON objects and XML have readers of their own. */
const STRUCTURED = /^[[{]\s*["{[]|^\{\s*\}|^<(?:\?xml|Objs|Events?|html|!DOCTYPE)\b/i;

class TextReader implements LineReader {
  readonly #rows: Rows;
  readonly #areSettings: boolean;

  constructor(sink: Sink, head: Head) {
    this.#rows = new Rows(sink);
    this.#areSettings = areSettings(head);
  }

  line(text: string, number: number): void {
    if (OWN.test(text)) return;
    const pair = arrowRecord(text);
    if (pair !== null) return this.#rows.record(pair, number, text, { protocol: protocolOf(text) });
    for (const { address, port } of endsIn(text))
      this.#rows.socket(
        { protocol: protocolOf(text), local: null, remote: exact(address, port), state: 'unknown' },
        number,
      );
  }

  end(): CaptureFacts {
    const blindSpots = [this.#areSettings ? SETTINGS : GUESS, ...this.#rows.logSpots()];
    return { tool: 'addresses in text', language: null, os: 'unknown', blindSpots };
  }
}

/** A report may quote a rule or two. */
function areSettings({ text, lines }: Head): boolean {
  // netsh prints a rule over many lines.
  if (/^Rule Name:/m.test(text)) return true;
  const filled = lines.filter((line) => line.trim() !== '');
  const settings = filled.filter((line) => SETTING.test(line.slice(0, 400))).length;
  return settings > 0 && settings * 5 >= filled.length;
}

/** A word before it makes four numbers a version. */
const VERSION = /(?:\b(?:Chrome|Chromium|CriOS|Edg|OPR|v|ver|rev|release|build|revision)|version)\b["'>:=/\s.-]{0,4}$/i;

/** The addresses that can be somebody's far end: no network, no wildcard, no version. */
function* endsIn(text: string): Generator<FoundAddress, void, undefined> {
  for (const found of extractAddresses(text)) {
    const { address, port, prefixLength, index } = found;
    if (prefixLength !== null && prefixLength < (address.family === 4 ? 32 : 128)) continue;
    if (exact(address, port).isAny || VERSION.test(text.slice(Math.max(0, index - 20), index))) continue;
    yield found;
  }
}

/** What the line itself says; a URL is TCP in all but its newest version, and tcpdump prints flags of TCP only. */
function protocolOf(text: string): string {
  const word = /\b(tcp|udp)\b|\bh(?:tt|xx)ps?(?=\[?:)|\bFlags \[/i.exec(text.slice(0, 2000));
  return word === null ? 'unknown' : (word[1]?.toLowerCase() ?? 'tcp');
}

function sniff(head: Head): number {
  const { text } = head;
  if (STRUCTURED.test(text.trimStart()) || NOT_PEERS.some((pattern) => pattern.test(text))) return 0;
  const hasEnd = endsIn(text).next().done !== true || head.lines.some((line) => arrowRecord(line) !== null);
  return hasEnd ? 0.1 : 0;
}

/** What stands around an address in a list: a number or a mark before it, a remark behind it. */
const BEFORE_ENTRY = /^(?:\d+[.)])?[\s"'*(<-]*(?:(?:tcp|udp|hxxps?|https?):?[\s/]*)?$/i;
const BEHIND_ENTRY = /^[\s"')>]*(?:[,;|#(/].*|[-–—] .*)?$/;

/** Most lines are addresses, or pairs of them: somebody listed them, and does not only mention them. */
function isList({ lines }: Head): boolean {
  const filled = lines.filter((line) => /^\s*[^\s#]/.test(line));
  return filled.filter((line) => isEntry(line.slice(0, 400))).length * 2 > filled.length;
}

function isEntry(line: string): boolean {
  if (arrowRecord(line) !== null) return true;
  const [found] = endsIn(line);
  if (found === undefined) return false;
  const { index, length } = found;
  return BEFORE_ENTRY.test(line.slice(0, index)) && BEHIND_ENTRY.test(line.slice(index + length));
}

/** A list of addresses, or any text that contains some, defanged or not. */
export const freeText: InputFormat = {
  name: 'free-text',
  title: 'Plain text with addresses',
  reads: [
    {
      tool: 'lists and reports',
      versions: 'one address a line, or anywhere in text; 203.0.113[.]9, hxxp:// and the like are undone',
      link: 'https://www.rfc-editor.org/rfc/rfc5952',
    },
  ],
  isMention: (head) => !isList(head),
  sniff,
  open: (head, sink) => new TextReader(sink, head),
};
