/** Transports that have ports; the position is the number in the pack files. */
export const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'sctp', 'dccp'];

/** Position of the transport in `PROTOCOLS`; listings write `tcp6` and `udplite` too. -1: it has no ports. */
export function protocolIndex(protocol: string): number {
  if (protocol.startsWith('udp')) return 1;
  return PROTOCOLS.indexOf(protocol.endsWith('6') || protocol.endsWith('4') ? protocol.slice(0, -1) : protocol);
}
