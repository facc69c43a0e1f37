/** Which ports of a row tell its flow apart. The other port is kept of the flow's first row only. */
export const BY_REMOTE_PORT = 0;
export const BY_LOCAL_PORT = 1;
export const BY_BOTH_PORTS = 2;
export const WITHOUT_PEER = 3;

/** Ports that hold TCP listeners in the head of a file: one bit each. */
export class PortSet {
  readonly bits = new Uint8Array(0x10000 >> 3);

  add(port: number): void {
    this.bits[port >> 3] |= 1 << (port & 7);
  }

  has(port: number): boolean {
    return (this.bits[port >> 3] & (1 << (port & 7))) !== 0;
  }
}

/**
 * The same cases by which direction is inferred later: where the row can only have been opened from here, local ports
 * are handed out anew each time and say nothing; where only from there, remote ones. Both are kept where it is open.
 */
export function portClass(local: number, remote: number): number {
  if (remote < 1024) return local < 1024 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < 1024) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  if (local >= 32_768) return remote < 32_768 ? BY_REMOTE_PORT : BY_BOTH_PORTS;
  if (isOldEphemeral(local)) return isOldEphemeral(remote) || remote >= 32_768 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  return remote >= 32_768 ? BY_LOCAL_PORT : BY_BOTH_PORTS;
}

/** Windows up to XP and 2003 handed out 1025-5000. */
function isOldEphemeral(port: number): boolean {
  return port >= 1025 && port <= 5000;
}
