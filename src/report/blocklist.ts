import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { blockable, plainAddress } from './_blockable.js';
import type { Blocked, Flavour } from './blocklists/_flavour.js';
import { cisco } from './blocklists/cisco.js';
import { nftables } from './blocklists/nftables.js';
import { plain } from './blocklists/plain.js';
import { suricata } from './blocklists/suricata.js';
import { windowsFirewall } from './blocklists/windows-firewall.js';
import { counted } from './_numbers.js';
import { terminalText } from './terminal-text.js';
import type { Report } from './report.js';

export const flavours: readonly Flavour[] = [cisco, nftables, plain, suricata, windowsFirewall];

/**
 * Lines that block malicious peers. Only asked for by name, since a list that is applied unread cuts off what it is
 * wrong about. Never an expected or private address; shared addresses stand in comments.
 */
export const blocklist: Report = {
  name: 'blocklist',
  title: 'Lines that block the malicious peers: plain, Suricata, nftables, Windows firewall, Cisco',
  mediaType: 'text/plain',
  extensions: [],
  render(investigation, options, write) {
    const flavour = flavours.find(({ name }) => name === (options.flavour ?? 'plain')) ?? plain;
    const comment = (text: string): void => write(`${flavour.comment} ${terminalText(text)}\n`);
    const { blocked, shared } = sorted(investigation);
    const count = blocked.v4.length + blocked.v6.length;
    comment(`farend ${investigation.farend}: ${counted(count, 'malicious peer')}. ${flavour.title}.`);
    comment(`Knowledge: pack ${investigation.pack.version}, data of ${investigation.pack.date}.`);
    for (const { sha256 } of investigation.inputs) comment(`Evidence: sha256 ${sha256}`);
    comment('A verdict is a lead with its reasons, not a proof: read the report before you apply this.');
    comment(`To take it back: ${flavour.undo}`);
    for (const { peer, owner } of shared) {
      comment(
        `Left out: ${plainAddress(peer.address)} belongs to ${owner.network.kind} addresses that many services share.`,
      );
    }
    if (count > 0) for (const line of flavour.lines(blocked)) write(`${line}\n`);
  },
};

function sorted({ peers }: Investigation): { blocked: Blocked; shared: JudgedPeer[] } {
  const [v4, v6, shared]: [string[], string[], JudgedPeer[]] = [[], [], []];
  for (let index = 0; index < peers.length; index++) {
    if (peers.verdictAt(index) !== 'malicious') continue;
    const judged = peers.at(index);
    const { address } = judged.peer;
    const answer = blockable(judged);
    if (answer === 'shared') shared.push(judged);
    if (answer === 'yes') (address.family === 4 ? v4 : v6).push(plainAddress(address));
  }
  return { blocked: { v4, v6 }, shared };
}
