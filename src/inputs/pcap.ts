import type { Address } from '../address/address.js';
import type { BlindSpot } from '../model/input.js';
import type { BinaryFormat, ByteReader, CaptureFacts, Sink } from './format.js';
import { CaptureFile } from './packets/capture-file.js';
import { giveFlow } from './packets/flow-rows.js';
import { IpPacket } from './packets/ip-packet.js';
import { ipStart, UNKNOWN_LINK } from './packets/link-layer.js';
import { PacketFlows } from './packets/packet-flows.js';
import { hostName, readDnsAnswers, spokenName } from './packets/packet-names.js';

// The format is bytes: packets of a network, each behind a small header with its time. A row is one flow (5-tuple).

/** Flows held at once; then all are given and counting starts anew, so memory stays bounded and nothing is lost. */
const MOST_FLOWS = 400_000;
const MOST_NAMES = 100_000;
const NAMES_PER_ADDRESS = 4;
const MOST_FRAGMENTS = 4_096;
const MOST_UNFINISHED = 512;
const LONGEST_HELLO = 8_192;
const MOST_LINKS = 32;

class CaptureReader implements ByteReader {
  readonly #sink: Sink;
  readonly #file: CaptureFile;
  readonly #packet = new IpPacket();
  #flows = new PacketFlows(MOST_FLOWS);
  /** Which flow a datagram's first fragment belonged to. */
  readonly #fragments = new Map<string, number>();
  readonly #names = new Map<number | string, string[]>();
  readonly #spoken = new Map<number, string>();
  /** Flows whose client has begun a greeting that goes on in the next packet. */
  readonly #unfinished = new Map<number, Uint8Array>();
  readonly #silent = new Set<number>();
  readonly #unknownLinks = new Set<number>();
  #unknown = 0;
  #others = 0;
  #rounds = 0;
  #rows = 0;
  #hasTimes = true;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#file = new CaptureFile({
      packet: (link, time, bytes, start, end, number) => this.#take(link, time, bytes, start, end, number),
      name: (address, name) => this.#name(hostName(name), address, 0, address.length === 4 ? 4 : 16),
      broken: (number, reason) => sink.badLine(number, '', reason),
    });
  }

  chunk(bytes: Uint8Array): void {
    this.#file.push(bytes);
  }

  end(): CaptureFacts {
    this.#file.end();
    this.#give();
    const { packets } = this.#file;
    return {
      tool: `packet capture, ${packets} packets`,
      language: null,
      os: 'unknown',
      blindSpots: this.#blindSpots(),
    };
  }

  #take(link: number, time: number, bytes: Uint8Array, start: number, end: number, number: number): void {
    const at = ipStart(link, bytes, start, end);
    if (at < 0) {
      if (at !== UNKNOWN_LINK) this.#others += 1;
      else {
        this.#unknown += 1;
        if (this.#unknownLinks.size < MOST_LINKS) this.#unknownLinks.add(link);
      }
      return;
    }
    const packet = this.#packet;
    if (!packet.read(bytes, at, end)) {
      this.#others += 1;
      return;
    }
    if (time !== time) this.#hasTimes = false;
    if (packet.isLaterFragment) return this.#fragment(packet, time, number);
    const index = this.#add(packet, time, number);
    if (packet.isFirstFragment) this.#remember(packet, index);
    if (packet.payload < packet.payloadEnd) this.#speak(packet, index, bytes);
  }

  #add(packet: IpPacket, time: number, number: number): number {
    const index = this.#flows.add(packet, time, number);
    if (index >= 0) return index;
    this.#give();
    return this.#flows.add(packet, time, number);
  }

  #remember(packet: IpPacket, index: number): void {
    if (this.#fragments.size >= MOST_FRAGMENTS) this.#fragments.clear();
    this.#fragments.set(fragmentKey(packet), index);
  }

  /** A fragment without its first part still shows that two machines talked. */
  #fragment(packet: IpPacket, time: number, number: number): void {
    const index = this.#fragments.get(fragmentKey(packet));
    if (index === undefined) {
      // Protocol 44 stands for "a fragment": no port is known.
      packet.protocol = 44;
      this.#add(packet, time, number);
    } else this.#flows.count(index, packet, time);
  }

  #speak(packet: IpPacket, index: number, bytes: Uint8Array): void {
    if (packet.protocol === 17) {
      const port = packet.sourcePort;
      if (port === 53 || port === 5353 || port === 5355)
        readDnsAnswers(bytes, packet.payload, packet.payloadEnd, (name, at, size) => this.#name(name, bytes, at, size));
    } else if (packet.protocol === 6) this.#greet(index, bytes, packet.payload, packet.payloadEnd);
  }

  /** The first payload of each direction of a TCP flow may name the server. */
  #greet(index: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#silent.has(index)) return;
    const before = this.#unfinished.get(index);
    const whole = before === undefined ? bytes : joined(before, bytes.subarray(start, end));
    const said = before === undefined ? spokenName(bytes, start, end) : spokenName(whole, 0, whole.length);
    const length = before === undefined ? end - start : whole.length;
    if (
      said === 'more' &&
      length < LONGEST_HELLO &&
      (before !== undefined || this.#unfinished.size < MOST_UNFINISHED)
    ) {
      this.#unfinished.set(index, before === undefined ? bytes.slice(start, end) : whole);
      return;
    }
    this.#unfinished.delete(index);
    this.#silent.add(index);
    if (typeof said === 'object') this.#spoken.set(index >> 1, said.name);
  }

  #name(name: string | null, bytes: Uint8Array, at: number, size: 4 | 16): void {
    if (name === null) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
    const key = size === 4 ? view.getUint32(0) : keyOf([0, 4, 8, 12].map((offset) => view.getUint32(offset)));
    const known = this.#names.get(key);
    if (known === undefined) {
      if (this.#names.size < MOST_NAMES) this.#names.set(key, [name]);
    } else if (known.length < NAMES_PER_ADDRESS && !known.includes(name)) known.push(name);
  }

  /** Gives every flow that is held, and begins anew. */
  #give(): void {
    const flows = this.#flows;
    const namesOf = (address: Address): readonly string[] => this.#namesOf(address);
    for (let flow = 0; flow < flows.size; flow += 1)
      giveFlow(flows.at(flow), this.#spoken.get(flow) ?? null, namesOf, this.#sink);
    this.#rows += flows.size;
    this.#rounds += 1;
    this.#flows = new PacketFlows(MOST_FLOWS);
    for (const kept of [this.#spoken, this.#unfinished, this.#silent, this.#fragments]) kept.clear();
  }

  #namesOf({ family, w0, w1, w2, w3 }: Address): readonly string[] {
    return this.#names.get(family === 4 ? w3 : keyOf([w0, w1, w2, w3])) ?? [];
  }

  #blindSpots(): BlindSpot[] {
    const spots: BlindSpot[] = [];
    const add = (id: string, says: string, fix: string): void => void spots.push({ id, says, fix });
    if (this.#rows === 0 && this.#others > 0)
      add(
        'no-ip-packets',
        `None of ${this.#others} packets carries an Internet protocol that could be read.`,
        'tcpdump -ni any -s 128 -c 20000 -w packets.pcap',
      );
    if (this.#rows > 0)
      add(
        'no-programs',
        'Packets carry no program names: a listing of the same machine and time tells who opened a connection.',
        'netstat -anob > connections.txt',
      );
    if (this.#unknown > 0) {
      const links = [...this.#unknownLinks].join(', ');
      add(
        'unknown-link',
        `${this.#unknown} packets have a link type that isn't read here (${links}).`,
        'editcap -T ether capture.pcapng ethernet.pcap',
      );
    }
    if (this.#rounds > 2)
      add(
        'flows-split',
        `More than ${MOST_FLOWS} flows at once: long ones are given in several rows.`,
        'editcap -i 3600 capture.pcapng hour.pcap',
      );
    if (!this.#hasTimes) add('no-times', 'Some packets carry no time.', 'tcpdump -w capture.pcap');
    return spots;
  }
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  return all;
}

function keyOf(words: readonly number[]): string {
  return words.join(':');
}

function fragmentKey({ source, destination, protocol, fragmentId }: IpPacket): string {
  return `${source.join('.')}>${destination.join('.')}/${protocol}/${fragmentId}`;
}

/** Packet captures, read as flows. */
export const pcap: BinaryFormat = {
  name: 'pcap',
  title: 'Packet capture (pcap, pcapng)',
  reads: [
    {
      tool: 'Wireshark, tcpdump, dumpcap, pktmon etl2pcap',
      versions:
        'pcap of either byte order with micro- or nanoseconds, pcapng 1.0; flows with names from DNS, TLS and HTTP',
      link: 'https://www.tcpdump.org/manpages/pcap-savefile.5.html',
    },
  ],
  openBytes: (_head, sink) => new CaptureReader(sink),
};
