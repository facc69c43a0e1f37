import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { NextStep, Verdict } from '../model/judgement.js';
import type { Peer, PeerProcess } from '../model/peer.js';
import { answerSays, answerTime, hasAnswered, disagreementWords } from './_answer-words.js';
import type { Writing } from './_defang.js';
import { counterfactualWords, movesWords } from './_counterfactual-words.js';
import { expectationWords } from './_expectation-words.js';
import { listWords } from './_list-words.js';
import { noteWords } from './_note-words.js';
import { counted, decimalsFor, grouped, percent, signed } from './_numbers.js';
import type { Page, Span } from './_page.js';
import { countryWords, firstFew, ownerWords, portWords, processName, seenWords, useWords } from './_peer-words.js';
import { addressPivots, peerPivots, type Pivot, stepsBeside } from './_pivots.js';
import { printReasons } from './_text-reasons.js';
import { beforeWords } from './_rejudged-words.js';
import { timeText } from './_time.js';
import type { RenderOptions } from './report.js';

const INDENT = 2;
/** More of a kind than this is counted, not printed. */
const FEW = 4;
const ROWS = 12;
const ANSWERS = 12;

/** One peer in full: who, where from, which program, why, what isn't known, what to do next. */
export function printPeer(
  page: Page,
  judged: JudgedPeer,
  investigation: Investigation,
  options: RenderOptions,
  writing: Writing,
): void {
  const { peer, judgement } = judged;
  const mentioned = [peer.text, ...peer.names];
  const says = (text: string): string => writing.sentence(text, mentioned);
  page.blank();
  printTitle(page, judged, writing);
  printOwner(page, judged);
  printPorts(page, judged);
  for (const process of peer.processes.slice(0, FEW)) printProcess(page, process);
  if (peer.processes.length > FEW) field(page, '', `and ${counted(peer.processes.length - FEW, 'more program')}`);
  if (peer.names.length > 0) field(page, 'Names', firstFew(peer.names.map(writing.name), FEW));
  if (peer.hosts.length > 0) field(page, 'Hosts', firstFew(peer.hosts, FEW));
  judged.lists.slice(0, FEW).forEach((evidence, index) => {
    field(page, index === 0 ? 'Listed' : '', says(listWords(evidence)));
  });
  if (judged.lists.length > FEW) field(page, '', `and ${counted(judged.lists.length - FEW, 'more list')}`);
  printSeen(page, peer, investigation, options);
  if (judged.note !== undefined) field(page, 'Noted', says(noteWords(judged.note)));
  const fit = expectationWords(judgement);
  if (fit !== '') field(page, 'Fit', says(fit));
  printReasons(page, judgement, INDENT, says);
  printAnswers(page, judged, says, options.detail === 'full' ? Number.POSITIVE_INFINITY : ANSWERS);
  const would = counterfactualWords(judgement);
  if (would !== '') field(page, 'Would be', says(would));
  printCoverage(page, judged);
  if (options.detail === 'full') {
    printServiceEnds(page, peer);
    printFacts(page, judged, says);
  }
  if (options.detail !== 'brief') printNext(page, judged, says);
}

function field(page: Page, label: string, text: string): void {
  page.field(label, [{ text }], INDENT);
}

function printTitle(page: Page, { peer, judgement, before }: JudgedPeer, writing: Writing): void {
  const [pivot] = addressPivots(peer.address, peer.text);
  page.line([
    { text: judgement.verdict.toUpperCase(), style: judgement.verdict },
    { text: '  ' },
    { text: writing.name(peer.text), style: 'strong', link: pivot?.url },
    { text: `  ${percent(judgement.probability)}`, style: judgement.verdict },
    {
      text: `  score ${signed(judgement.score, decimalsFor([judgement.score]))} · coverage ${percent(judgement.coverage)}`,
      style: 'faint',
    },
    { text: beforeWords(before, judgement), style: 'strong' },
  ]);
}

function printOwner(page: Page, { owner }: JudgedPeer): void {
  const { country, as } = owner;
  const parts = [
    ownerWords(owner),
    as === null ? 'no AS known' : `AS${as.number}${as.name === owner.organisation ? '' : ` ${as.name}`}`,
    country === null ? 'country unknown' : countryWords(country),
  ];
  field(page, 'Owner', parts.join(' · '));
}

function printPorts(page: Page, { peer, ports }: JudgedPeer): void {
  peer.ports.slice(0, FEW).forEach((port, index) => {
    const times = port.connections > 1 ? ` ×${grouped(port.connections)}` : '';
    const spans: Span[] = [{ text: `${portWords(port)}${times} `, style: 'strong' }, { text: useWords(ports[index]) }];
    page.field(index === 0 ? 'Port' : '', spans, INDENT);
  });
  if (peer.ports.length > FEW) field(page, '', `and ${counted(peer.ports.length - FEW, 'more port')}`);
}

function printProcess(page: Page, process: PeerProcess): void {
  const { path, name, pid, services, commandLine, user, parent, signer } = process;
  const spans: Span[] = [{ text: processName(process) ?? 'program not named', style: 'strong' }];
  const details = [
    pid === null || name === null ? null : `pid ${pid}`,
    services.length === 0 ? null : `services ${firstFew(services, FEW)}`,
    path,
    user === null ? null : `user ${user}`,
    parent === null ? null : `started by ${parent}`,
    signer === null ? null : `signed by ${signer}`,
    commandLine === null ? null : `command ${commandLine.slice(0, 300)}`,
  ].filter((detail) => detail !== null);
  for (const detail of details) spans.push({ text: ` · ${detail}` });
  page.field('Program', spans, INDENT);
}

function printSeen(page: Page, peer: Peer, investigation: Investigation, options: RenderOptions): void {
  const parts = [counted(peer.connections, 'connection'), ...seenWords(peer), rowWords(peer, investigation)];
  if (peer.firstSeen !== null) parts.push(spanWords(peer, options.utc));
  if (peer.bytesSent !== null) parts.push(`${grouped(peer.bytesSent)} bytes sent`);
  if (peer.bytesReceived !== null) parts.push(`${grouped(peer.bytesReceived)} bytes received`);
  field(page, 'Seen', parts.filter((part) => part !== '').join(' · '));
}

function spanWords({ firstSeen, lastSeen }: Peer, utc: boolean): string {
  const first = firstSeen === null ? '' : timeText(firstSeen, utc);
  return lastSeen === null || lastSeen === firstSeen ? first : `${first} to ${timeText(lastSeen, utc)}`;
}

/** `rows 14, 17`; with several inputs `connections.txt 14, 17; late.txt 3`. */
function rowWords(peer: Peer, { inputs }: Investigation): string {
  const shown = peer.rows.slice(0, ROWS);
  const omitted = peer.rows.length - shown.length + peer.rowsOmitted;
  const more = omitted > 0 ? ` and ${grouped(omitted)} more` : '';
  const lines = new Map<number, number[]>();
  for (const { input, line } of shown) lines.set(input, [...(lines.get(input) ?? []), line]);
  const parts = [...lines].map(([input, numbers]) => {
    const file =
      inputs.length > 1 ? (inputs[input]?.name ?? `input ${input + 1}`) : numbers.length === 1 ? 'line' : 'lines';
    return `${file} ${numbers.join(', ')}`;
  });
  return parts.join('; ') + more;
}

/** What services said, each in its own words with ours beside them, and when. */
function printAnswers(page: Page, judged: JudgedPeer, says: (text: string) => string, most: number): void {
  const { answers = [] } = judged;
  const heard = answers.filter(hasAnswered);
  heard.slice(0, most).forEach((answer, index) => {
    const spans: Span[] = [
      { text: `${answer.source} `, style: 'strong' },
      { text: `${says(answerSays(answer))} ` },
      { text: `(${answerTime(answer)})`, style: 'faint' },
    ];
    page.field(index === 0 ? 'Said' : '', spans, INDENT);
  });
  if (heard.length > most) field(page, '', `and ${counted(heard.length - most, 'more service')}: -v`);
  const disagreement = disagreementWords(judged);
  if (disagreement !== null) page.field('', [{ text: says(disagreement), style: 'suspicious' }], INDENT);
}

function printCoverage(page: Page, { judgement, ledger }: JudgedPeer): void {
  const open = ledger.filter(({ answer }) => answer !== 'known');
  const said = open.map(({ source, answer, reason }) => {
    const state = answer === 'not-known' ? 'not known' : 'not asked';
    return `${source} ${state}${reason === null ? '' : ` (${reason})`}`;
  });
  field(page, 'Coverage', [percent(judgement.coverage), ...said].join(' · '));
}

const END = { theirs: 'at their end', ours: 'at our end', unknown: 'at which end is not known' } as const;

function printServiceEnds(page: Page, { serviceEnds }: Peer): void {
  serviceEnds.slice(0, FEW).forEach(({ end, certainty, says, connections }, index) => {
    const times = serviceEnds.length > 1 ? ` ×${grouped(connections)}` : '';
    const sure = certainty === 'none' ? '' : `, ${certainty}`;
    field(page, index === 0 ? 'Service' : '', `${END[end]}${sure}${times}: ${says}`);
  });
}

function printFacts(page: Page, { facts, judgement }: JudgedPeer, says: (text: string) => string): void {
  facts.forEach(({ what, value, source, asOf }, index) => {
    const origin = asOf === null ? source : `${source}, ${asOf}`;
    page.field(
      index === 0 ? 'Facts' : '',
      [{ text: `${what}: ${says(value)} ` }, { text: `(${origin})`, style: 'faint' }],
      INDENT,
    );
  });
  judgement.findings.forEach(({ rule, evidence }, index) => {
    const behind = evidence.length === 0 ? '' : `: ${says(evidence.join('; '))}`;
    field(page, index === 0 ? 'Rules' : '', `${rule}${behind}`);
  });
}

function printNext(page: Page, { peer, judgement }: JudgedPeer, says: (text: string) => string): void {
  const pivots = peerPivots(peer);
  stepsBeside(pivots, judgement.next).forEach((step, index) =>
    printStep(page, index === 0 ? 'Next' : '', step, judgement.verdict, says),
  );
  printPivots(page, pivots, INDENT);
}

function printStep(page: Page, label: string, step: NextStep, verdict: Verdict, says: (text: string) => string): void {
  const isLink = step.do.startsWith('https://');
  // Whole, even past the edge: a command with a line break in it can't be copied.
  const action: Span = isLink
    ? { text: step.do, style: 'link', link: step.do, isWhole: true }
    : { text: step.do, style: 'strong', isWhole: true };
  const what = says(step.says) + movesWords(step, verdict);
  page.field(label, [{ text: step.do === '' ? what : `${what}: ` }, action], INDENT);
}

/** Names that link on a terminal; printed addresses of the pages elsewhere. */
export function printPivots(page: Page, pivots: readonly Pivot[], indent: number): void {
  if (pivots.length === 0) return;
  if (!page.isTerminal) {
    pivots.forEach(({ url }, index) =>
      page.field(index === 0 ? 'Look up' : '', [{ text: url, isWhole: true }], indent),
    );
    return;
  }
  const spans = pivots.flatMap(({ title, url }, index): Span[] => [
    ...(index === 0 ? [] : [{ text: ' · ' }]),
    { text: title, style: 'link', link: url, isWhole: true },
  ]);
  page.field('Look up', spans, indent);
}
