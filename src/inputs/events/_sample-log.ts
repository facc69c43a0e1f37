/** One event to put into a log: values of EventData by name, in the order of the template. */
export interface SampleEvent {
  readonly id: number;
  readonly provider?: string;
  readonly data: Readonly<Record<string, string>>;
}

const CHUNK = 65_536;
const TIME = 133_700_000_000_000_000n;

/** Writes binary XML into one chunk, names and templates once, the way Windows does. */
class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK);
  readonly #names = new Map<string, number>();
  readonly #templates = new Map<string, number>();
  at = 512;

  put(...parts: readonly (readonly [size: 1 | 2 | 4 | 8, value: number | bigint])[]): void {
    for (const [size, value] of parts) {
      if (size === 8) this.bytes.writeBigUInt64LE(BigInt(value), this.at);
      else this.bytes.writeUIntLE(Number(value), this.at, size);
      this.at += size;
    }
  }

  text(text: string): void {
    this.at += this.bytes.write(text, this.at, 'utf16le');
  }

  name(name: string): void {
    const known = this.#names.get(name);
    this.put([4, known ?? this.at + 4]);
    if (known !== undefined) return;
    this.#names.set(name, this.at);
    this.put([4, 0], [2, 0], [2, name.length]);
    this.text(name);
    this.put([2, 0]);
  }

  open(name: string, attributes: readonly (readonly [string, string])[] = []): void {
    this.put([1, attributes.length > 0 ? 0x41 : 0x01], [2, 0xffff], [4, 0]);
    this.name(name);
    if (attributes.length > 0) this.put([4, 0]);
    for (const [key, value] of attributes) {
      this.put([1, 0x06]);
      this.name(key);
      this.literal(value);
    }
    this.put([1, 0x02]);
  }

  literal(value: string): void {
    this.put([1, 0x05], [1, 1], [2, value.length]);
    this.text(value);
  }

  value(index: number, type: number): void {
    this.put([1, 0x0d], [2, index], [1, type]);
  }

  close(): void {
    this.put([1, 0x04]);
  }

  /** Definition at the first use of a shape, a reference to it from then on. */
  template(shape: string, write: () => void): void {
    const known = this.#templates.get(shape);
    this.put([1, 0x0c], [1, 1], [4, 7], [4, known ?? this.at + 10]);
    // The offset stands in front of the definition, which begins right behind it.
    if (known !== undefined) return;
    this.bytes.writeUInt32LE(this.at, this.at - 4);
    this.#templates.set(shape, this.at);
    const start = this.at;
    this.at += 24;
    this.put([1, 0x0f], [1, 1], [1, 1], [1, 0]);
    write();
    this.put([1, 0]);
    this.bytes.writeUInt32LE(this.at - start - 24, start + 20);
  }
}

/** One chunk with these events; `first` is the number of its first record. */
export function sampleChunk(events: readonly SampleEvent[], first: number): Buffer {
  const out = new ChunkWriter();
  out.bytes.write('ElfChnk\0', 0, 'latin1');
  events.forEach((event, index) => record(out, event, first + index));
  const last = BigInt(first + events.length - 1);
  for (const at of [8, 24]) out.bytes.writeBigUInt64LE(BigInt(first), at);
  for (const at of [16, 32]) out.bytes.writeBigUInt64LE(last, at);
  out.bytes.writeUInt32LE(128, 40);
  out.bytes.writeUInt32LE(out.at, 48);
  return out.bytes;
}

function record(
  out: ChunkWriter,
  { id, provider = 'Microsoft-Windows-Sysmon', data }: SampleEvent,
  number: number,
): void {
  const start = out.at;
  out.put([4, 0x2a2a], [4, 0], [8, number], [8, TIME + BigInt(number) * 10_000_000n]);
  out.put([1, 0x0f], [1, 1], [1, 1], [1, 0]);
  const names = Object.keys(data);
  out.template([provider, ...names].join('|'), () => {
    out.open('Event');
    out.open('System');
    out.open('Provider', [['Name', provider]]);
    out.close();
    out.open('EventID');
    out.value(0, 6);
    out.close();
    out.put([1, 0x41], [2, 0xffff], [4, 0]);
    out.name('TimeCreated');
    out.put([4, 0], [1, 0x06]);
    out.name('SystemTime');
    out.value(1, 17);
    out.put([1, 0x03]);
    out.open('Computer');
    out.literal('PC-17');
    out.close();
    out.close();
    out.open('EventData');
    names.forEach((name, index) => {
      out.open('Data', [['Name', name]]);
      out.value(index + 2, 1);
      out.close();
    });
    out.close();
    out.close();
  });
  const values = Object.values(data);
  out.put([4, values.length + 2], [2, 2], [2, 6], [2, 8], [2, 17]);
  for (const value of values) out.put([2, value.length * 2], [2, 1]);
  out.put([2, id], [8, TIME + BigInt(number) * 10_000_000n]);
  for (const value of values) out.text(value);
  out.put([1, 0]);
  const size = out.at + 4 - start;
  out.put([4, size]);
  out.bytes.writeUInt32LE(size, start + 4);
}

/** A log file of chunks. Its header says that there is one chunk: a log that was copied in use says less than it holds. */
export function sampleLog(chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt16LE(1, 42);
  return Buffer.concat([header, ...chunks]);
}

/** Values of a Sysmon 3 event. */
export function networkEvent(destination: string, pid = '900', initiated = 'true'): SampleEvent {
  return {
    id: 3,
    data: {
      UtcTime: '2026-03-14 09:26:53.100',
      ProcessId: pid,
      Image: 'C:\\Tools\\example.exe',
      User: 'PC-17\\ada',
      Protocol: 'tcp',
      Initiated: initiated,
      SourceIp: '192.168.1.20',
      SourceHostname: '',
      SourcePort: '51544',
      DestinationIp: destination,
      DestinationHostname: '-',
      DestinationPort: '443',
    },
  };
}
