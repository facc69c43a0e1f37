import type { ReputationMeaning } from '../model/answer.js';
import type { Direction, State } from '../model/connection.js';
import type { Counterfactual, Family, Verdict } from '../model/judgement.js';
import type { NetworkKind, ObservedUse, PortKind } from '../model/knowledge.js';
import type { ListHit, ListMeaning } from '../model/listing.js';

// The words that a saved investigation may use. The first stands in for one that is not known.

export const VERDICTS: readonly [Verdict, ...Verdict[]] = ['unexplained', 'expected', 'suspicious', 'malicious'];

export const COUNTERFACTUALS: readonly [Counterfactual['kind'], ...Counterfactual['kind'][]] = ['without', 'if'];

export const STATES: ReadonlySet<string> = new Set<State>([
  'established',
  'listening',
  'syn-sent',
  'syn-received',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close-wait',
  'last-ack',
  'closing',
  'closed',
  'bound',
  'unconnected',
  'none',
  'unknown',
]);

export const DIRECTIONS: ReadonlySet<string> = new Set<Direction>(['outbound', 'inbound', 'listening', 'unknown']);

export const NETWORK_KINDS: readonly [NetworkKind, ...NetworkKind[]] = [
  'unknown',
  'cloud-platform',
  'cloud-tenant',
  'hosting',
  'cdn',
  'access',
  'mobile',
  'transit',
  'education',
  'government',
  'enterprise',
  'anonymiser',
  'resolver',
  'special',
];

export const FAMILIES: readonly [Family, ...Family[]] = [
  'expectation',
  'owner',
  'port',
  'program',
  'path',
  'lists',
  'behaviour',
  'rarity',
  'identity',
];

export const PORT_KINDS: readonly [PortKind, ...PortKind[]] = [
  'app',
  'infra',
  'remote-access',
  'p2p',
  'mining',
  'c2-default',
  'anon',
];

export const CONFIDENCES: readonly [ObservedUse['confidence'], ...ObservedUse['confidence'][]] = [
  'low',
  'medium',
  'high',
];

export const MEANINGS: readonly [ListMeaning, ...ListMeaning[]] = [
  'watch',
  'c2',
  'payload',
  'criminal-network',
  'sinkhole',
  'attacker',
  'scanner',
  'spam',
  'anonymiser',
  'hosting',
  'known-good',
  'allow',
];

export const REPUTATION_MEANINGS: readonly [ReputationMeaning, ...ReputationMeaning[]] = [
  'overall',
  'malware',
  'abuse',
  'exposure',
  ...MEANINGS,
];

export const MATCHES: readonly [ListHit['matched'], ...ListHit['matched'][]] = [
  'address',
  'prefix',
  'address-port',
  'as',
];

export function isState(name: string): name is State {
  return STATES.has(name);
}

export function isDirection(name: string): name is Direction {
  return DIRECTIONS.has(name);
}
