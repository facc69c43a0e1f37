import { Copies } from '../update/copies.js';
import { BOOTSTRAP_KEYS } from '../update/registry-publishers.js';
import { type BootstrapEntry, readBootstrap } from './registries/bootstrap.js';
import type { OnlineSource } from './source.js';
import { cymru } from './sources/cymru.js';
import { reputationSources } from './sources/index.js';
import { rdap, rdapSource } from './sources/rdap.js';
import { reverseDns } from './sources/reverse-dns.js';
import { whois } from './sources/whois.js';
import { xforce, xforceWith } from './sources/xforce.js';
import { xforceHistory, xforceHistoryWith } from './sources/xforce-history.js';
import type { XforceThresholds } from './sources/_xforce.js';

/** Every online source: registries, routing and names first, then who has an opinion, by name. */
export const onlineSources: readonly OnlineSource[] = [cymru, rdap, reverseDns, whois, ...reputationSources];

/**
 * The same as the user has set them: with the registries as `farend update` last fetched them into `home`, where it did,
 * and with thresholds of X-Force other than the usual.
 */
export function onlineSourcesOf(home: string, thresholds: XforceThresholds | null = null): readonly OnlineSource[] {
  const copies = new Copies(home);
  const entries = BOOTSTRAP_KEYS.flatMap((key) => {
    const meta = copies.meta(key);
    return meta === null ? [] : (entriesOf(copies.bytes(meta)) ?? []);
  });
  const own = new Map<OnlineSource, OnlineSource>();
  if (entries.length > 0) own.set(rdap, rdapSource(entries));
  if (thresholds !== null) {
    own.set(xforce, xforceWith(thresholds));
    own.set(xforceHistory, xforceHistoryWith(thresholds));
  }
  return own.size === 0 ? onlineSources : onlineSources.map((one) => own.get(one) ?? one);
}

function entriesOf(bytes: Uint8Array | null): BootstrapEntry[] | null {
  if (bytes === null) return null;
  try {
    return readBootstrap(JSON.parse(new TextDecoder().decode(bytes)) as unknown);
  } catch {
    return null;
  }
}
