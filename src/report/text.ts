import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { type Verdict, VERDICTS } from '../model/judgement.js';
import { asideWords } from './_aside-words.js';
import { type Writing, writing } from './_defang.js';
import { filteredWords, noPeerWords } from './_left-out.js';
import { notedPeers } from './_noted-peers.js';
import { counted, grouped, percent } from './_numbers.js';
import { Page, type Span } from './_page.js';
import {
  addressColumns,
  printMainReason,
  printNoteLine,
  printOpinions,
  printOrganisations,
  printPeerLine,
} from './_text-compact.js';
import { printHeader } from './_text-header.js';
import { printPeer } from './_text-peer.js';
import { meaningWords } from './_verdict-words.js';
import { reachStep, reachWords } from './_reach.js';
import type { RenderOptions, Report } from './report.js';

/** One-line peers after the ones in full, as a multiple of `top`. */
const LINES_PER_TOP = 3;
const ORGANISATIONS_PER_TOP = 2;
/** Peers named on the last line. */
const WORST = 3;
/** Lines whose addresses are aligned with one another: a list may be too long to be built whole. */
const ALIGNED = 100;

interface Job {
  readonly page: Page;
  readonly investigation: Investigation;
  readonly options: RenderOptions;
  readonly names: Writing;
}

/** For a person: worst first with reasons that add up, expected peers folded. */
export const text: Report = {
  name: 'text',
  title: 'Text for a terminal or a ticket',
  mediaType: 'text/plain',
  extensions: ['txt', 'text'],
  render(investigation, options, write) {
    const job = { page: new Page(options, write), investigation, options, names: writing(options.defang) };
    if (options.detail !== 'brief') {
      printHeader(job.page, investigation, options, job.names);
      job.page.blank();
    }
    printCounts(job);
    const indexes = indexesByVerdict(investigation);
    for (const verdict of VERDICTS) printVerdict(job, verdict, indexes[verdict]);
    printFooter(job);
    if (options.isTerminal) printWorst(job);
  },
};

function printCounts({ page, investigation }: Job): void {
  const { peers, byVerdict } = investigation.counts;
  const spans = VERDICTS.flatMap((verdict): Span[] => [
    { text: ' · ' },
    {
      text: `${grouped(byVerdict[verdict])} ${verdict}`,
      style: byVerdict[verdict] > 0 ? verdict : 'faint',
      isWhole: true,
    },
  ]);
  page.wrapped([{ text: counted(peers, 'peer'), style: 'strong' }, ...spans], 0);
  const none = noPeerWords(investigation);
  if (none !== null) page.field('Nothing', [{ text: `${none}.` }]);
  const filtered = filteredWords(investigation);
  if (filtered !== null) page.field('Filter', [{ text: `${filtered}.`, style: 'suspicious' }]);
  const reach = reachWords(investigation);
  if (reach === null) return;
  const step = reachStep(investigation);
  page.field('Coverage', [
    { text: reach, style: 'suspicious' },
    { text: step === null ? '' : '. The others: ' },
    { text: step?.fix ?? '', style: 'strong', isWhole: true },
  ]);
}

function printVerdict(job: Job, verdict: Verdict, indexes: readonly number[]): void {
  if (indexes.length === 0) return;
  const { page, options } = job;
  page.blank();
  page.rule(
    verdict.toUpperCase(),
    verdict,
    `${counted(indexes.length, 'peer')}: ${meaningWords(verdict, indexes.length)}`,
  );
  if (verdict === 'expected' && options.top !== null) printFolded(job, options.top);
  else if (verdict === 'expected') printLines(job, indexes, indexes.length);
  else if (verdict === 'unexplained') printCompact(job, indexes);
  else printDetailed(job, indexes);
}

/** Positions only: peers are built when they are shown. */
function indexesByVerdict({ peers }: Investigation): Readonly<Record<Verdict, readonly number[]>> {
  const indexes: Record<Verdict, number[]> = { malicious: [], suspicious: [], unexplained: [], expected: [] };
  const { length } = peers;
  for (let index = 0; index < length; index++) indexes[peers.verdictAt(index)].push(index);
  return indexes;
}

function printDetailed(job: Job, indexes: readonly number[]): void {
  const { page, investigation, options, names } = job;
  const top = options.top ?? indexes.length;
  for (const index of indexes.slice(0, top))
    printPeer(page, investigation.peers.at(index), investigation, options, names);
  if (indexes.length > top) page.blank();
  printLines(job, indexes.slice(top), top * LINES_PER_TOP);
}

function printCompact(job: Job, indexes: readonly number[]): void {
  const { page, options, names } = job;
  const top = options.top ?? indexes.length;
  for (const [judged, columns] of aligned(job, indexes.slice(0, top))) {
    printPeerLine(page, judged, columns, names);
    printMainReason(page, judged, names);
    printOpinions(page, judged, names);
    printNoteLine(page, judged, names);
  }
  printLines(job, indexes.slice(top), top * LINES_PER_TOP);
}

function printLines(job: Job, indexes: readonly number[], most: number): void {
  const { page, names } = job;
  for (const [judged, columns] of aligned(job, indexes.slice(0, most))) {
    printPeerLine(page, judged, columns, names);
    printNoteLine(page, judged, names);
  }
  const more = indexes.length - most;
  if (more > 0) page.line([{ text: `and ${grouped(more)} more: --all, or -o csv`, style: 'faint' }], 2);
}

/** Each peer, built once, and the columns that its neighbours leave for addresses. */
function* aligned({ page, investigation, names }: Job, indexes: readonly number[]): Iterable<[JudgedPeer, number]> {
  for (let start = 0; start < indexes.length; start += ALIGNED) {
    const peers = indexes.slice(start, start + ALIGNED).map((index) => investigation.peers.at(index));
    const columns = addressColumns(page, peers, names);
    for (const judged of peers) yield [judged, columns];
  }
}

function printFolded({ page, investigation, names }: Job, top: number): void {
  const tallies = investigation.organisations.filter(({ verdict }) => verdict === 'expected');
  const most = top * ORGANISATIONS_PER_TOP;
  if (tallies.length > 0 && most > 0) printOrganisations(page, tallies.slice(0, most));
  const more = tallies.length - most;
  if (more > 0) page.line([{ text: `and ${counted(more, 'more organisation')}: --all, or -o csv`, style: 'faint' }], 2);
  const noted = [...notedPeers(investigation, 'expected')];
  const columns = addressColumns(page, noted, names);
  for (const judged of noted) {
    printPeerLine(page, judged, columns, names);
    printNoteLine(page, judged, names);
  }
}

function printFooter({ page, investigation, options }: Job): void {
  const { byClass, byVerdict } = investigation.counts;
  const classes = Object.entries(byClass).filter(([, count]) => count > 0);
  page.blank();
  if (classes.length > 0) {
    const said = classes.map(([name, count]) => `${name} ${grouped(count)}`).join(' · ');
    page.field('Set aside', [{ text: `${said} (rows ${asideWords(byClass)})` }]);
  }
  if (byVerdict.malicious + byVerdict.suspicious > 0 && options.detail !== 'brief') {
    const scale = 'Weights are decibans: +10 makes malicious ten times likelier, -10 ten times less likely.';
    page.field('Scale', [{ text: scale, style: 'faint' }]);
  }
}

/** On a terminal the end is what one sees: the answer once more, in a line. */
function printWorst({ page, investigation: { counts, peers }, names }: Job): void {
  const bad = counts.byVerdict.malicious + counts.byVerdict.suspicious;
  if (bad === 0) return;
  const spans: Span[] = [];
  for (let index = 0; index < Math.min(WORST, bad); index++) {
    const { peer, owner, judgement } = peers.at(index);
    const by = owner.organisation ?? owner.as?.name;
    const about = by === undefined ? percent(judgement.probability) : `${percent(judgement.probability)}, ${by}`;
    if (index > 0) spans.push({ text: ' · ' });
    spans.push({ text: names.name(peer.text), style: judgement.verdict }, { text: ` (${about})` });
  }
  if (bad > WORST) spans.push({ text: ` · ${grouped(bad - WORST)} more above` });
  page.field('Worst', spans);
}
