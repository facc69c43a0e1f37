import type { BlindSpot } from '../model/input.js';

const UNPACK = 'unpack it and give farend what is in it';
const VOLATILITY = 'give farend what Volatility (windows.netscan, linux.sockstat) finds in it';
const RESAVE = 'open it in Wireshark and save it as pcapng';

/** Files that people hand in and that aren't read: how they begin (as Latin-1), what they are, what to do instead. */
const KINDS: readonly (readonly [start: string, what: string, instead: string])[] = [
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', UNPACK],
  ['Rar!\x1a\x07', 'a RAR archive', UNPACK],
  ['MSCF', 'a cabinet (CAB)', UNPACK],
  ['BZh', 'packed with bzip2', UNPACK],
  ['\xfd7zXZ\0', 'packed with xz', UNPACK],
  ['\x04"M\x18', 'packed with lz4', UNPACK],
  ['\x1f\x9d', 'packed with compress', UNPACK],
  ['SQLite format 3\0', 'an SQLite database', 'export its table of connections as CSV'],
  ['PAR1', 'a Parquet file', 'export it as CSV or JSON'],
  ['%PDF-', 'a PDF', 'copy its text into a file'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Office document', 'save it as XLSX or CSV'],
  ['0\0\0\0LfLe', 'an event log of Windows XP', 'convert it: wevtutil epl OLD.evt NEW.evtx /lf:true'],
  ['EMiL', 'a memory image', VOLATILITY],
  ['PAGEDU', 'a memory dump of Windows', VOLATILITY],
  ['HIBR', 'a hibernation file', VOLATILITY],
  ['MDMP', 'a memory dump of one program', VOLATILITY],
  ['snoop\0\0\0', 'a capture of snoop', RESAVE],
  ['GMBU', 'a capture of Network Monitor', RESAVE],
  ['RTSS', 'a capture of Network Monitor', RESAVE],
  ['TRSNIFF data', 'a capture of Sniffer', RESAVE],
  ['regf', 'a registry hive', 'give farend a listing of connections'],
  ['MZ', 'a program', 'give farend a listing of connections'],
  ['\x7fELF', 'a program', 'give farend a listing of connections'],
];

/** What this input is, where its first bytes or its name tell: nothing in it was read. Null where they don't. */
export function otherFile(name: string, start: Uint8Array): BlindSpot | null {
  const text = Buffer.from(start.subarray(0, 16)).toString('latin1');
  const [, what, instead] = KINDS.find(([begins]) => text.startsWith(begins)) ?? byName(name) ?? [];
  return what === undefined || instead === undefined
    ? null
    : { id: 'other-file', says: `It is ${what}, which is not read here: ${instead}.`, fix: 'farend formats' };
}

/** A trace of Windows begins with a size and a time. */
function byName(name: string): readonly [string, string, string] | null {
  return /\.etl$/i.test(name) ? ['', 'a trace of Windows (ETL)', 'convert it: pktmon etl2pcap FILE.etl'] : null;
}
