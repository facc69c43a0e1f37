import { parseAddress } from '../../address/parse.js';
import type { Companion } from './companion.js';
import { valueOf, whole } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';

/**
 * `Get-DnsClientCache`:
 *   "Entry","Name","Data","DataLength","Section","Status","TimeToLive","Type"
 *   "www.example.com","www.example.com","198.51.100.7","4","1","0","85","1"
 */
export const dnsClientCache: Companion = {
  name: 'dns-client-cache',
  title: 'Names that this computer looked up (Get-DnsClientCache)',
  reads: [
    {
      tool: 'Get-DnsClientCache',
      versions: 'list, table, CSV, JSON of Windows PowerShell 3 to 7',
      link: 'https://learn.microsoft.com/powershell/module/dnsclient/get-dnsclientcache',
    },
    {
      tool: 'Velociraptor Windows.System.DNSCache',
      versions: 'JSON, CSV',
      link: 'https://docs.velociraptor.app/artifact_references/pages/windows.system.dnscache/',
    },
  ],
  sniff({ text }) {
    const keys = keysOf(withOneHeader(text));
    if (keys.has('record') && keys.has('recordtype') && keys.has('querystatus')) return 0.96;
    return keys.has('entry') && keys.has('data') && (keys.has('recordname') || keys.has('name')) ? 0.96 : 0;
  },
  read(text, sink) {
    readRecords(withOneHeader(text), {
      record(record) {
        const address = parseAddress(valueOf(record, ['data', 'record']) ?? '');
        const type = valueOf(record, ['type', 'recordtype']);
        if (address === null || type === '12' || type === 'PTR') return;
        const entry = whole(valueOf(record, ['entry']));
        const name = whole(valueOf(record, ['recordname', 'name']));
        if (entry !== null) sink.named(address, entry);
        if (name !== null && name !== entry) sink.named(address, name);
      },
      bad: (line, start, reason) => sink.badLine(line, start, reason),
    });
  },
};

/** The table's header takes two lines: `Record` over `Type`, `Data` over `Length`. The first names what is needed. */
function withOneHeader(text: string): string {
  return text.replace(/^(Entry .*)\r?\n +Type .*$/m, (_, first: string) => first.replace(/Data(?= +Data)/, 'Size'));
}
