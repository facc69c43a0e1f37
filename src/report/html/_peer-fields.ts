import type { InputSummary } from '../../model/input.js';
import type { JudgedPeer } from '../../model/investigation.js';
import type { Peer, PeerProcess } from '../../model/peer.js';
import { counted, grouped } from '../_numbers.js';
import { countryWords, firstFew, portWords, processName, seenWords, useWords } from '../_peer-words.js';
import { isoTime, timeText } from '../_time.js';
import { html, type Markup, type Part } from './_markup.js';
import type { RawRow } from '../report.js';
import { networkWords, ownerName, type PageContext } from './_page-context.js';

const FEW = 6;
const ROWS = 24;

/** Who the peer is and what was seen of it, as a list of terms. */
export function peerFields(judged: JudgedPeer, { investigation, rawRows }: PageContext): Markup {
  const { peer, ports } = judged;
  const fields: (readonly [string, Part])[] = [
    ['Owner', ownerPart(judged)],
    ['Country', judged.owner.country === null ? 'not known' : countryWords(judged.owner.country)],
    [
      peer.ports.length > 1 ? 'Ports' : 'Port',
      peer.ports
        .slice(0, FEW)
        .map(
          (port, index) =>
            html`<p><b>${portWords(port)}</b>${port.connections > 1 ? ` ×${grouped(port.connections)}` : ''} <span>${useWords(ports[index])}</span></p>`,
        ),
    ],
    [peer.processes.length > 1 ? 'Programs' : 'Program', peer.processes.slice(0, FEW).map(processPart)],
    ['Names', peer.names.length === 0 ? null : firstFew(peer.names, FEW)],
    ['Hosts', peer.hosts.length === 0 ? null : firstFew(peer.hosts, FEW)],
    ['Seen', seenText(peer)],
    ['Evidence', [...rowWords(peer, investigation.inputs), ...(rawRows?.(judged) ?? []).map(rawRow)]],
  ];
  return html`<dl>${fields.map(([term, value]) => (isEmpty(value) ? null : html`<div><dt>${term}</dt><dd>${value}${moreOf(term, peer)}</dd></div>`))}</dl>`;
}

function isEmpty(value: Part): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function moreOf(term: string, { ports, processes }: Peer): Markup | null {
  const all = term === 'Ports' ? ports.length : term === 'Programs' ? processes.length : 0;
  return all > FEW ? html`<p>and ${grouped(all - FEW)} more</p>` : null;
}

function ownerPart(judged: JudgedPeer): Markup {
  const { as } = judged.owner;
  const network = networkWords(judged);
  const system =
    as === null ? 'no AS known' : `AS${as.number}${as.name === judged.owner.organisation ? '' : ` ${as.name}`}`;
  return html`<p><b>${ownerName(judged)}</b>${network === '' ? '' : ` ${network}`}</p><p><span>${system}</span></p>`;
}

function processPart(process: PeerProcess): Markup {
  const { path, name, pid, services, commandLine, user, parent, signer } = process;
  const details = [
    pid === null || name === null ? null : `pid ${pid}`,
    services.length === 0 ? null : `services ${firstFew(services, 4)}`,
    user === null ? null : `user ${user}`,
    parent === null ? null : `started by ${parent}`,
    signer === null ? null : `signed by ${signer}`,
  ].filter((detail) => detail !== null);
  return html`<p><b>${processName(process) ?? 'not named'}</b> <span>${details.join(' · ')}</span></p>${path === null ? null : html`<code>${path}</code>`}${commandLine === null ? null : html`<code>${commandLine}</code>`}`;
}

function seenText(peer: Peer): string {
  const parts = [counted(peer.connections, 'connection'), ...seenWords(peer)];
  if (isoTime(peer.firstSeen) !== null) parts.push(timesOf(peer));
  if (peer.bytesSent !== null) parts.push(`${grouped(peer.bytesSent)} bytes sent`);
  if (peer.bytesReceived !== null) parts.push(`${grouped(peer.bytesReceived)} bytes received`);
  return parts.join(' · ');
}

function timesOf({ firstSeen, lastSeen }: Peer): string {
  const first = timeText(firstSeen ?? 0, true);
  return lastSeen === null || lastSeen === firstSeen ? first : `${first} to ${timeText(lastSeen, true)}`;
}

/** A row as it stands. */
function rawRow({ line, text }: RawRow): Markup {
  return html`<code class="raw"><b>${line}</b> ${text.trim()}</code>`;
}

/** `connections.txt, lines 14, 17`: where to read it in the evidence itself. */
function rowWords({ rows, rowsOmitted }: Peer, inputs: readonly InputSummary[]): Markup[] {
  const shown = rows.slice(0, ROWS);
  const lines = new Map<number, number[]>();
  for (const { input, line } of shown) lines.set(input, [...(lines.get(input) ?? []), line]);
  const omitted = rows.length - shown.length + rowsOmitted;
  const said = [...lines].map(
    ([input, numbers]) =>
      html`<p>${inputs[input]?.name ?? `input ${input + 1}`}, ${numbers.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')}</p>`,
  );
  return omitted > 0 ? [...said, html`<p>and ${counted(omitted, 'more row')}</p>`] : said;
}
