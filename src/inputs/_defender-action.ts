import type { Direction } from '../model/connection.js';

/** What the kind of an event says of its connection; null: nothing. `state` as a word. */
export interface Action {
  readonly direction: Direction | null;
  readonly state: string | null;
}

/**
 * `ActionType` of Microsoft Defender (DeviceNetworkEvents, DeviceEvents, DeviceLogonEvents), as the schema reference of
 * its portal describes each. A packet that was looked at (`SslConnectionInspected`), a SYN (`ConnectionAttempt`) and its
 * answer (`ConnectionAcknowledged`) may go either way: https://learn.microsoft.com/defender-xdr/advanced-hunting-devicenetworkevents-table
 */
const ACTIONS: Readonly<Record<string, Action>> = {
  ConnectionRequest: { direction: 'outbound', state: null },
  ConnectionSuccess: { direction: 'outbound', state: 'ESTABLISHED' },
  ConnectionFailed: { direction: 'outbound', state: 'SYN_SENT' },
  ConnectionFound: { direction: null, state: 'ESTABLISHED' },
  InboundConnectionAccepted: { direction: 'inbound', state: 'ESTABLISHED' },
  InboundConnectionBlocked: { direction: 'inbound', state: null },
  InboundInternetScanInspected: { direction: 'inbound', state: null },
  ListeningConnectionCreated: { direction: 'listening', state: 'LISTEN' },
  FirewallInboundConnectionBlocked: { direction: 'inbound', state: null },
  FirewallInboundConnectionToAppBlocked: { direction: 'inbound', state: null },
  FirewallOutboundConnectionBlocked: { direction: 'outbound', state: null },
  LogonAttempted: { direction: 'inbound', state: null },
  LogonFailed: { direction: 'inbound', state: null },
  LogonSuccess: { direction: 'inbound', state: null },
};

/** Null for what is no event of Defender's. Many alike are one report: `ConnectionSuccessAggregatedReport`. */
export function actionOf(name: string | undefined): Action | null {
  if (name === undefined) return null;
  const plain = name.replace(/AggregatedReport$/, '');
  return Object.hasOwn(ACTIONS, plain) ? ACTIONS[plain] : null;
}

/** The far end of a packet that was looked at is where it came from, where that is not this computer. */
export function isInspected(name: string | undefined): boolean {
  return name !== undefined && /^[A-Z]\w{1,40}Inspected$/.test(name);
}
