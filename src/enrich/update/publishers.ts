import { ipPublishers } from './ip-publishers.js';
import { listPublishers } from './list-publishers.js';
import type { Publisher } from './publisher.js';
import { rangePublishers } from './range-publishers.js';
import { registryPublishers } from './registry-publishers.js';

/** Everybody that `farend update` knows: providers, lists, data for the whole Internet, registries. */
export function publishers(): Publisher[] {
  return [...rangePublishers(), ...listPublishers(), ...ipPublishers(), ...registryPublishers()];
}
