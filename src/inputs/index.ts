import type { FlowSink } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { drive } from './_driver.js';
import { type CompanionReading, firstLook } from './_first-look.js';
import { containerKind, isCapture, isEvtx } from './_magic.js';
import { PassedOver } from './_passed-over.js';
import { peek } from './_peek.js';
import type { ReadOptions } from './_read-options.js';
import { type Contents, sameContent } from './_same-content.js';
import type { ColumnMap } from './column-map.js';
import type { MemberRead } from './containers/index.js';
import type { BinaryFormat, ByteSource, InputFormat } from './format.js';
import { linuxNetstat } from './linux-netstat.js';
import { ss } from './ss.js';
import { windowsNetstat } from './windows-netstat.js';

export { type CompanionReading, type FirstLook, firstLook } from './_first-look.js';
export { Contents, toldOnce } from './_same-content.js';
export type { Watch } from './watch.js';
export type { ColumnMap } from './column-map.js';
export { containers } from './containers/kinds.js';

/** A format by its name; a big one is loaded when a file isn't any of the small ones. */
export interface FormatEntry {
  readonly name: string;
  load(): InputFormat | Promise<InputFormat>;
  /** Claims whatever looks like its kind at all, so it is asked after the others. */
  readonly isGeneral: boolean;
  /** Already in memory and what most people bring, so it is asked before the others: a sure answer spares their loading. */
  readonly isAtHand: boolean;
  /** See `FormatLoader`. */
  isStated?(text: string): boolean;
}

function atHand(format: InputFormat): FormatEntry {
  return { name: format.name, load: () => format, isGeneral: false, isAtHand: true };
}

function late(name: string, load: () => Promise<InputFormat>, isGeneral = false): FormatEntry {
  return { name, load, isGeneral, isAtHand: false };
}

/** How every log of Zeek begins that is no JSON: https://docs.zeek.org/en/master/log-formats.html */
function isZeek(text: string): boolean {
  return text.startsWith('#separator \\x09');
}

/** A format that is no text, by its first bytes. */
export interface BinaryEntry {
  readonly name: string;
  load(): Promise<BinaryFormat>;
  isBytes(bytes: Uint8Array): boolean;
}

/** All in one: who needs one of them has asked each of them, and they share most of what they are made of. */
const others = (): Promise<typeof import('./other-formats.js')> => import('./other-formats.js');

/** Every listing format that can be read, alphabetical. */
export const formats: readonly (FormatEntry | BinaryEntry)[] = [
  late('access-log', async () => (await others()).accessLog),
  late('argus', async () => (await others()).argus),
  late('aws-vpc-flow', async () => (await others()).awsVpcFlow),
  late('azure-nsg-flow', async () => (await others()).azureNsgFlow),
  late('bsd-netstat', async () => (await others()).bsdNetstat),
  late('cisco-asa', async () => (await others()).ciscoAsa),
  late('conntrack', async () => (await others()).conntrack),
  late('currports', async () => (await others()).currports),
  { name: 'evtx', load: async () => (await import('./evtx.js')).evtx, isBytes: isEvtx },
  late('firewall', async () => (await others()).firewall),
  late('free-text', async () => (await others()).freeText, true),
  late('har', async () => (await others()).har),
  late('hubble', async () => (await others()).hubble),
  late('iftop', async () => (await others()).iftop),
  atHand(linuxNetstat),
  late('lsof', async () => (await others()).lsof),
  late('metasploit', async () => (await others()).metasploit),
  late('nethogs', async () => (await others()).nethogs),
  late('nettop', async () => (await others()).nettop),
  late('nfdump', async () => (await others()).nfdump),
  late('openvpn', async () => (await others()).openvpn),
  { name: 'pcap', load: async () => (await import('./pcap.js')).pcap, isBytes: isCapture },
  late('pfirewall', async () => (await others()).pfirewall),
  late('powershell', async () => (await others()).powershell),
  late('proc-net', async () => (await others()).procNet),
  late('psutil', async () => (await others()).psutil),
  late('sockstat', async () => (await others()).sockstat),
  atHand(ss),
  late('strongswan', async () => (await others()).strongswan),
  { ...late('table', async () => (await others()).table, true), isStated: isZeek },
  late('tcpdump', async () => (await others()).tcpdump),
  late('tcpview', async () => (await others()).tcpview),
  late('umbrella', async () => (await others()).umbrella),
  late('volatility', async () => (await others()).volatility),
  late('windows-event-xml', async () => (await others()).windowsEventXml),
  atHand(windowsNetstat),
  late('wireguard', async () => (await others()).wireguard),
  late('wireshark-xml', async () => (await others()).wiresharkXml),
  late('zos-netstat', async () => (await others()).zosNetstat),
];

/**
 * Reads one input to its end: recognises encoding and format, gives every row to `sink` and returns what was read.
 * Rows come in file order, merged ones of a big input after the others and by remote address. Bad evidence never
 * throws, it is counted: an unrecognised or empty input has `format: null`, no rows and a blind spot that says why.
 * Errors of `source.read` are not caught.
 */
export function readInput(source: ByteSource, sink: FlowSink, options: ReadOptions = {}): Promise<InputSummary> {
  const binary = formats.filter(isBinary);
  const { columns } = options;
  if (columns != null) return readMapped(source, sink, columns, binary, options);
  return drive(source, sink, { text: groups(), binary }, options);
}

/** A table with the user's columns goes before all others, and nothing is guessed from text without them. */
async function readMapped(
  source: ByteSource,
  sink: FlowSink,
  columns: ColumnMap,
  binary: readonly BinaryEntry[],
  options: ReadOptions,
): Promise<InputSummary> {
  const [{ mappedTable }, { noColumns }, { nameKey }] = await Promise.all([
    others(),
    import('./_blind-spots.js'),
    import('./column-map.js'),
  ]);
  let names: readonly string[] = [];
  const mapped = mappedTable(columns, (there) => {
    if (names.length === 0) names = there;
  });
  const text = [[{ load: () => mapped }], ...groups().slice(0, -1)];
  const summary = await drive(source, sink, { text, binary }, options);
  if (summary.format !== null || summary.encoding === 'binary') return summary;
  // A key of JSON is known by its end, too.
  const there = new Set(names.flatMap((name) => [nameKey(name), nameKey(name.slice(name.lastIndexOf('.') + 1))]));
  const wanted = [...columns].flatMap(([key, { said }]) => (there.has(key) ? [] : [said]));
  return { ...summary, blindSpots: [noColumns(wanted, names)] };
}

/** At hand first, general ones last. */
function groups(): readonly (readonly FormatEntry[])[] {
  const texts = formats.filter((entry): entry is FormatEntry => !isBinary(entry));
  return [
    texts.filter((entry) => entry.isAtHand),
    texts.filter((entry) => !entry.isAtHand && !entry.isGeneral),
    texts.filter((entry) => entry.isGeneral),
  ];
}

function isBinary(entry: FormatEntry | BinaryEntry): entry is BinaryEntry {
  return 'isBytes' in entry;
}

/**
 * Reads one source and, where it is an archive, what lies inside: a summary for each listing that was found, named
 * `outer.zip!inner/netstat.txt`, then one for the archive. `sink` gets the rows of an input before its summary comes.
 * Companions inside an archive go to `options.companion`. What was found (`isFound`) and holds no rows gives no summary. Archives are bounded (see `containers/limits.ts`).
 */
export async function* readInputs(
  source: ByteSource,
  sink: FlowSink,
  options: SeveralOptions = {},
): AsyncGenerator<InputSummary> {
  const { head, whole } = await peek(source);
  const kind = containerKind(head);
  const read = async (member: ByteSource): Promise<MemberRead> => {
    options.began?.(member.written);
    if (options.companion === undefined) return readMember(member, sink, options);
    const look = await firstLook(member);
    if (look.reading !== null) options.companion(look.reading);
    return look.reading === null ? readMember(look.source, sink, options) : { as: 'companion' };
  };
  if (kind === null) {
    options.began?.(source.written);
    const opened = await options.contents?.open(whole);
    if (opened?.same != null) {
      whole.close?.();
      yield sameContent(source.name, opened.same);
      return;
    }
    let isFirst = true;
    for await (const summary of readSeveral(opened?.source ?? whole, sink, options)) {
      const told = isFirst && opened !== undefined ? opened.read(summary) : summary;
      isFirst = false;
      if (source.isFound !== true || hasSomething(summary)) yield told;
    }
  } else {
    const { readContainer } = await import('./containers/index.js');
    yield* readContainer(whole, kind, read, options.watch);
  }
}

async function readMember(member: ByteSource, sink: FlowSink, options: SeveralOptions): Promise<MemberRead> {
  const opened = await options.contents?.open(member);
  if (opened?.same != null) return { as: 'same', before: opened.same.name };
  const summary = await readInput(opened?.source ?? member, sink, options);
  return { as: 'listing', summary: opened === undefined ? summary : opened.read(summary) };
}

type SeveralOptions = ReadOptions & {
  readonly companion?: (reading: CompanionReading) => void;
  /** Of all inputs of the run: the same content is counted once. */
  readonly contents?: Contents | undefined;
  /** Told when the next file was last written, before its rows come. */
  readonly began?: (written: number | undefined) => void;
};

/** Reads a listing, and what other commands printed into the same file where that is short. */
async function* readSeveral(source: ByteSource, sink: FlowSink, options: SeveralOptions): AsyncGenerator<InputSummary> {
  const whole = new PassedOver(source, sink);
  const summary = await readInput(whole.source, whole.sink, options);
  const isNamed = formats.some((entry) => entry.name === summary.format && !isBinary(entry) && !entry.isGeneral);
  const isWhole = isNamed && !summary.partial && options.columns == null;
  const left = isWhole ? await whole.left() : null;
  if (left === null) {
    whole.release();
    yield summary;
  } else {
    const { several } = await import('./_several.js');
    const { first, others, companions } = await several(summary, left, readNamed);
    for (const reading of companions) options.companion?.(reading);
    whole.release();
    yield first;
    for (const { summary: another, rows } of others) {
      for (const row of rows) sink.connection(row);
      yield another;
    }
  }
}

/** Reads a text by a format of its own that is wanted. */
function readNamed(source: ByteSource, sink: FlowSink, isWanted: (name: string) => boolean): Promise<InputSummary> {
  const named = groups().slice(0, -1);
  const text = named.map((group) => group.filter(({ name }) => isWanted(name)));
  return drive(source, sink, { text, binary: [] }, {});
}

/** True when an input that nobody named is worth telling of. */
function hasSomething({ format, rows, badLineCount }: InputSummary): boolean {
  return format !== null && rows + badLineCount > 0;
}
