import { blockable, plainAddress } from '../_blockable.js';
import { processName } from '../_peer-words.js';
import { terminalText } from '../terminal-text.js';
import type { JudgedPeer } from '../../model/investigation.js';
import type { Hunted } from './_hunt.js';

/** More of a kind would not fit a query; what is left out is counted by the caller. */
export const MOST_HUNTED = 500;
const LONGEST_NAME = 253;
const LONGEST_PROGRAM = 255;
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/i;

/**
 * What of some peers can be looked for elsewhere. A program only where nothing is known of it: everybody runs the others.
 * Evidence is hostile: names of another shape, and programs with characters that can't be seen, are left out.
 */
export function huntedOf(peers: Iterable<JudgedPeer>): Hunted {
  const addresses = new Set<string>();
  const names = new Set<string>();
  const found = new Set<string>();
  const blocked = new Set<string>();
  for (const judged of peers) {
    const { peer, programs } = judged;
    const address = plainAddress(peer.address);
    add(addresses, address);
    if (judged.judgement.verdict === 'malicious' && blockable(judged) === 'yes') add(blocked, address);
    for (const name of peer.names) if (isHostName(name)) add(names, name.toLowerCase());
    peer.processes.forEach((process, index) => {
      const name = processName(process);
      if (programs[index] == null && name !== null && isProgramName(name, process.name)) add(found, name);
    });
  }
  return { addresses: [...addresses], names: [...names], programs: [...found], blocked: byFamily([...blocked]) };
}

/** Addresses alone, for a question about nothing else. */
export function huntedAddresses(addresses: readonly string[], canBlock: readonly string[]): Hunted {
  return { addresses, names: [], programs: [], blocked: byFamily(canBlock) };
}

function byFamily(addresses: readonly string[]): Hunted['blocked'] {
  const isV6 = (address: string): boolean => address.includes(':');
  return { v4: addresses.filter((address) => !isV6(address)), v6: addresses.filter(isV6) };
}

function add(texts: Set<string>, text: string): void {
  if (texts.size < MOST_HUNTED) texts.add(text);
}

function isHostName(name: string): boolean {
  return name.length <= LONGEST_NAME && HOST_NAME.test(name) && !/^[\d.]+$/.test(name);
}

/** `pid 9120` is no name. */
function isProgramName(name: string, given: string | null): boolean {
  return (
    name !== '' &&
    name.length <= LONGEST_PROGRAM &&
    (given !== null || !/^pid \d+$/.test(name)) &&
    terminalText(name) === name
  );
}
