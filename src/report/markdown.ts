import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import { answerSays, answerTime, hasAnswered, disagreementWords } from './_answer-words.js';
import { counterfactualWords, movesWords } from './_counterfactual-words.js';
import { type Writing, writing } from './_defang.js';
import { expectationWords } from './_expectation-words.js';
import { listWords } from './_list-words.js';
import { mainFinding } from './_main-finding.js';
import { markdownCellCode, markdownCode, markdownLink, markdownRow, markdownText } from './_markdown-text.js';
import { notedPeers } from './_noted-peers.js';
import { noteWords } from './_note-words.js';
import { counted, decimalsFor, percent, signed } from './_numbers.js';
import { seenWords, ownerWords, portWords, programNames, useWords } from './_peer-words.js';
import { addressPivots } from './_pivots.js';
import { filteredWords, noPeerWords } from './_left-out.js';
import { meaningWords } from './_verdict-words.js';
import { reachStep, reachWords } from './_reach.js';
import { beforeWords, changeWords, judgeWords } from './_rejudged-words.js';
import { DEFAULT_TLP, tlpLabel } from './_tlp.js';
import type { RenderOptions, Report, Write } from './report.js';

/** A ticket stays readable: more of a kind than this is counted. */
const FEW = 5;
const UNEXPLAINED = 50;
const ORGANISATIONS = 20;
const HASH = 12;

/** Markdown for a ticket (CommonMark with GitHub's tables): verdicts, reasons, next steps; defanged, nothing acts. */
export const markdown: Report = {
  name: 'markdown',
  title: 'Markdown for a ticket, defanged',
  mediaType: 'text/markdown',
  extensions: ['md', 'markdown'],
  defangsByDefault: true,
  render(investigation, options, write) {
    const names = writing(options.defang);
    const label = tlpLabel(options.tlp ?? DEFAULT_TLP);
    write(`**${label}**\n\n# Who is at the far end\n\n`);
    writeSummary(investigation, write);
    writeWorst(investigation, options, names, write);
    writeUnexplained(investigation, options, names, write);
    writeExpected(investigation, names, write);
    if (options.detail !== 'brief') writeEvidence(investigation, names, write);
    write(`---\n\nfarend ${markdownText(investigation.farend)} · **${label}**\n`);
  },
};

function writeSummary(investigation: Investigation, write: Write): void {
  const { counts, inputs, rejudged } = investigation;
  const { malicious, suspicious, unexplained, expected } = counts.byVerdict;
  write(
    `${counted(counts.peers, 'peer')} in ${counted(counts.external, 'connection')} to public addresses ` +
      `(${counted(counts.rows, 'row')}, ${counted(inputs.length, 'listing')}): **${malicious} malicious**, ` +
      `**${suspicious} suspicious**, ${unexplained} unexplained, ${expected} expected.\n\n`,
  );
  for (const said of [noPeerWords(investigation), filteredWords(investigation)])
    if (said !== null) write(`${said}.\n\n`);
  const reach = reachWords(investigation);
  const fix = reachStep(investigation)?.fix ?? '';
  if (reach !== null) write(`${reach}.${fix === '' ? '' : ` The others: ${markdownCode(fix, 1000)}`}\n\n`);
  if (rejudged === undefined) return;
  const { name, sha256, changes } = rejudged;
  const origin = `${markdownCode(name)} (sha256 ${markdownCode(sha256.slice(0, HASH))})`;
  write(
    `Judged again from ${origin}, before by ${markdownText(judgeWords(rejudged))}: ${markdownText(changeWords(changes))}\n\n`,
  );
}

/** Peers of a verdict: worst first, so they lie together. */
function* peersOf({ peers }: Investigation, verdicts: readonly Verdict[]): Iterable<JudgedPeer> {
  for (let index = 0; index < peers.length; index++) {
    if (verdicts.includes(peers.verdictAt(index))) yield peers.at(index);
  }
}

function writeWorst(investigation: Investigation, options: RenderOptions, names: Writing, write: Write): void {
  const { malicious, suspicious } = investigation.counts.byVerdict;
  let left = options.top ?? Number.POSITIVE_INFINITY;
  for (const judged of peersOf(investigation, ['malicious', 'suspicious'])) {
    if (left-- <= 0) break;
    writePeer(judged, options, names, write);
  }
  const more = malicious + suspicious - (options.top ?? Number.POSITIVE_INFINITY);
  if (more > 0) write(`${counted(more, 'more peer')} malicious or suspicious (\`--all\` shows them).\n\n`);
}

function writePeer(judged: JudgedPeer, options: RenderOptions, names: Writing, write: Write): void {
  const { peer, judgement, owner } = judged;
  const says = (text: string): string => markdownText(names.sentence(text, [peer.text, ...peer.names]));
  write(
    `## ${judgement.verdict.toUpperCase()}: ${markdownCode(names.name(peer.text))} (${percent(judgement.probability)}, coverage ${percent(judgement.coverage)}${beforeWords(judged.before, judgement)})\n\n`,
  );
  const item = (label: string, value: string): void => {
    if (value !== '') write(`- ${label}: ${value}\n`);
  };
  item(
    'Owner',
    `${markdownText(ownerWords(owner))}${owner.as === null ? '' : `, AS${owner.as.number}`}, ${markdownText(owner.country?.name ?? 'country unknown')}`,
  );
  for (const [index, port] of peer.ports.slice(0, FEW).entries()) {
    item('Port', `${markdownCode(portWords(port))} ${markdownText(useWords(judged.ports[index]))}`);
  }
  for (const process of peer.processes.slice(0, FEW)) item('Program', programText(process));
  item('Names', several(peer.names.map(names.name)));
  item('Hosts', several(peer.hosts));
  item('Seen', [counted(peer.connections, 'connection'), ...seenWords(peer)].join(', '));
  for (const evidence of judged.lists.slice(0, FEW)) item('Listed', says(listWords(evidence)));
  for (const answer of (judged.answers ?? []).filter(hasAnswered)) {
    item(`Said by ${markdownText(answer.source)}`, says(`${answerSays(answer)} (${answerTime(answer)})`));
  }
  const disagreement = disagreementWords(judged);
  if (disagreement !== null) write(`- ${says(disagreement)}\n`);
  const fit = expectationWords(judgement);
  if (fit !== '') item('Fit', says(fit));
  if (judged.note !== undefined) item('Noted', says(noteWords(judged.note)));
  writeReasons(judged, says, write);
  const would = counterfactualWords(judgement);
  if (would !== '') write(`- Would be: ${says(would)}\n`);
  if (options.detail !== 'brief') writeNext(judged, says, write);
}

function programText({ name, path, pid, user, commandLine }: JudgedPeer['peer']['processes'][number]): string {
  const parts = [
    markdownCode(name ?? path ?? ''),
    pid === null ? '' : `pid ${pid}`,
    name === null || path === null ? '' : markdownCode(path),
    user === null ? '' : `user ${markdownCode(user)}`,
    commandLine === null ? '' : `command ${markdownCode(commandLine)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function several(texts: readonly string[]): string {
  const more = texts.length > FEW ? ` and ${texts.length - FEW} more` : '';
  return (
    texts
      .slice(0, FEW)
      .map((text) => markdownCellCode(text))
      .join(', ') + more
  );
}

/** The sum as a table: it adds up. */
function writeReasons({ judgement }: JudgedPeer, says: (text: string) => string, write: Write): void {
  const { prior, findings, score } = judgement;
  const decimals = decimalsFor([prior, score, ...findings.map(({ weight }) => weight)]);
  write(`\n| Weight | Why |\n|---:|---|\n`);
  write(markdownRow([signed(prior, decimals), 'before any evidence']));
  for (const { weight, says: sentence, attack } of findings) {
    const ids = attack.map((id) => markdownCellCode(id)).join(' ');
    write(markdownRow([signed(weight, decimals), `${says(sentence)} ${ids}`.trimEnd()]));
  }
  write(`${markdownRow([`**${signed(score, decimals)}**`, `${percent(judgement.probability)} likely malicious`])}\n`);
}

function writeNext({ peer, judgement }: JudgedPeer, says: (text: string) => string, write: Write): void {
  const links = addressPivots(peer.address, peer.text).map(({ title, url }) => markdownLink(title, url));
  // Steps that open a page are among the links already.
  const steps = judgement.next.filter((step) => links.length === 0 || !step.do.startsWith('https://'));
  for (const step of steps.slice(0, FEW)) {
    const command = markdownCode(step.do, 2000);
    write(`- [ ] ${says(step.says)}${movesWords(step, judgement.verdict)}${command === '' ? '' : `: ${command}`}\n`);
  }
  if (links.length > 0) write(`- Look up: ${links.join(' · ')}\n`);
  write('\n');
}

function writeUnexplained(investigation: Investigation, options: RenderOptions, names: Writing, write: Write): void {
  const { unexplained } = investigation.counts.byVerdict;
  if (unexplained === 0) return;
  const shown = options.top === null ? Number.POSITIVE_INFINITY : UNEXPLAINED;
  write(`## Unexplained: ${meaningWords('unexplained', unexplained)}\n\n`);
  write(`| Address | Owner | Port | Program | Reason |\n|---|---|---|---|---|\n`);
  let left = shown;
  for (const judged of peersOf(investigation, ['unexplained'])) {
    if (left-- <= 0) break;
    const { peer, owner } = judged;
    const reason = [
      mainFinding(judged)?.says ?? 'Nothing is known that explains it.',
      ...opinions(judged),
      ...notesOf(judged),
    ].join(' · ');
    write(
      markdownRow([
        markdownCellCode(names.name(peer.text)),
        markdownText(ownerWords(owner)),
        several(peer.ports.map(portWords)),
        several(programNames(peer)),
        markdownText(names.sentence(reason, [peer.text, ...peer.names])),
      ]),
    );
  }
  if (unexplained > shown)
    write(`\n${counted(unexplained - shown, 'more peer')} unexplained (\`--all\` shows them).\n`);
  write('\n');
}

/** What services with an opinion said, each in a few words. */
function opinions({ answers = [] }: JudgedPeer): string[] {
  return answers
    .filter(({ reputation }) => reputation.length > 0)
    .map((answer) => `${answer.source}: ${answerSays(answer)} (${answerTime(answer)})`);
}

function notesOf({ note }: JudgedPeer): string[] {
  return note === undefined ? [] : [`Noted: ${noteWords(note)}`];
}

function writeExpected(investigation: Investigation, names: Writing, write: Write): void {
  const expected = investigation.organisations.filter(({ verdict }) => verdict === 'expected');
  if (expected.length === 0) return;
  write(`## Expected\n\n| Organisation | Peers | Connections | Programs | Ports |\n|---|---:|---:|---|---|\n`);
  for (const { organisation, peers, connections, programs, ports } of expected.slice(0, ORGANISATIONS)) {
    write(
      markdownRow([markdownText(organisation), String(peers), String(connections), several(programs), several(ports)]),
    );
  }
  if (expected.length > ORGANISATIONS) write(`\n${counted(expected.length - ORGANISATIONS, 'more organisation')}.\n`);
  write('\n');
  for (const { peer, note } of notedPeers(investigation, 'expected')) {
    const said = names.sentence(note === undefined ? '' : noteWords(note), [peer.text, ...peer.names]);
    write(`- Noted of ${markdownCode(names.name(peer.text))}: ${markdownText(said)}\n`);
  }
}

function writeEvidence({ inputs, pack }: Investigation, names: Writing, write: Write): void {
  write(`## What this rests on\n\n| Listing | Read as | Rows | Not read | SHA-256 |\n|---|---|---:|---:|---|\n`);
  for (const input of inputs.slice(0, ORGANISATIONS)) write(inputRow(input));
  if (inputs.length > ORGANISATIONS) write(`\n${counted(inputs.length - ORGANISATIONS, 'more listing')}.\n`);
  write('\n');
  for (const input of inputs.slice(0, ORGANISATIONS)) writeUnresolved(input, names, write);
  const spots = new Map(inputs.flatMap(({ blindSpots }) => blindSpots).map((spot) => [spot.id, spot]));
  for (const { says, fix } of spots.values()) {
    write(`- Blind spot: ${markdownText(says)}${fix === '' ? '' : ` Fix: ${markdownCode(fix, 1000)}`}\n`);
  }
  write(`- Knowledge: pack ${markdownCode(pack.version)}, data of ${markdownText(pack.date)}\n`);
  for (const note of [pack.stale ?? '', ...pack.notes].filter((text) => text !== ''))
    write(`- Note: ${markdownText(note)}\n`);
  write('\n');
}

function inputRow({ name, format, tool, rows, badLineCount, sha256 }: InputSummary): string {
  const read = format === null ? 'not recognised' : markdownText(tool);
  return markdownRow([
    markdownCellCode(name),
    read,
    String(rows),
    String(badLineCount),
    markdownCellCode(sha256.slice(0, HASH)),
  ]);
}

function writeUnresolved({ nameOnlyPeers, truncatedPeers }: InputSummary, names: Writing, write: Write): void {
  if (nameOnlyPeers.length > 0) write(`- Named without an address: ${several(nameOnlyPeers.map(names.name))}\n`);
  if (truncatedPeers.length > 0) write(`- Cut short by the tool: ${several(truncatedPeers.map(names.name))}\n`);
}
