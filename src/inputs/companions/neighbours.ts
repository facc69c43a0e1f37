import { parseAddress } from '../../address/parse.js';
import { giveOwn } from './_own.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

const MAC = '(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}';
const INTERFACE = /^\S.{0,60}: ([\d.]+) --- 0x[0-9a-f]+\s*$/i;
const WINDOWS = new RegExp(`^ +([\\d.]+) +(${MAC}) +\\S`, 'i');
const BSD = new RegExp(`^\\S+ \\(([\\d.]+)\\) \\S+ (${MAC})[ \\[]`, 'i');
const LINUX = new RegExp(`^(\\S+) +ether +(${MAC}) `, 'i');
const IP_NEIGH = new RegExp(`^([0-9a-f.:]+) dev \\S+ (?:lladdr (${MAC})|FAILED|INCOMPLETE)`, 'i');

/**
 * Machines on the same wire: `arp -a` of Windows, macOS and Linux, `ip neigh`.
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
    { tool: 'ip neigh', versions: 'iproute2', link: 'https://man7.org/linux/man-pages/man8/ip-neighbour.8.html' },
  ],
  sniff({ lines }) {
    const found = lines.slice(0, 400).some((line) => INTERFACE.test(line.slice(0, 200)) || neighbourOf(line) !== null);
    return found ? 0.94 : 0;
  },
  read(text, sink) {
    for (const line of linesOf(text)) {
      const self = INTERFACE.exec(line.slice(0, 200));
      if (self === null) give(neighbourOf(line), sink);
      else giveOwn(sink, self[1] ?? '', null);
    }
  },
};

function neighbourOf(line: string): readonly [string, string] | null {
  const text = line.slice(0, 300);
  const match = WINDOWS.exec(text) ?? BSD.exec(text) ?? LINUX.exec(text) ?? IP_NEIGH.exec(text);
  return match === null ? null : [match[1] ?? '', match[2] ?? ''];
}

function give(neighbour: readonly [string, string] | null, sink: CompanionSink): void {
  const address = neighbour === null ? null : parseAddress(neighbour[0]);
  // ff-ff-ff-ff-ff-ff is the broadcast, 01-00-5e and 33-33 are multicast (RFC 1112, RFC 2464).
  const card = (neighbour?.[1] ?? '').replaceAll('-', ':').toLowerCase();
  if (address === null || card === '' || /^(?:ff:ff|0?1:0?0:5e|33:33)/.test(card)) return;
  sink.fact(address, 'on the same wire', card);
}
