import type { Hunt } from './_hunt.js';
import { kql } from './kql.js';
import { nftables } from './nftables.js';
import { osquery } from './osquery.js';
import { powershell } from './powershell.js';
import { suricata } from './suricata.js';
import { vql } from './vql.js';
import { windowsFirewall } from './windows-firewall.js';
import { zeek } from './zeek.js';

export type { Hunt, Hunted } from './_hunt.js';

/** All languages that a peer can be hunted in: endpoints first, then the network, then what blocks it. */
export const hunts: readonly Hunt[] = [powershell, osquery, vql, kql, zeek, suricata, nftables, windowsFirewall];
