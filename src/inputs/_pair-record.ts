import { parseAddress } from '../address/parse.js';
import { readEndpoint } from './_endpoint.js';
import { isProgram } from './_program-name.js';
import { columnOf, type Field } from './_table-columns.js';
import { isAbsent } from './_table-values.js';
import type { RawRecord } from './_table-record.js';

/**
 * `SRC=192.0.2.1`, `srcip="192.0.2.1"`; values with blanks only in quotes, but for RouterOS' numbers: `orig-bytes=1 234`.
 * Syslog's `<188>` may touch the first.
 */
const PAIR =
  /(?:^|[\s,|;">])([A-Za-z][\w.-]{0,40})=(?:"([^"]{0,2000})"|(\d{1,3}(?: \d{3}){1,5}(?=\s+[A-Za-z][\w.-]{0,40}=|\s*$)|[^\s,;|"]{0,2000}))/g;
/** Hayabusa: `SrcIP: 192.0.2.1 ¦ SrcPort: 50000`. */
const DETAIL = /(?:^|[",¦] ?)([A-Za-z]\w{1,40}): ([^¦"\t]{0,2000})(?= ?[¦"]|$)/g;
/** Connection events of Firepower: `SrcIP: 192.0.2.1, DstIP: 198.51.100.1, SrcPort: 50000`. */
const LISTED = /(?:: |, )([A-Z]\w{1,40}): ([^,]{0,500})(?=,|$)/g;
/** Symantec Endpoint Protection: `Local Host IP: 192.0.2.1,Remote Host IP: 198.51.100.1,Outbound,TCP,Begin: 2026-03-14 09:26:53`; F5: `source ip: 192.0.2.1, `. */
const WORDED = /(?:^|, ?)([A-Za-z][\w ]{1,40}): ([^,]{0,500})(?=,|$)/g;
const BARE_WORD = /,(?:(TCP|UDP|ICMP)|(Inbound|Outbound))(?=,|$)/g;
/** Check Point: `[src:"192.0.2.1"; dst:"198.51.100.1"; s_port:"50000"]`. */
const QUOTED = /(?:\[|; )([A-Za-z_]\w{0,40}):"([^"]{0,2000})"/g;
/** EvtxECmd keeps the event as JSON in a cell: `{""@Name"":""SourceIp"",""#text"":""192.0.2.1""}`. */
const NAMED = /"@Name"{1,2}:"{1,2}(\w{1,40})"{1,2},"{1,2}#text"{1,2}:"{1,2}([^"]{0,2000})"/g;
/** THOR, Aurora and LOKI: `MODULE: ProcessCheck MESSAGE: ... NAME: example.exe LIP: 192.0.2.1 LPORT: 50000 RIP: 198.51.100.1`. */
const SCANNER = /(?: |^)([A-Z]\w{1,40}): (\S{1,2000})/g;
const SCANNED: Readonly<Record<string, string>> = { LIP: 'localip', RIP: 'remoteip', NAME: 'processname' };
/** SonicWall: `192.0.2.1:50000:X0`, `192.0.2.1::X0`. */
const WITH_INTERFACE = /^((?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?):[^\d].*$/;
/** LEEF 2 names what parts its pairs: `LEEF:2.0|Vendor|Product|1|Event|^|src=192.0.2.1^dst=198.51.100.1`. */
const LEEF = /\bLEEF:2\.0\|(?:[^|]{0,200}\|){4}(?:([^|\s\w=])|0?x([\da-f]{2}))\|/i;
/** A rule of RouterOS, printed or exported: nobody says that its addresses were connected. */
const RULE = /(?:^|\s)chain=[\w-]{1,40} .{0,200}?\baction=[a-z]|(?:^|\s)action=[a-z-]{1,40} .{0,200}?\bchain=[\w-]/;
const LONGEST = 20_000;
const LISTS = ' SrcIP: ';
const WORDS = /(?:Remote Host|source) IP: /i;
const QUOTES = '"; ';
const MODULE = ' MODULE: ';

/** Names and values of one line, however its tool writes them. */
function* pairsOf(line: string): Generator<readonly [name: string, value: string], void, undefined> {
  // rsyslog writes tabs as numbers.
  const short = line.slice(0, LONGEST).replaceAll('#011', '\t');
  const [, mark, code] = LEEF.exec(short) ?? [];
  const parter = mark ?? (code === undefined ? undefined : String.fromCharCode(Number.parseInt(code, 16)));
  const text = parter === undefined ? unspaced(short) : short.replaceAll(parter, '\t');
  if (text.includes('"@Name"'))
    for (const [, name = '', value = ''] of text.matchAll(NAMED)) yield [name, value.replaceAll('\\\\', '\\')];
  if (text.includes(' ¦ ')) for (const [, name = '', value = ''] of text.matchAll(DETAIL)) yield [name, value.trim()];
  if (text.includes(LISTS)) for (const [, name = '', value = ''] of text.matchAll(LISTED)) yield [name, value.trim()];
  if (WORDS.test(text)) {
    for (const [, name = '', value = ''] of text.matchAll(WORDED))
      yield [name === 'Begin' ? 'time' : name, value.trim()];
    for (const [, protocol, direction = ''] of text.matchAll(BARE_WORD))
      yield protocol === undefined ? ['direction', direction] : ['protocol', protocol];
  }
  if (text.includes(QUOTES)) for (const [, name = '', value = ''] of text.matchAll(QUOTED)) yield [name, value];
  if (text.includes(MODULE))
    for (const [, name = '', value = ''] of text.matchAll(SCANNER)) yield [SCANNED[name] ?? name, value];
  if (text.includes('='))
    for (const [, name = '', quoted, plain = ''] of text.matchAll(PAIR))
      yield [name, quoted ?? plain.replace(/^'(.*)'$/, '$1')];
}

/** SonicWall's CEF has a blank before each value: `src= 192.0.2.1 spt= 50000`. */
function unspaced(line: string): string {
  return /\b(?:src|dst)= [\d[]/.test(line) ? line.replace(/= (?=\S)(?!\w{1,40}=)/g, '=') : line;
}

/** Columns that mean the same everywhere; `app` of a firewall is a protocol. */
function isMeant(name: string, value: string): boolean {
  return !/^app(?:lication)?$/i.test(name) || isProgram(value);
}

/** FortiGate's kinds and numbers of events are neither Suricata's nor Windows', its direction is that of what was found. */
function isOfEvent(field: Field): boolean {
  return field === 'stream' || field === 'eventId' || field === 'direction';
}

/** Both ends of a flow from one line of a log, however it writes names and values; null where it names none. */
export function pairRecord(line: string): RawRecord | null {
  if (!mayHavePairs(line) || RULE.test(line)) return null;
  const record = recordOf(line);
  return isFlow(record) ? record : null;
}

function recordOf(line: string): RawRecord {
  const record: RawRecord = {};
  let isOfDevice = false;
  let vague: string | undefined;
  for (const [name, value] of pairsOf(line)) {
    // FortiGate's own name is `devname`; it gives `hostname` to whom a URL called.
    const column = columnOf(name === 'hostname' && isOfDevice ? 'desthost' : name);
    isOfDevice ||= name === 'devname';
    // `date=2026-03-14 time=09:26:53`
    if (name === 'time' && /^[\d-]{8,10}$/.test(record.time ?? '')) record.time = `${record.time} ${value}`;
    // Check Point's is a port.
    else if (name === 'service' && /^\d{1,5}$/.test(value)) record.destinationPort ??= value;
    else if (column?.isVague === true) vague ??= value;
    else if (column !== null && !column.isWeak && isMeant(name, value) && !(isOfDevice && isOfEvent(column.field)))
      record[column.field] ??= value;
  }
  if (vague !== undefined) record.sourceAddress ??= vague;
  // A tunnel's event tells only whose it is.
  if (isOfDevice && record.localAddress === undefined && parseAddress(record.remoteAddress ?? '') !== null)
    Object.assign(record, { localAddress: '*', protocol: record.protocol ?? 'unknown' });
  if (isAlertOfSource(record)) {
    const { sourceAddress: remoteAddress, sourcePort: remotePort } = record;
    // The way is that of the packet.
    Object.assign(record, {
      localAddress: '*',
      remoteAddress,
      remotePort,
      sourceAddress: undefined,
      direction: undefined,
    });
  }
  for (const end of ['sourceAddress', 'destinationAddress'] as const) {
    const text = record[end];
    if (text !== undefined) record[end] = text.replace(WITH_INTERFACE, '$1');
  }
  return record;
}

/** Where a packet came from, that an alert names alone: Meraki's `ids-alerts signature=... direction=ingress src=198.51.100.7:80`. */
function isAlertOfSource({ direction, ...record }: RawRecord): boolean {
  if (!/^(?:ingress|inbound)$/i.test(direction ?? '')) return false;
  if (record.destinationAddress !== undefined || record.localAddress !== undefined) return false;
  return record.remoteAddress === undefined && readEndpoint(record.sourceAddress ?? '')?.address != null;
}

/** What holds no such mark holds no pairs. */
function mayHavePairs(line: string): boolean {
  return (
    line.includes('=') ||
    line.includes(' ¦ ') ||
    line.includes('"@Name"') ||
    line.includes(LISTS) ||
    line.includes(MODULE) ||
    line.includes(QUOTES) ||
    WORDS.test(line)
  );
}

function isFlow({ sourceAddress, destinationAddress, localAddress, remoteAddress }: RawRecord): boolean {
  return (isEnd(sourceAddress) && isEnd(destinationAddress)) || (isEnd(localAddress) && isEnd(remoteAddress));
}

/** `src` and `target` are HTML's as well: a URL or a frame is no end. */
function isEnd(text: string | undefined): boolean {
  return text !== undefined && !isAbsent(text) && !/^_|:\/\//.test(text);
}
