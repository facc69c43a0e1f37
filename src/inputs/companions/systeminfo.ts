import { parseAddress } from '../../address/parse.js';
import { giveOwn } from './_own.js';
import { valueOf } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

// No `#`: the head of a firewall log (`#Software: Microsoft Windows Firewall`) has the same shape.
const VALUE = /^[^\s#][^:]{0,60}: +(\S.*?)\s*$/;
const UNAME = /^(?:Linux|Darwin|FreeBSD|OpenBSD|NetBSD|SunOS) (\S+) \d\S* /;
const SYSTEM = /Microsoft.{0,3} Windows/;

/**
 *   Host Name:                 DESKTOP-EXAMPLE
 *   OS Name:                   Microsoft Windows 11 Pro
 * in any language: the first value is the name.
 */
export const systeminfo: Companion = {
  name: 'systeminfo',
  title: 'Which computer it is (systeminfo, uname -a)',
  reads: [
    {
      tool: 'systeminfo',
      versions: 'Windows XP to 11, any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/systeminfo',
    },
    {
      tool: 'Velociraptor client_info.json, Get-ComputerInfo',
      versions: 'the collector of Velociraptor 0.6 to 0.75; Windows PowerShell 5.1 to 7',
      link: 'https://docs.velociraptor.app/docs/deployment/offline_collections/',
    },
    { tool: 'uname -a', versions: 'Linux, macOS, BSD', link: 'https://man7.org/linux/man-pages/man1/uname.1.html' },
  ],
  sniff({ lines, text }) {
    if (hostKeyOf(text) !== null) return 0.95;
    const [first = '', second = ''] = lines.filter((line) => line.trim() !== '').slice(0, 2);
    if (VALUE.test(first) && SYSTEM.test(VALUE.exec(second)?.[1] ?? '')) return 0.97;
    return UNAME.test(first) && second === '' ? 0.95 : 0;
  },
  read(text, sink) {
    const key = hostKeyOf(text);
    if (key !== null) return readHost(text, key, sink);
    const lines = linesOf(text.slice(0, 262_144));
    const first = lines.find((line) => line.trim() !== '') ?? '';
    const host = UNAME.exec(first)?.[1] ?? VALUE.exec(first.slice(0, 400))?.[1];
    if (host !== undefined) sink.host(host);
    for (const line of lines) {
      // Addresses of a network card: `[01]: 192.0.2.20`; updates stand in such lists too.
      const value = /^\s+\[\d+\]: (\S+)\s*$/.exec(line.slice(0, 200))?.[1];
      if (value !== undefined && parseAddress(value) !== null) giveOwn(sink, value, null);
    }
  },
};

/** The key of the name in records that describe one computer. */
function hostKeyOf(text: string): string | null {
  const keys = keysOf(text.slice(0, 32_768));
  const has = (...wanted: string[]): boolean => wanted.every((key) => keys.has(key));
  if (has('hostname', 'os', 'platform')) return 'hostname';
  return has('csname', 'osname') ? 'csname' : null;
}

function readHost(text: string, key: string, sink: CompanionSink): void {
  readRecords(text.slice(0, 262_144), {
    record: (record) => sink.host(valueOf(record, [key]) ?? ''),
    bad: () => undefined,
  });
}
