import type { State } from '../model/connection.js';

/** linux/include/net/tcp_states.h, by number. */
export const LINUX_STATES: readonly State[] = [
  'unknown',
  'established',
  'syn-sent',
  'syn-received',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'closed',
  'close-wait',
  'last-ack',
  'listening',
  'closing',
  'syn-received',
  'bound',
];
