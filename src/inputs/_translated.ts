import { classify } from '../address/classify.js';
import { parseAddress } from '../address/parse.js';
import type { RawRecord } from './_table-record.js';

/** One direction of a flow, as it is printed. */
export interface Tuple {
  readonly src: string;
  readonly dst: string;
  readonly sport: string | undefined;
  readonly dport: string | undefined;
  readonly bytes?: string | undefined;
}

/** A flow as a router that translates addresses keeps it: how it came, and how its answers come back. */
export interface Translated {
  readonly protocol: string;
  readonly state?: string | undefined;
  readonly time?: string | undefined;
  /** The original direction and, second, the reply's. */
  readonly tuples: readonly Tuple[];
}

/**
 * The original tuple names who opened the connection and to whom. Where the reply comes from another address than it
 * went to, the destination was ours and translated (port forwarding): then only the source is a far end. Null when the
 * original ends are no addresses.
 */
export function translatedRecord({ protocol, state, time, tuples }: Translated): RawRecord | null {
  const [original, reply] = tuples;
  if (original === undefined || parseAddress(original.src) === null || parseAddress(original.dst) === null) return null;
  const known = { protocol, state: state ?? '', time };
  const isForwarded = reply !== undefined && reply.src !== original.dst && isPublic(original.src);
  if (!isForwarded) {
    return {
      ...known,
      sourceAddress: original.src,
      sourcePort: original.sport,
      destinationAddress: original.dst,
      destinationPort: original.dport,
      sourceBytes: original.bytes,
      destinationBytes: reply?.bytes,
    };
  }
  return {
    ...known,
    direction: 'inbound',
    localAddress: original.dst,
    localPort: original.dport,
    remoteAddress: original.src,
    remotePort: original.sport,
    bytesReceived: original.bytes,
    bytesSent: reply.bytes,
  };
}

function isPublic(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && classify(address).isGlobal;
}
