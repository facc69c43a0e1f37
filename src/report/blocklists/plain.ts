import type { Flavour } from './_flavour.js';

/** One address a line, for whatever reads lists: pfSense aliases, Pi-hole, fail2ban, ipset restore scripts. */
export const plain: Flavour = {
  name: 'plain',
  title: 'One address a line',
  comment: '#',
  undo: 'Take the lines out of the list again.',
  lines: ({ v4, v6 }) => [...v4, ...v6],
};
