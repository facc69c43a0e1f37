import { parseAddress } from '../../address/parse.js';
import { giveOwn, lengthOfMask } from './_own.js';
import { valueOf } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

const IP = /^(?:\d{1,6}: \S{1,40})?\s+inet6? ([0-9a-f.:]+)(?:%\S+)?(?: peer [0-9a-f.:]+)?\/(\d{1,3})(?: |$)/i;
const IP_BRIEF = /^\S+ +(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT) +((?:[0-9a-f.:]+\/\d{1,3} *)+)$/i;
const BSD = /^\s+inet6? (?:addr: ?)?([0-9a-f.:]+)(?:%\S+)?(?:\/(\d{1,3}))?(?: (.*))?$/i;

/** `show ip interface brief`: `Vlan10  192.0.2.1  YES NVRAM  up  up`; NetworkManager: `IP4.ADDRESS[1]:  192.0.2.20/24`. */
const DEVICE =
  /^\S+ +(\d[\d.]{6,14})(?:\/(\d{1,2}))? +(?:(?:YES|NO) +\S|(?:protocol-)?(?:up|down)\b)|^IP[46]\.ADDRESS\[\d+\]: +([0-9a-f.:]+)\/(\d{1,3})\s*$/;

/**
 *   inet 192.0.2.20/24 brd 192.0.2.255 scope global dynamic eth0
 *   inet 192.0.2.20  netmask 255.255.255.0  broadcast 192.0.2.255
 *   inet 192.0.2.20 netmask 0xffffff00 broadcast 192.0.2.255
 */
export const ifconfig: Companion = {
  name: 'ifconfig',
  title: 'Own addresses of Linux, macOS and BSD (ip addr, ifconfig)',
  reads: [
    {
      tool: 'ip addr, ip -br addr, ip -o addr',
      versions: 'iproute2',
      link: 'https://man7.org/linux/man-pages/man8/ip-address.8.html',
    },
    {
      tool: 'show ip interface brief, nmcli device show',
      versions: 'Cisco and Arista, NetworkManager',
      link: 'https://networkmanager.dev/docs/api/latest/nmcli.html',
    },
    {
      tool: 'Velociraptor InterfaceAddresses, osquery interface_addresses',
      versions: 'JSON, CSV',
      link: 'https://docs.velociraptor.app/artifact_references/pages/generic.network.interfaceaddresses/',
    },
    { tool: 'ifconfig -a', versions: 'net-tools, macOS, BSD', link: 'https://man.freebsd.org/cgi/man.cgi?ifconfig(8)' },
  ],
  sniff({ lines, text }) {
    if (areRecords(text)) return 0.95;
    const isCard = lines.some((line) =>
      /^(?:\d+: )?[\w.@-]+:? .*(?:mtu|MTU|Link encap|flags=)|^\S+ +(?:UP|UNKNOWN) +[\d.]+\/\d+|^\d+: \S+ +inet6? \S+\/\d/.test(
        line.slice(0, 300),
      ),
    );
    const hasAddress = lines.some(
      (line) => IP.test(line) || IP_BRIEF.test(line.slice(0, 400)) || BSD.test(line.slice(0, 300)),
    );
    if (isCard && hasAddress) return 0.95;
    return lines.some((line) => DEVICE.test(line.slice(0, 300))) ? 0.93 : 0;
  },
  read(text, sink) {
    if (areRecords(text)) return readAddresses(text, sink);
    for (const line of linesOf(text)) give(line.slice(0, 400), sink);
  },
};

const ADDRESS_KEYS = ['ip', 'address'];

/** Each address with its mask: `{"Name":"Ethernet0","HardwareAddr":"00:53:00:12:34:56","IP":"192.0.2.20","Mask":"255.255.255.0"}`. */
function areRecords(text: string): boolean {
  const keys = keysOf(text);
  if (!keys.has('mask') || !ADDRESS_KEYS.some((key) => keys.has(key))) return false;
  return ['hardwareaddr', 'interface', 'broadcast'].some((key) => keys.has(key)) && ![...keys].some(isPort);
}

function isPort(key: string): boolean {
  return key.endsWith('port');
}

function readAddresses(text: string, sink: CompanionSink): void {
  readRecords(text, {
    record(record) {
      const mask = valueOf(record, ['mask']);
      giveOwn(sink, valueOf(record, ADDRESS_KEYS) ?? '', mask === null ? null : lengthOfMask(mask));
    },
    bad: (line, start, reason) => sink.badLine(line, start, reason),
  });
}

function give(line: string, sink: CompanionSink): void {
  const plain = IP.exec(line);
  if (plain !== null) return void giveOwn(sink, plain[1] ?? '', Number(plain[2]));
  const brief = IP_BRIEF.exec(line);
  if (brief !== null) {
    for (const cell of (brief[1] ?? '').trim().split(/ +/)) {
      const [address = '', length] = cell.split('/');
      giveOwn(sink, address, Number(length));
    }
    return;
  }
  const device = DEVICE.exec(line);
  if (device !== null) {
    const length = device[2] ?? device[4];
    return void giveOwn(sink, device[1] ?? device[3] ?? '', length === undefined ? null : Number(length));
  }
  const bsd = BSD.exec(line);
  if (bsd === null || parseAddress(bsd[1] ?? '') === null) return;
  const mask = /(?:netmask|Mask:) ?(\S+)/.exec(bsd[3] ?? '')?.[1]?.replace(/^(?=[0-9a-f]{8}$)/i, '0x');
  const prefix = bsd[2] ?? /prefixlen (\d{1,3})/.exec(bsd[3] ?? '')?.[1];
  giveOwn(sink, bsd[1] ?? '', mask === undefined ? (prefix === undefined ? null : Number(prefix)) : lengthOfMask(mask));
}
