import type { Manner } from './_manners.js';
import type { PeerPort } from '../model/peer.js';

const PORTS = 0x10000;

/** A port as a report names it. */
export type PortRef = Pick<PeerPort, 'port' | 'protocol'>;

/** A number for a protocol's port, ours or the peer's. */
export function portKey({ protocolId }: Manner, port: number, isLocal: boolean): number {
  return (protocolId * PORTS + port) * 2 + (isLocal ? 1 : 0);
}

/** What such a number says; `protocol` names a protocol by its number. */
export function portOfKey(key: number, protocol: (id: number) => string): PortRef {
  const place = Math.floor(key / 2);
  return { port: place % PORTS, protocol: protocol(Math.floor(place / PORTS)) };
}
