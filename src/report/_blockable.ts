import type { Address } from '../address/address.js';
import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import type { JudgedPeer } from '../model/investigation.js';
import type { NetworkKind } from '../model/knowledge.js';

/** Networks whose addresses many others depend on: blocking one address there breaks more than it stops. */
const SHARED: ReadonlySet<NetworkKind> = new Set(['cdn', 'resolver', 'cloud-platform']);

/** Written anew from the value, so that it holds nothing but an address: a zone is free text of the evidence. */
export function plainAddress(address: Address): string {
  return formatAddress({ ...address, zone: null });
}

export function isSharedKind(kind: NetworkKind | undefined): boolean {
  return kind !== undefined && SHARED.has(kind);
}

/** `private` stays inside, `shared` serves many others besides: neither is to be blocked unread. */
export function blockable({ peer, owner }: JudgedPeer): 'yes' | 'shared' | 'private' {
  if (!classify(peer.address).isGlobal) return 'private';
  return isSharedKind(owner.network.kind) ? 'shared' : 'yes';
}
