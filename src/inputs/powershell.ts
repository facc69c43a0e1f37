import { CliXml } from './_cli-xml.js';
import { KeyValueBlocks } from './_key-value.js';
import { plainRecord, PS_STATES } from './_ps-plain.js';
import { headerAt, PsTable } from './_ps-table.js';
import { certainty, countRows, Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (Format-Table, Format-List):
// 192.168.1.20                        52310     198.51.100.7                        443        Established Internet
// RemoteAddress  : 198.51.100.7

/** Cells are cut to their column: `Establis...`. */
function fullState(text: string): string {
  const cut = /^([A-Za-z]{2,})(?:\.{3}|…)$/.exec(text)?.[1];
  if (cut === undefined) return text;
  const [only, other] = PS_STATES.filter((state) => state.startsWith(cut));
  return only !== undefined && other === undefined ? only : '';
}

/** CIM objects have a Name of their own that is no program's; everything else is as the cells say. */
function normal(record: RawRecord): RawRecord {
  const { process, state } = record;
  const program = process !== undefined && /[?;+|]/.test(process) ? undefined : process;
  return { ...record, process: program, state: state === undefined ? undefined : fullState(state) };
}

/** Format-Table -GroupBy State: the line over each table. */
const GROUP = /^ {3}State: (\w{1,20})\s*$/;

class PowershellReader implements LineReader {
  readonly #rows: Rows;
  readonly #table: PsTable;
  readonly #blocks: KeyValueBlocks;
  readonly #xml: CliXml | null;
  #cmdlet: string | null = null;
  #group: string | undefined;

  constructor(sink: Sink, isXml: boolean, lines: readonly string[]) {
    this.#rows = new Rows(sink);
    const give = (record: RawRecord, line: number, text: string): void => this.#give(record, line, text);
    this.#table = new PsTable(give, lines);
    // Names and addresses that other commands of the same window printed (nslookup) have no port.
    this.#blocks = new KeyValueBlocks((record, line, text) => {
      if ((record.localPort ?? record.remotePort) !== undefined) give(record, line, text);
    });
    this.#xml = isXml ? new CliXml(give) : null;
  }

  #give(record: RawRecord, line: number, text: string): void {
    const isTcp = record.remoteAddress !== undefined || (record.state ?? '') !== '';
    // UDP has none, and another command's table may follow.
    const isOfGroup = record.state === undefined && record.remoteAddress !== undefined;
    const whole = isOfGroup ? { ...record, state: this.#group } : record;
    this.#rows.record(normal(whole), line, text, { protocol: isTcp ? 'tcp' : 'udp' });
  }

  line(text: string, number: number): void {
    if (this.#xml !== null) return this.#xml.line(text, number);
    this.#cmdlet ??= /Get-Net(?:TCPConnection|UDPEndpoint)/i.exec(text.slice(0, 400))?.[0] ?? null;
    const group = GROUP.exec(text)?.[1];
    if (group !== undefined) {
      this.#table.close();
      this.#group = group;
      return;
    }
    if (this.#table.line(text, number)) return;
    const record = plainRecord(text);
    if (record === null) this.#blocks.line(text, number);
    else this.#give(record, number, text);
  }

  end(): CaptureFacts {
    this.#table.close();
    this.#blocks.close();
    this.#xml?.close();
    const tool = `PowerShell ${this.#cmdlet ?? 'Get-NetTCPConnection'}`;
    return { tool, language: null, os: 'windows', blindSpots: this.#rows.listingSpots('windows') };
  }
}

function isXml({ text }: Head): boolean {
  return /<Obj(?:ect)?s?\b/.test(text) && /<[A-Z]\w{0,10} N(?:ame)?="(?:Local|Remote)Address"/.test(text);
}

function sniff(head: Head): number {
  if (isXml(head)) return 0.99;
  if (head.text.includes('LocalAddress') && head.lines.some((_, index) => headerAt(head.lines, index) !== null))
    return 0.99;
  if (/^ {0,4}LocalAddress *: /m.test(head.text) && /^ {0,4}(?:LocalPort|RemotePort) *: ?\d* *$/m.test(head.text))
    return 0.98;
  return certainty(countRows(head.lines, (line) => plainRecord(line) !== null));
}

/** What PowerShell prints of Windows' sockets; its CSV and JSON are read as tables. */
export const powershell: InputFormat = {
  name: 'powershell',
  title: 'PowerShell Get-NetTCPConnection',
  reads: [
    {
      tool: 'Get-NetTCPConnection',
      versions: 'Windows PowerShell 4 to 7: Format-Table at any width, Format-List, CLIXML, ConvertTo-Xml',
      link: 'https://learn.microsoft.com/powershell/module/nettcpip/get-nettcpconnection',
    },
    {
      tool: 'netsh interface ipv4 show tcpconnections',
      versions: 'Windows Vista to 11, any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-interface',
    },
    {
      tool: 'Get-NetUDPEndpoint',
      versions: 'Windows PowerShell 4 to 7: Format-Table at any width, Format-List, CLIXML, ConvertTo-Xml',
      link: 'https://learn.microsoft.com/powershell/module/nettcpip/get-netudpendpoint',
    },
  ],
  sniff,
  open: (head, sink) => new PowershellReader(sink, isXml(head), head.lines),
};
