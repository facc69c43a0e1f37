import type { CompanionSummary } from '../model/companion.js';
import type { BlindSpot, InputSummary } from '../model/input.js';
import type { Investigation, Rejudged, ToldService } from '../model/investigation.js';
import type { Writing } from './_defang.js';
import { counted, grouped } from './_numbers.js';
import type { Page } from './_page.js';
import { changeWords, judgeWords } from './_rejudged-words.js';
import { timeText } from './_time.js';
import { firstFew } from './_peer-words.js';
import type { RenderOptions } from './report.js';

const INPUTS_SHOWN = 5;
const BAD_LINES_SHOWN = 10;
const BAD_LINES_IN_FULL = 50;
const HASH_SHOWN = 12;
const NOTES_SHOWN = 8;

/** What was read and how well, what it can't show, from which knowledge, and what left the machine. */
export function printHeader(page: Page, investigation: Investigation, options: RenderOptions, writing: Writing): void {
  const { farend, inputs, pack } = investigation;
  page.line([
    { text: `farend ${farend}`, style: 'title' },
    { text: '  who is at the far end', style: 'faint' },
  ]);
  page.blank();
  printInputs(page, inputs, options, writing);
  if (investigation.rejudged !== undefined) printRejudged(page, investigation.rejudged, options);
  printCompanions(page, investigation.companions, options);
  printBlindSpots(page, inputs);
  page.field('Knowledge', [{ text: `pack ${pack.version}, data of ${pack.date}` }]);
  if (pack.stale !== null) page.field('', [{ text: pack.stale, style: 'suspicious' }]);
  for (const note of pack.notes.slice(0, NOTES_SHOWN)) page.field('', [{ text: note, style: 'suspicious' }]);
  page.field('Privacy', [{ text: privacyText(investigation.told ?? []) }]);
}

/** What was read, and how well. */
export function printInputs(
  page: Page,
  inputs: readonly InputSummary[],
  options: RenderOptions,
  writing: Writing,
): void {
  const shown = options.detail === 'full' ? inputs : inputs.slice(0, INPUTS_SHOWN);
  for (const input of shown) printInput(page, input, options, writing);
  printMoreInputs(page, inputs.slice(shown.length));
}

function privacyText(told: readonly ToldService[]): string {
  if (told.length === 0) return 'Nothing left this machine.';
  const services = told.map(({ title, addresses }) => `${title} about ${counted(addresses, 'address', 'addresses')}`);
  return `This run asked ${services.join(', ')}. Nothing else left this machine.`;
}

/** Where the judged evidence was kept, who judged it before, and what is different now. */
function printRejudged(page: Page, rejudged: Rejudged, { utc }: RenderOptions): void {
  const { name, sha256, savedAt, changes } = rejudged;
  const saved = savedAt === null ? null : `saved ${timeText(Date.parse(savedAt), utc)}`;
  const parts = [`sha256 ${sha256.slice(0, HASH_SHOWN)}`, saved, `judged before by ${judgeWords(rejudged)}`];
  const said = parts.filter((part) => part !== null).join(' · ');
  page.field('Again', [{ text: name, style: 'strong' }, { text: ` · ${said}` }]);
  page.field('', [{ text: changeWords(changes), style: changes.length === 0 ? 'faint' : 'strong' }]);
}

function printInput(page: Page, input: InputSummary, options: RenderOptions, writing: Writing): void {
  const what = input.format === null ? 'not recognised' : input.tool;
  const parts = [
    what,
    input.language === null ? null : `language ${input.language}`,
    input.encoding,
    counted(input.rows, 'row'),
    input.sha256 === '' ? 'not hashed (--hash)' : `sha256 ${input.sha256.slice(0, HASH_SHOWN)}`,
  ].filter((part) => part !== null);
  const name = input.name === '-' ? 'standard input' : input.name;
  page.field('Read', [{ text: name, style: 'strong' }, { text: ` · ${parts.join(' · ')}` }]);
  if (input.partial)
    page.field('', [{ text: 'Reading stopped early: what follows is only a part of it.', style: 'suspicious' }]);
  printBadLines(page, input, options);
  printUnresolved(page, input, writing);
}

/** All companions in one field, one each where there is something to say of it or everything is wanted. */
export function printCompanions(page: Page, companions: readonly CompanionSummary[], { detail }: RenderOptions): void {
  if (companions.length === 0) return;
  if (detail === 'full' || companions.length === 1) {
    for (const companion of companions) printCompanion(page, companion);
    return;
  }
  const kinds = [...new Set(companions.map(({ kind }) => kind))];
  const joined = companions.filter((companion) => companion.joined > 0).length;
  const parts = [kinds.join(', '), `${grouped(joined)} of them tell of rows`];
  page.field('With', [
    { text: counted(companions.length, 'companion'), style: 'strong' },
    { text: ` · ${parts.join(' · ')}` },
  ]);
  const said = companions.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`));
  for (const note of said.slice(0, NOTES_SHOWN)) page.field('', [{ text: note, style: 'suspicious' }]);
  if (said.length > NOTES_SHOWN)
    page.field('', [{ text: `and ${counted(said.length - NOTES_SHOWN, 'more note')} (-v lists them)` }]);
}

function printCompanion(page: Page, { name, title, entries, joined, notes, badLineCount }: CompanionSummary): void {
  const use = joined > 0 ? `tells of ${counted(joined, 'row')}` : null;
  const bad = badLineCount > 0 ? `${counted(badLineCount, 'line')} could not be read` : null;
  const parts = [title, counted(entries, 'entry', 'entries'), use, bad].filter((part) => part !== null);
  page.field('With', [{ text: name, style: 'strong' }, { text: ` · ${parts.join(' · ')}` }]);
  for (const note of notes) page.field('', [{ text: note, style: 'suspicious' }]);
}

function printBadLines(page: Page, { badLines, badLineCount }: InputSummary, { detail }: RenderOptions): void {
  if (badLineCount === 0) return;
  const numbers = badLines.slice(0, BAD_LINES_SHOWN).map(({ line }) => String(line));
  const more = badLineCount - numbers.length;
  const listed = numbers.join(', ') + (more > 0 ? ` and ${grouped(more)} more` : '');
  const why = badLines.length > 0 && detail !== 'full' ? ` (${badLines[0].reason})` : '';
  page.field('', [
    { text: `${counted(badLineCount, 'line')} could not be read: ${listed}${why}`, style: 'suspicious' },
  ]);
  if (detail !== 'full') return;
  for (const { line, text, reason } of badLines.slice(0, BAD_LINES_IN_FULL)) {
    page.field('', [{ text: `line ${line}: ${reason}: ` }, { text: text.trim().slice(0, 200), style: 'faint' }]);
  }
}

function printUnresolved(page: Page, { nameOnlyPeers, truncatedPeers }: InputSummary, writing: Writing): void {
  if (nameOnlyPeers.length > 0) {
    const names = firstFew(nameOnlyPeers.map(writing.name), 3);
    page.field('', [{ text: `${counted(nameOnlyPeers.length, 'peer')} named but without an address: ${names}` }]);
  }
  if (truncatedPeers.length > 0) {
    const cut = firstFew(truncatedPeers.map(writing.name), 3);
    page.field('', [
      { text: `${counted(truncatedPeers.length, 'address', 'addresses')} cut short by the tool: ${cut}` },
    ]);
  }
}

function printMoreInputs(page: Page, rest: readonly InputSummary[]): void {
  if (rest.length === 0) return;
  const rows = rest.reduce((sum, input) => sum + input.rows, 0);
  const bad = rest.reduce((sum, input) => sum + input.badLineCount, 0);
  const unread = rest.filter(({ format }) => format === null).length;
  const parts = [`and ${counted(rest.length, 'more input')}`, counted(rows, 'row')];
  if (bad > 0) parts.push(`${counted(bad, 'line')} could not be read`);
  if (unread > 0) parts.push(`${grouped(unread)} not recognised`);
  page.field('', [{ text: `${parts.join(' · ')} (-v lists them)` }]);
}

function printBlindSpots(page: Page, inputs: readonly InputSummary[]): void {
  const spots = new Map<string, BlindSpot>();
  for (const input of inputs) for (const spot of input.blindSpots) if (!spots.has(spot.id)) spots.set(spot.id, spot);
  if (spots.size === 0) return;
  [...spots.values()].forEach(({ says }, index) => page.field(index === 0 ? 'Blind' : '', [{ text: says }]));
  // Inputs list their spots most useful fix first.
  const [first] = spots.values();
  if (first.fix !== '') page.field('Fix first', [{ text: first.fix, style: 'strong', isWhole: true }]);
}
