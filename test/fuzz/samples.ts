import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { utils, write } from '@e965/xlsx';
import { tarFile, zipFile } from '../../src/inputs/containers/_sample-archive.js';
import { networkEvent, sampleChunk, sampleLog } from '../../src/inputs/events/_sample-log.js';
import {
  clientHello,
  dnsAnswer,
  ethernet,
  ipv4Packet,
  ipv6Packet,
  pcapFile,
  pcapngFile,
  tcp,
  udp,
} from '../../src/inputs/packets/_sample-capture.js';

/** A good input to begin with. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isText: boolean;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Fixtures of every format and companion, captures, logs and archives; other files too, where `folder` has some. */
export function samples(folder: string | null): Sample[] {
  const texts = [...filesOf(join(ROOT, 'fixtures/inputs')), ...filesOf(join(ROOT, 'examples'))];
  const all = texts.filter((path) => !path.endsWith('.expected.json')).map(sampleOf);
  if (folder !== null && existsSync(folder)) all.push(...filesOf(folder).map(sampleOf));
  const [first, second] = all;
  return [...all, ...captures(), ...logs(), ...archives(first, second)];
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function sampleOf(path: string): Sample {
  const bytes = readFileSync(path).subarray(0, 262_144);
  return { name: path.slice(ROOT.length + 1), bytes, isText: !bytes.subarray(0, 256).includes(0) };
}

function binary(name: string, bytes: Buffer): Sample {
  return { name, bytes, isText: false };
}

function captures(): Sample[] {
  const [here, there] = ['192.168.1.20', '198.51.100.7'];
  const packets = [
    ipv4Packet(here, there, 17, udp(50_000, 53, dnsAnswer('c2.example', '198.51.100.9'))),
    ipv4Packet(here, there, 6, tcp(50_001, 443, 2)),
    ipv4Packet(here, there, 6, tcp(50_001, 443, 24, clientHello('c2.example'))),
    ipv6Packet('20010db8000000000000000000000001', '20010db8000000000000000000000002', 6, tcp(50_002, 80, 24)),
  ].map((packet, index) => ({ bytes: ethernet(packet), seconds: 1_700_000_000 + index }));
  return [binary('sample.pcap', pcapFile(packets)), binary('sample.pcapng', pcapngFile(packets))];
}

function logs(): Sample[] {
  const events = Array.from({ length: 20 }, (_, index) => networkEvent(`198.51.100.${index + 1}`));
  return [binary('sample.evtx', sampleLog([sampleChunk(events, 1), sampleChunk(events, 21)]))];
}

function archives(first: Sample, second: Sample): Sample[] {
  const files = [first, second].map(({ name, bytes }) => ({ name, content: bytes }));
  const book = utils.book_new();
  const rows = Array.from({ length: 20 }, (_, index) => [`198.51.100.${index}`, 443, 'curl', new Date(1e12)]);
  const sheet = utils.aoa_to_sheet([['Remote Address', 'Remote Port', 'Process', 'Time'], ...rows]);
  utils.book_append_sheet(book, sheet, 'A');
  return [
    binary('sample.zip', zipFile(files)),
    binary('sample.tar', tarFile(files)),
    binary('sample.gz', gzipSync(first.bytes)),
    binary('sample.tgz', gzipSync(tarFile(files))),
    binary('sample.xlsx', write(book, { type: 'buffer', compression: true })),
    binary('stored.xlsx', write(book, { type: 'buffer', compression: false })),
  ];
}
