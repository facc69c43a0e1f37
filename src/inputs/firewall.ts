import { LogTimes } from './_log-time.js';
import { Rows } from './_rows.js';
import { BLOCK_MARK, type SessionBlock, SessionBlocks } from './_session-blocks.js';
import { sessionLines } from './_session-lines.js';
import type { SessionLine, Told } from './_session-record.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Three lines of the format, of pf, RouterOS and Cisco ASA:
// all tcp 203.0.113.9:60231 (192.168.1.20:53413) -> 198.51.100.7:443       ESTABLISHED:ESTABLISHED
//  1  SAC Fs  tcp  192.168.1.20:51236   198.51.100.7:443     established 23h59m58s     1.2kbps
// %ASA-6-302013: Built outbound TCP connection 12 for outside:198.51.100.7/443 (198.51.100.7/443) to inside:192.168.1.20/51234 (203.0.113.9/51234)

const LONGEST = 1_000;
/** A state of pf, a connection of RouterOS, one half of Junos: whatever stands where the addresses should. */
const LIKE: readonly RegExp[] = [
  /^\s*\S{1,20}\s+(?:tcp|udp)\s+\S{1,60}(?: \(\S{1,60}\))? (?:<-|->) \S.{0,130}?\s[A-Z_0-9]{4,}:[A-Z_0-9]{4,}\s*$/,
  /^\s*\d{1,9}\s+[A-Z][A-Za-z ]{0,14}?\s(?:tcp|udp)\s+\S{3,60}\s+\S{3,60}\s+(?:[a-z-]{3,13}\d?\s+)?(?:\d+[wdhms]){1,5}\s/,
  /^\s*In: \S{1,60} --> \S{1,60};\w{1,10}\b/,
];
const UNREADABLE = 'a session without two readable addresses';

interface Open {
  readonly kind: SessionLine;
  readonly found: RegExpExecArray;
  readonly line: number;
  readonly text: string;
}

class FirewallReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #blocks = new SessionBlocks();

  readonly #times: LogTimes;
  /** A row of which lines below may tell more. */
  #open: Open | null = null;
  /** A line that is no row, but may be the first half of one. */
  #half: { readonly text: string; readonly line: number } | null = null;

  constructor(sink: Sink, { written }: Head) {
    this.#sink = sink;
    this.#times = new LogTimes(written);
    this.#rows = new Rows(sink, { isInitiator: true });
  }

  line(text: string, number: number): void {
    if (text === '') return;
    const short = text.slice(0, LONGEST);
    if (this.#isBelow(short)) return;
    this.#giveOpen();
    const blocks = this.#blocks.take(short, number);
    if (blocks !== undefined) return this.#take(blocks);
    if (this.#isSecondHalf(short)) return;
    if (this.#row(short, number, text)) return;
    if (sessionLines.some(({ half: begins }) => begins?.test(short) === true))
      this.#half = { text: short, line: number };
    if (LIKE.some((like) => like.test(short))) this.#sink.badLine(number, text, UNREADABLE);
  }

  /** Whether the line completes the one before. */
  #isSecondHalf(text: string): boolean {
    const half = this.#half;
    this.#half = null;
    if (half === null) return false;
    if (wholes(half.text, text).some((whole) => this.#row(whole, half.line, half.text))) return true;
    this.#sink.badLine(half.line, half.text, 'half a session');
    return false;
  }

  /** Whether the text is a row. */
  #row(short: string, number: number, text: string): boolean {
    for (const kind of sessionLines) {
      const found = kind.row.exec(short);
      if (found === null) continue;
      this.#take(this.#blocks.end());
      if (kind.sizes === undefined) this.#give(kind.read(found), number, text, kind.isPacket !== true);
      else this.#open = { kind, found, line: number, text };
      return true;
    }
    return false;
  }

  /** Whether the line belongs to the row above; with its sizes that is complete. */
  #isBelow(text: string): boolean {
    const { kind } = this.#open ?? {};
    if (kind === undefined || !/^\s/.test(text) || kind.row.test(text)) return false;
    const [, bytes, received] = kind.sizes?.exec(text) ?? [];
    if (bytes !== undefined) this.#giveOpen({ bytes, received });
    return true;
  }

  #giveOpen(sizes?: Told): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#give(open.kind.read(open.found, sizes), open.line, open.text);
  }

  #take(blocks: readonly SessionBlock[]): void {
    for (const { record, line, text, isPacket } of blocks) this.#give(record, line, text, isPacket !== true);
  }

  #give(record: RawRecord | null, line: number, text: string, isInitiator = true): void {
    if (record === null) this.#sink.badLine(line, text, UNREADABLE);
    else this.#rows.record({ ...record, time: record.time ?? this.#times.of(text) }, line, text, { isInitiator });
  }

  end(): CaptureFacts {
    this.#giveOpen();
    this.#isSecondHalf('');
    this.#take(this.#blocks.end());
    const blindSpots = [...this.#rows.deviceSpots(), ...this.#times.spots()];
    return { tool: 'sessions of a firewall', language: null, os: 'unknown', blindSpots };
  }
}

/** A table of translations has no far ends where all are static. */
const NAT_HEADER = /^[ \t]*Pro[ \t]+Inside global[ \t]+Inside local[ \t]+Outside local[ \t]+Outside global/m;

/** Every kind is too peculiar to be met by chance; only a table's columns say more. */
function sniff({ text, lines }: Head): number {
  if (NAT_HEADER.test(text)) return 0.982;
  const kinds = sessionLines.filter(({ mark }) => mark.test(text));
  const blocks = BLOCK_MARK.test(text) ? new SessionBlocks() : null;
  if (kinds.length === 0 && blocks === null) return 0;
  const isThere = lines.some((line, at) => {
    if (isSession(line.slice(0, LONGEST), kinds, blocks)) return true;
    const isHalf = kinds.some(({ half }) => half?.test(line.slice(0, LONGEST)) === true);
    return isHalf && wholes(line, lines[at + 1] ?? '').some((whole) => isSession(whole, kinds, null));
  });
  // The last session may have no line that ends it.
  if (!isThere && blocks?.end().some(({ record }) => record !== null) !== true) return 0;
  // Records that carry such lines say more: when, and of which host.
  return /^\s*[[{]\s*["{[]/.test(text) ? 0.6 : 0.982;
}

/** Both halves of a row that a window broke within a word, or between two. */
function wholes(half: string, text: string): string[] {
  return [`${half}${text}`, `${half} ${text}`].map((whole) => whole.slice(0, LONGEST));
}

function isSession(line: string, kinds: readonly SessionLine[], blocks: SessionBlocks | null): boolean {
  if (blocks?.take(line, 0)?.some(({ record }) => record !== null) === true) return true;
  return kinds.some(({ row, read }) => {
    const found = row.exec(line);
    return found !== null && read(found) !== null;
  });
}

/** Session tables and logs of firewalls and routers: both ends on one line, or on two. */
export const firewall: InputFormat = {
  name: 'firewall',
  title: 'Sessions of firewalls and routers',
  reads: [
    {
      tool: 'pfctl -ss, -vss',
      versions: 'OpenBSD, FreeBSD, pfSense and OPNsense, filterlog too; ipfw -d show',
      link: 'https://man.openbsd.org/pfctl',
    },
    {
      tool: 'MikroTik RouterOS',
      versions: '6 and 7: /ip firewall connection print, its firewall log',
      link: 'https://help.mikrotik.com/docs/spaces/ROS/pages/130220087/Connection+tracking',
    },
    {
      tool: 'Cisco ASA, IOS and NX-OS',
      versions:
        'syslog of connections and access lists, show tcp, show tcp brief, show control connections, show policy-map type inspect zone-pair sessions, show control-plane host open-ports, show sockets connection, show ip sockets, show ip nat translations, show ip cache flow',
      link: 'https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/asa-syslog.html',
    },
    {
      tool: 'Huawei, H3C and HPE Comware, IBM i, IPTraf, SNMP, netstat -x of Windows',
      versions:
        'display tcp, display tcp status, NETSTAT *CNN, the log of iptraf and iptraf-ng, snmpwalk of tcpConnState and tcpConnectionState, NetworkDirect',
      link: 'https://www.ibm.com/docs/en/i/7.5?topic=ssw_ibm_i_75/cl/netstat.html',
    },
    {
      tool: 'Azure Firewall',
      versions: 'the messages of network, application and NAT rules, as CSV; as JSON they are a table',
      link: 'https://learn.microsoft.com/azure/firewall/monitor-firewall-reference',
    },
    {
      tool: 'tshark -z conv',
      versions: '2 to 4: conversations of TCP, UDP and IP; a line does not say which',
      link: 'https://www.wireshark.org/docs/man-pages/tshark.html',
    },
    {
      tool: 'Snort and Suricata',
      versions: 'fast and full alerts, snort -v',
      link: 'https://docs.suricata.io/en/latest/output/index.html',
    },
    {
      tool: 'WatchGuard Firebox',
      versions: 'Fireware 12, syslog',
      link: 'https://www.watchguard.com/help/docs/fireware/12/en-US/log_catalog/Log-Catalog_v12_10.pdf',
    },
    {
      tool: 'NetScaler, Barracuda CloudGen',
      versions: 'the syslog of TCP and SSL VPN connections; the log of the firewall',
      link: 'https://docs.netscaler.com/en-us/citrix-adc/current-release/system/audit-logging.html',
    },
    {
      tool: 'ndpiReader, Proxifier',
      versions: 'nDPI 2 to 5 with -v2; the log of Proxifier 3 and 4',
      link: 'https://www.ntop.org/products/deep-packet-inspection/ndpi/',
    },
    {
      tool: 'Juniper SRX',
      versions: 'show security flow session, RT_FLOW',
      link: 'https://www.juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/command/show-security-flow-session.html',
    },
    {
      tool: 'FortiGate, Palo Alto, Check Point, F5, Huawei, VyOS',
      versions:
        'diagnose sys session list and tcpsock, diagnose sniffer packet, get system session list, show session all, show session id, fw tab -f, -u and fw ctl conntab, show sys connection, display firewall session table, show conntrack table',
      link: 'https://docs.fortinet.com/document/fortigate/latest/administration-guide/54688/debugging-the-packet-flow',
    },
  ],
  sniff,
  open: (head, sink) => new FirewallReader(sink, head),
};
