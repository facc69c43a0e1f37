import type { BlindSpot } from '../model/input.js';

/** What the status of a VPN cannot show. */
export const TUNNELS_ONLY: BlindSpot = {
  id: 'tunnels-only',
  says: 'Only the outer ends of tunnels: what goes through them is not here.',
  fix: 'sudo conntrack -L > connections.txt',
};
