import { parseAddress } from '../../address/parse.js';
import { dottedLine } from './_dotted.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

const RULE = /^\s+-{8,}\s*$/;

/**
 * `ipconfig /displaydns` in any language, by its shape: a name, a rule, then records of `words . . : value`.
 *     www.example.com
 *     ----------------------------------------
 *     Record Name . . . . . : www.example.com
 *     Record Type . . . . . : 1
 *     A (Host) Record . . . : 198.51.100.7
 */
export const dnsCache: Companion = {
  name: 'dns-cache',
  title: 'Names that this computer looked up (ipconfig /displaydns)',
  reads: [
    {
      tool: 'ipconfig /displaydns',
      versions: 'Windows 2000 to 11, any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/ipconfig',
    },
  ],
  sniff({ lines }) {
    const at = lines.findIndex((line, index) => RULE.test(line) && isTitle(lines[index - 1] ?? ''));
    if (at < 0) return 0;
    return lines.slice(at + 1, at + 4).some((line) => dottedLine(line) !== null || /^\s+\S+ \S+/.test(line)) ? 0.96 : 0;
  },
  read(text, sink) {
    const lines = linesOf(text);
    let title: string | null = null;
    let record: string[] = [];
    lines.forEach((line, at) => {
      if (RULE.test(line)) {
        title = isTitle(lines[at - 1] ?? '') ? (lines[at - 1] ?? '').trim() : null;
        record = [];
        return;
      }
      const pair = dottedLine(line);
      // A record of one kind has five or six lines; its first is the name, its second the type's number.
      if (pair === null) record = [];
      else record.push(pair.value);
      if (title !== null && record.length >= 5) give(title, record, sink);
    });
  },
};

/** One word alone on its line: `www.example.com`, `_ldap._tcp.example`. */
function isTitle(line: string): boolean {
  return /^\s+[^\s:]{1,255}\s*$/.test(line.slice(0, 400)) && !RULE.test(line);
}

/** Type 1 is A, 28 AAAA. What was asked (the title) led here, through aliases perhaps. */
function give(title: string, record: readonly string[], sink: CompanionSink): void {
  const [name = '', type] = record;
  if (type !== '1' && type !== '28') return;
  const address = parseAddress(record.at(-1) ?? '');
  if (address === null) return;
  sink.named(address, title);
  if (name.toLowerCase() !== title.toLowerCase()) sink.named(address, name);
}
