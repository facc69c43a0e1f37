import { nftables as blocks } from '../blocklists/nftables.js';
import type { Hunt } from './_hunt.js';

/** The lines of the block list, for those addresses that may be blocked. */
export const nftables: Hunt = {
  name: 'nftables',
  title: 'nftables, to block',
  where: 'with nft -f, on a Linux machine or gateway',
  language: 'text',
  lines: ({ blocked }) =>
    blocked.v4.length + blocked.v6.length === 0 ? [] : [...blocks.lines(blocked), `# To take it back: ${blocks.undo}`],
};
