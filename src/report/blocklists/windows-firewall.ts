import { type Flavour, groupsOf } from './_flavour.js';

/** A rule takes thousands of addresses, an editor fewer. */
const ADDRESSES = 100;

/** PowerShell, to be run as administrator. The rules form a group, so that one command takes them away. */
export const windowsFirewall: Flavour = {
  name: 'windows-firewall',
  title: 'PowerShell for the Windows firewall',
  comment: '#',
  undo: 'Remove-NetFirewallRule -Group farend',
  lines: ({ v4, v6 }) =>
    groupsOf([...v4, ...v6], ADDRESSES).flatMap((group, index) =>
      ['Outbound', 'Inbound'].map(
        (direction) =>
          `New-NetFirewallRule -Group farend -DisplayName 'farend malicious peers ${index + 1} ${direction}' -Direction ${direction} -Action Block -RemoteAddress ${group.map((address) => `'${address}'`).join(',')}`,
      ),
    ),
};
