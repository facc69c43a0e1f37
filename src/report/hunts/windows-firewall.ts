import { windowsFirewall as blocks } from '../blocklists/windows-firewall.js';
import type { Hunt } from './_hunt.js';

/** The lines of the block list, for those addresses that may be blocked. */
export const windowsFirewall: Hunt = {
  name: 'windows-firewall',
  title: 'Windows firewall, to block',
  where: 'in PowerShell as administrator',
  language: 'powershell',
  lines: ({ blocked }) =>
    blocked.v4.length + blocked.v6.length === 0 ? [] : [...blocks.lines(blocked), `# To take it back: ${blocks.undo}`],
};
