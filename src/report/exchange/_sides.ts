import type { PeerFlow } from '../../model/peer.js';
import type { State } from '../../model/connection.js';

/** Where a connection stands, as event formats tell it. */
export type Phase = 'start' | 'going' | 'end' | 'unknown';

const PHASES: Readonly<Record<State, Phase>> = {
  established: 'going',
  listening: 'unknown',
  'syn-sent': 'start',
  'syn-received': 'start',
  'fin-wait-1': 'end',
  'fin-wait-2': 'end',
  'time-wait': 'end',
  'close-wait': 'end',
  'last-ack': 'end',
  closing: 'end',
  closed: 'end',
  bound: 'unknown',
  unconnected: 'unknown',
  none: 'going',
  unknown: 'unknown',
};

export function phaseOf({ state }: PeerFlow): Phase {
  return PHASES[state];
}

/** The peer came to us: it is the source, and the port is ours. */
export function isInbound({ direction, isLocal }: PeerFlow): boolean {
  return isLocal || direction === 'inbound';
}
