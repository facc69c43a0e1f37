import type { SessionEnd } from './_session-ends.js';
import type { RawRecord } from './_table-record.js';
import { translatedRecord } from './_translated.js';

/** One kind of line that tells of a whole session. */
export interface SessionLine {
  /** A text without it holds no such line: cheap to look for. */
  readonly mark: RegExp;
  readonly row: RegExp;
  /** Null: no readable ends. `sizes` are what a line below told. */
  readonly read: (found: RegExpExecArray, sizes?: Told) => RawRecord | null;
  /** What a line below the row tells of it besides: bytes of whom it came from and of the other. */
  readonly sizes?: RegExp;
  /** How a row begins that a window of 80 columns breaks. */
  readonly half?: RegExp;
  /** One packet of a log: whoever sent it need not have opened the connection. */
  readonly isPacket?: boolean;
}

/** A pattern made of parts; capitals don't matter. */
export function pattern(parts: TemplateStringsArray, ...inner: readonly string[]): RegExp {
  return new RegExp(String.raw(parts, ...inner), 'i');
}

/** Both ends where the tool says which of them is ours. */
export function ends(protocol: string, local: SessionEnd | null, remote: SessionEnd | null): RawRecord | null {
  if (local === null || remote === null) return null;
  const record = {
    localAddress: local.host,
    localPort: local.port,
    remoteAddress: remote.host,
    remotePort: remote.port,
  };
  return withProtocol(protocol, record);
}

export interface Told {
  readonly state?: string | undefined;
  readonly bytes?: string | undefined;
  readonly received?: string | undefined;
}

/** From the end that opened it to the other; `answers` is who answers where addresses are translated. */
export function session(
  protocol: string,
  from: SessionEnd | null,
  to: SessionEnd | null,
  answers: SessionEnd | null = to,
  told: Told = {},
): RawRecord | null {
  if (from === null || to === null) return null;
  const original = { src: from.host, sport: from.port, dst: to.host, dport: to.port, bytes: told.bytes };
  const back = (answers ?? to).host;
  const reply = { src: back, sport: to.port, dst: from.host, dport: from.port, bytes: told.received };
  // Others have pairs of words or numbers where TCP has a state.
  const state = /^(?:tcp|6)$/i.test(protocol) ? told.state : undefined;
  const record = translatedRecord({ protocol, state, tuples: [original, reply] });
  return record === null ? null : withProtocol(protocol, record);
}

/** What stands in the place of ICMP's ports is an identifier. */
function withProtocol(name: string, record: RawRecord): RawRecord {
  const protocol = name.toLowerCase();
  if (!/^(?:ipv6-)?icmp|^1$|^58$/.test(protocol)) return { ...record, protocol };
  const none = undefined;
  return { ...record, protocol, sourcePort: none, destinationPort: none, localPort: none, remotePort: none };
}
