import type { JudgedPeer, OrganisationTally } from '../model/investigation.js';
import { answerSays, answerTime, disagreementWords } from './_answer-words.js';
import type { Writing } from './_defang.js';
import { displayWidth, fit, padded } from './_display-width.js';
import { noteWords } from './_note-words.js';
import { counted, decimalsFor, percent, signed } from './_numbers.js';
import type { Page } from './_page.js';
import { ownerWords, portWords, programNames } from './_peer-words.js';
import { addressPivots } from './_pivots.js';
import { terminalText } from './terminal-text.js';
import { beforeWords } from './_rejudged-words.js';

const INDENT = 2;
/** Room for an IPv4 address. */
const ADDRESS = 15;
/** What a line keeps for all that stands beside a longer one. */
const REST = 60;

/** Columns for the addresses of lines that stand together; one that is longer still pushes its own line to the right. */
export function addressColumns(page: Page, peers: readonly JudgedPeer[], writing: Writing): number {
  const most = page.width - REST;
  const widths = peers.map(({ peer }) => displayWidth(terminalText(writing.name(peer.text))));
  return Math.max(ADDRESS, ...widths.filter((width) => width <= most));
}

/** A peer in one line: address, probability, country, ports, and as much of owner and program as fits. */
export function printPeerLine(page: Page, judged: JudgedPeer, columns: number, writing: Writing): void {
  const { peer, owner, judgement } = judged;
  const [pivot] = addressPivots(peer.address, peer.text);
  const address = terminalText(writing.name(peer.text));
  const ports = peer.ports.slice(0, 2).map(portWords).join(', ') + (peer.ports.length > 2 ? ', …' : '');
  const code = fit(terminalText(owner.country?.code ?? '--'), 2);
  const facts = `${percent(judgement.probability).padStart(5)}  ${code}  `;
  const programs = programNames(peer).slice(0, 2).join(', ');
  const was = beforeWords(judged.before, judgement).trim();
  const rest = [was, ports, programs, ownerWords(owner)].filter((part) => part !== '').join(' · ');
  const before = INDENT + Math.max(columns, displayWidth(address)) + displayWidth(facts);
  page.line(
    [
      { text: address, link: pivot?.url, style: judgement.verdict },
      { text: ' '.repeat(Math.max(0, columns - displayWidth(address))) },
      { text: facts },
      { text: fit(terminalText(rest), Math.max(10, page.width - before)) },
    ],
    INDENT,
  );
}

/** The reason that weighs most, below a peer's line. */
export function printMainReason(page: Page, { peer, judgement }: JudgedPeer, writing: Writing): void {
  const main = mainFinding(judgement.findings);
  if (main === null) return;
  const weight = `${signed(main.weight, decimalsFor([main.weight]))} `;
  const says = writing.sentence(main.says, [peer.text, ...peer.names]);
  const indent = INDENT + ADDRESS + 2;
  page.wrapped([{ text: says, style: 'faint' }], indent + weight.length, ' '.repeat(indent) + weight);
}

/** What services with an opinion said of a peer, below its line. */
export function printOpinions(page: Page, judged: JudgedPeer, writing: Writing): void {
  const { peer, answers = [] } = judged;
  const said = answers
    .filter(({ reputation }) => reputation.length > 0)
    .map((answer) => `${answer.source} ${answerSays(answer)} (${answerTime(answer)})`);
  if (said.length === 0) return;
  const disagreement = disagreementWords(judged);
  if (disagreement !== null) said.push(disagreement);
  const says = writing.sentence(said.join(' · '), [peer.text, ...peer.names]);
  page.wrapped([{ text: `said: ${says}`, style: 'faint' }], INDENT + ADDRESS + 2);
}

/** What a person made of a peer, below its line. */
export function printNoteLine(page: Page, { peer, note }: JudgedPeer, writing: Writing): void {
  if (note === undefined) return;
  const says = writing.sentence(`noted: ${noteWords(note)}`, [peer.text, ...peer.names]);
  page.wrapped([{ text: says, style: 'faint' }], INDENT + ADDRESS + 2);
}

function mainFinding<F extends { readonly weight: number }>(findings: readonly F[]): F | null {
  let main: F | null = null;
  for (const finding of findings) if (main === null || finding.weight > main.weight) main = finding;
  return main;
}

/** Expected peers folded by organisation: how many, by which programs, on which ports. */
export function printOrganisations(page: Page, tallies: readonly OrganisationTally[]): void {
  const names = tallies.map(({ organisation }) => fit(terminalText(organisation), Math.floor(page.width / 3)));
  const counts = tallies.map(({ peers }) => counted(peers, 'peer'));
  const nameWidth = Math.max(...names.map(displayWidth));
  const countWidth = Math.max(...counts.map(({ length }) => length));
  tallies.forEach(({ programs, ports }, index) => {
    const start = `${padded(names[index], nameWidth)}  ${counts[index].padStart(countWidth)}  `;
    const what = [programs.slice(0, 4).join(', '), ports.slice(0, 3).join(', ')].filter((part) => part !== '');
    const room = Math.max(10, page.width - INDENT - displayWidth(start));
    page.line([{ text: start }, { text: fit(terminalText(what.join(' · ')), room), style: 'faint' }], INDENT);
  });
}
