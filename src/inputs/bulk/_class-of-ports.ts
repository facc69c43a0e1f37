import { BY_BOTH_PORTS, BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';

/** As in `flow/direction`, which infers the direction later from what is kept. */
const HANDED_OUT_FROM = 32_768;
const SYSTEM_PORTS_BELOW = 1024;

/** Which ports tell a row's flow apart where nothing but its ports tells who called. */
export function classOfPorts(local: number, remote: number): number {
  if (remote < SYSTEM_PORTS_BELOW) return local < SYSTEM_PORTS_BELOW ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < SYSTEM_PORTS_BELOW) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  // The old range below 5000 has services in it: both ports are kept, and it is decided later.
  if (local >= HANDED_OUT_FROM) return remote < HANDED_OUT_FROM ? BY_REMOTE_PORT : BY_BOTH_PORTS;
  return BY_BOTH_PORTS;
}
