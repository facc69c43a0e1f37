/** A packet to put into a capture: link-layer bytes and the time in seconds. */
export interface SamplePacket {
  readonly bytes: Buffer;
  readonly seconds: number;
}

export function words(...values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => out.writeUInt16BE(value, index * 2));
  return out;
}

function ip(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}

/** IPv4 packet; `fragment` is the word of flags and offset. */
export function ipv4Packet(from: string, to: string, protocol: number, body: Buffer, fragment = 0, id = 7): Buffer {
  const head = Buffer.concat([
    words(0x4500, 20 + body.length, id, fragment, (64 << 8) | protocol, 0),
    ip(from),
    ip(to),
  ]);
  return Buffer.concat([head, body]);
}

/** IPv6 packet between 2001:db8-like addresses given as hex, behind extension headers that the caller wrote. */
export function ipv6Packet(from: string, to: string, next: number, body: Buffer): Buffer {
  const head = Buffer.concat([
    words(0x6000, 0, body.length, (next << 8) | 64),
    Buffer.from(from, 'hex'),
    Buffer.from(to, 'hex'),
  ]);
  return Buffer.concat([head, body]);
}

export function tcp(from: number, to: number, flags: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([words(from, to, 0, 1, 0, 1, 0x5000 | flags, 1024, 0, 0), payload]);
}

export function udp(from: number, to: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([words(from, to, 8 + payload.length, 0), payload]);
}

export function ethernet(packet: Buffer, type = 0x0800, tags: readonly number[] = []): Buffer {
  return Buffer.concat([Buffer.alloc(12), words(...tags, type), packet]);
}

/** ClientHello that asks for a name. */
export function clientHello(name: string): Buffer {
  const host = Buffer.concat([words(name.length + 3), Buffer.from([0]), words(name.length), Buffer.from(name)]);
  const extensions = Buffer.concat([words(0x0a0a, 0), words(0, host.length), host]);
  const body = Buffer.concat([
    words(0x0303),
    Buffer.alloc(32),
    Buffer.from([0]),
    words(2, 0x1301),
    Buffer.from([1, 0]),
    words(extensions.length),
    extensions,
  ]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), words(body.length), body]);
  return Buffer.concat([Buffer.from([22]), words(0x0301, handshake.length), handshake]);
}

/** DNS response: an alias, then an address of four bytes. */
export function dnsAnswer(name: string, address: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const question = Buffer.concat([...labels, Buffer.from([0]), words(1, 1)]);
  const alias = Buffer.concat([words(0xc00c, 5, 1, 0, 60, 2), words(0xc00c)]);
  const answer = Buffer.concat([words(0xc00c, 1, 1, 0, 60, 4), ip(address)]);
  return Buffer.concat([words(1, 0x8180, 1, 2, 0, 0), question, alias, answer]);
}

interface CaptureOptions {
  readonly isLittle?: boolean;
  readonly isNano?: boolean;
  readonly link?: number;
}

function numbers(isLittle: boolean, ...values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, index) =>
    isLittle ? out.writeUInt32LE(value, index * 4) : out.writeUInt32BE(value, index * 4),
  );
  return out;
}

function halves(isLittle: boolean, a: number, b: number): Buffer {
  const out = Buffer.alloc(4);
  [a, b].forEach((value, index) =>
    isLittle ? out.writeUInt16LE(value, index * 2) : out.writeUInt16BE(value, index * 2),
  );
  return out;
}

export function pcapFile(
  packets: readonly SamplePacket[],
  { isLittle = true, isNano = false, link = 1 }: CaptureOptions = {},
): Buffer {
  const head = Buffer.concat([
    numbers(isLittle, isNano ? 0xa1b23c4d : 0xa1b2c3d4),
    halves(isLittle, 2, 4),
    numbers(isLittle, 0, 0, 65_535, link),
  ]);
  const records = packets.map(({ bytes, seconds }) => {
    const fraction = Math.round((seconds % 1) * (isNano ? 1e9 : 1e6));
    return Buffer.concat([numbers(isLittle, Math.trunc(seconds), fraction, bytes.length, bytes.length), bytes]);
  });
  return Buffer.concat([head, ...records]);
}

function block(isLittle: boolean, type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const length = numbers(isLittle, padded.length + 12);
  return Buffer.concat([numbers(isLittle, type), length, padded, length]);
}

/** pcapng with one interface; times in microseconds, or nanoseconds as its option says. */
export function pcapngFile(
  packets: readonly SamplePacket[],
  { isLittle = true, isNano = false, link = 1 }: CaptureOptions = {},
): Buffer {
  const section = block(
    isLittle,
    0x0a0d0d0a,
    Buffer.concat([numbers(isLittle, 0x1a2b3c4d), halves(isLittle, 1, 0), Buffer.alloc(8, 0xff)]),
  );
  const resolution = Buffer.concat([
    halves(isLittle, 9, 1),
    Buffer.from([isNano ? 9 : 6, 0, 0, 0]),
    halves(isLittle, 0, 0),
  ]);
  const face = block(isLittle, 1, Buffer.concat([halves(isLittle, link, 0), numbers(isLittle, 0), resolution]));
  const blocks = packets.map(({ bytes, seconds }) => {
    const ticks = BigInt(Math.round(seconds * 1000)) * (isNano ? 1_000_000n : 1_000n);
    const time = [Number(ticks >> 32n), Number(ticks & 0xffffffffn)];
    return block(isLittle, 6, Buffer.concat([numbers(isLittle, 0, ...time, bytes.length, bytes.length), bytes]));
  });
  return Buffer.concat([section, face, ...blocks]);
}
