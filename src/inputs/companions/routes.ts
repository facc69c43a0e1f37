import { parseAddress } from '../../address/parse.js';
import { giveGateway, giveNetwork, giveOwn, lengthOfMask } from './_own.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

/** Interfaces of tunnels and containers: what is routed into one lies far away, or inside. */
const TUNNEL = /^(?:tun|tap|wg|ppp|utun|ipsec|gif|stf|vpn|docker|br-|veth|nordlynx|tailscale)/i;
/** A connected network is not larger than this: a default route into a tunnel would make the Internet our own. */
const LARGEST = { 4: 16, 6: 48 } as const;

type Row = (line: string, sink: CompanionSink) => boolean;

const ROWS: readonly Row[] = [windowsRow, windowsRow6, ipRouteRow, deviceRow, listedRow, askedRow, linuxRow, bsdRow];

/**
 * Own gateways and networks, which are no peers: `route print` in any language, `ip route`, `route -n`, `netstat -r`.
 *          0.0.0.0          0.0.0.0      192.0.2.1      192.0.2.20     25
 *   default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.20 metric 100
 *   192.0.2.0       0.0.0.0         255.255.255.0   U     100    0        0 eth0
 *   default            192.0.2.1          UGSc          en0
 *   S*    0.0.0.0/0 [1/0] via 192.0.2.1
 */
export const routes: Companion = {
  name: 'routes',
  title: 'Own gateways and networks (route print, ip route, netstat -r)',
  reads: [
    {
      tool: 'route print, netstat -r',
      versions: 'Windows in any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/route_ws2008',
    },
    {
      tool: 'ip route, ip -6 route',
      versions: 'iproute2',
      link: 'https://man7.org/linux/man-pages/man8/ip-route.8.html',
    },
    {
      tool: 'show ip route, show route, netsh interface ip show route, Get-NetRoute',
      versions: 'Cisco, Arista and whatever prints its like; Windows in any language',
      link: 'https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_pi/command/iri-cr-book.html',
    },
    {
      tool: 'route -n, netstat -rn',
      versions: 'net-tools, macOS, BSD',
      link: 'https://man7.org/linux/man-pages/man8/route.8.html',
    },
  ],
  sniff({ lines }) {
    const nothing = silent();
    const rows = lines.slice(0, 400).filter((line) => ROWS.some((row) => row(line.slice(0, 300), nothing))).length;
    const text = lines.slice(0, 60).join('\n');
    const isTable =
      /routing table|Routing tables|Genmask|^default |^={20,}|^(?:ifIndex )?DestinationPrefix +NextHop |^-{3,}(?: +-{3,}){3,5}\s*\n(?:\S+ +\S+ +\d+) +[0-9a-f.:]+\/\d|^ifIndex +DestinationPrefix |^\S+ (?:via \S+ )?dev \S+ (?:\S+ ){0,6}?(?:proto|scope|metric) \S|Gateway of last resort|^ +route to: \S|is directly connected,|, ubest\/mbest: |^[^\n]* \[\d+\/\d+\],? via /im.test(
        text,
      );
    return rows > 0 && isTable ? 0.93 : 0;
  },
  read(text, sink) {
    for (const line of linesOf(text)) {
      const row = line.slice(0, 300);
      ROWS.some((read) => read(row, sink));
    }
  },
};

function silent(): CompanionSink {
  const ignore = (): void => undefined;
  return {
    process: ignore,
    signature: ignore,
    named: ignore,
    ownAddress: ignore,
    gateway: ignore,
    network: ignore,
    fact: ignore,
    host: ignore,
    capturedAt: ignore,
    badLine: ignore,
  };
}

/** Destination, mask, gateway (an address or a word for "on-link"), interface, metric. */
function windowsRow(line: string, sink: CompanionSink): boolean {
  const match = /^ +(\d[\d.]+) +(\d[\d.]+) +(\S.*?) +(\d[\d.]+) +(\d+)\s*$/.exec(line);
  if (match === null) return false;
  const [, target = '', mask = '', gateway = '', self = ''] = match;
  const length = lengthOfMask(mask);
  const own = parseAddress(self);
  if (length === null || parseAddress(target) === null || own === null) return false;
  giveOwn(sink, self, null);
  // XP prints the own address as gateway of a connected network.
  const isConnected = parseAddress(gateway) === null || gateway === self;
  if (!isConnected) giveGateway(sink, gateway);
  else if (length >= LARGEST[4] && length < 32) giveNetwork(sink, target, length, own);
  return true;
}

/** Interface number, metric, prefix, gateway; a long prefix pushes the gateway to the next line. */
function windowsRow6(line: string, sink: CompanionSink): boolean {
  const match = /^ +\d{1,4} +\d{1,6} +([0-9a-f:]+)\/(\d{1,3})(?: +(\S+))?/i.exec(line);
  if (match === null || !(match[1] ?? '').includes(':')) return false;
  const gateway = parseAddress(match[3] ?? '');
  if (gateway !== null) sink.gateway(gateway);
  else if (match[2] === '128') giveOwn(sink, match[1] ?? '', null);
  return true;
}

function ipRouteRow(line: string, sink: CompanionSink): boolean {
  const match = /^(default|[0-9a-f.:]+(?:\/\d{1,3})?) (?:.* )?dev (\S+)/i.exec(line.trimEnd());
  if (match === null || / lladdr /.test(line)) return false;
  const via = / via (?:inet6 )?(\S+)/.exec(line)?.[1];
  const self = / src (\S+)/.exec(line)?.[1] ?? '';
  if (via !== undefined) giveGateway(sink, via);
  if (self !== '') giveOwn(sink, self, null);
  const [base = '', length = ''] = (match[1] ?? '').split('/');
  const isConnected = via === undefined && / proto kernel/.test(line) && !TUNNEL.test(match[2] ?? '');
  if (isConnected && length !== '') connected(sink, base, Number(length), self);
  return true;
}

/** Routers: `S* 0.0.0.0/0 [1/0] via 192.0.2.1`, `C 192.0.2.0/24 is directly connected, Vlan10`, `*via 192.0.2.1, Eth1/1, [1/0]`. */
function deviceRow(line: string, sink: CompanionSink): boolean {
  if (/ is directly connected[, ]/.test(line)) return true;
  const via = /(?:^|[\s*])via ([0-9a-f.:]{2,45})(?=[,\s]|$)/i.exec(line)?.[1];
  return via !== undefined && /\[\d{1,3}\/\d{1,10}\]/.test(line) && giveGateway(sink, via);
}

/** `route -n get default` of macOS and BSD: a word a line. */
function askedRow(line: string, sink: CompanionSink): boolean {
  const gateway = /^ +gateway: (\S+)\s*$/.exec(line)?.[1];
  return gateway !== undefined && giveGateway(sink, gateway);
}

/** netsh and Get-NetRoute of Windows: prefix, its interface or nothing, next hop. */
function listedRow(line: string, sink: CompanionSink): boolean {
  const match = /^(?:\S+ +\S+ +\d+|\d+) +[0-9a-f.:]+\/\d{1,3} +(?:\d+ +)?([0-9a-f.:]+)(?: +\d+ .*)?\s*$/i.exec(line);
  const address = parseAddress(match?.[1] ?? '');
  if (match === null || address === null) return false;
  giveGateway(sink, match[1] ?? '');
  return true;
}

function connected(sink: CompanionSink, base: string, length: number, self: string): void {
  const address = parseAddress(base.replace(/%.*$/, ''));
  if (address === null || length < LARGEST[address.family]) return;
  // A table without own addresses proves by its interface alone.
  giveNetwork(sink, base, length, parseAddress(self) ?? address);
}

/** net-tools: destination, gateway, mask, flags ... interface. */
function linuxRow(line: string, sink: CompanionSink): boolean {
  const match = /^(\S+) +(\S+) +(\d[\d.]+) +([A-Z!]{1,6}) .* (\S+)\s*$/.exec(line);
  const length = match === null ? null : lengthOfMask(match[3] ?? '');
  if (match === null || length === null) return false;
  const [, target = '', gateway = '', , flags = '', device = ''] = match;
  if (flags.includes('G')) giveGateway(sink, gateway);
  else if (!TUNNEL.test(device) && length < 32) connected(sink, target, length, '');
  return true;
}

/** macOS and BSD: destination (`10.156.64/21`, `default`), gateway (an address, `link#8`, a card), flags, interface. */
function bsdRow(line: string, sink: CompanionSink): boolean {
  const match = /^(default|[0-9a-f.:]+(?:%\w+)?(?:\/\d{1,3})?) +(\S+) +(U[A-Za-z]{0,12}) +(?:\d+ +\d+ +)?(\S+)/i.exec(
    line,
  );
  if (match === null) return false;
  const [, target = '', gateway = '', flags = '', device = ''] = match;
  if (flags.includes('G')) giveGateway(sink, gateway);
  const [base = '', length] = target.split('/');
  const isConnected = /^link#\d+$/.test(gateway) && !flags.includes('H') && !TUNNEL.test(device);
  if (isConnected && length !== undefined && !base.includes(':')) connected(sink, filled(base), Number(length), '');
  return true;
}

/** `10.156.64` is 10.156.64.0. */
function filled(base: string): string {
  return base.split('.').concat('0', '0', '0').slice(0, 4).join('.');
}
