import { formatAddress } from '../address/format.js';
import type { CountedPeer, CountedPeers } from '../model/counted-peers.js';
import type { InputSummary } from '../model/input.js';
import { csvNumber, csvText } from './_csv-text.js';
import { type Writing, writing } from './_defang.js';
import { displayWidth, fit } from './_display-width.js';
import { jsonText } from './_json-text.js';
import { counted, grouped } from './_numbers.js';
import { Page } from './_page.js';
import { firstFew, ownerWords } from './_peer-words.js';
import { addressPivots } from './_pivots.js';
import { printCompanions, printInputs } from './_text-header.js';
import type { RenderOptions, Write } from './report.js';

/** Room for an IPv4 address; longer ones push their own line to the right. */
const ADDRESS = 15;
const NARROWEST_OWNER = 10;
/** `uniq -c` gives a count so many columns. */
const COUNT = 7;

/** Lines shown by number where they could not be read. */
const LINES_SHOWN = 10;

type Render = (counted: CountedPeers, most: number, options: RenderOptions, write: Write) => void;

const RENDERERS = { text, plain, csv, json } satisfies Record<string, Render>;

export type CountedFormat = keyof typeof RENDERERS;

/** Writes peers and their rows; of the options `top` says how many, null all. */
export function renderCounted(format: CountedFormat, peers: CountedPeers, options: RenderOptions, write: Write): void {
  RENDERERS[format](peers, Math.min(options.top ?? Infinity, peers.counts.peers), options, write);
}

/** What is not among the counted rows of each input; text and JSON say it in a place of their own. */
export function leftOut(inputs: readonly InputSummary[]): string[] {
  return inputs.flatMap(({ name, badLines, badLineCount, nameOnlyPeers, truncatedPeers, partial }) => {
    const numbers = firstFew(
      badLines.map(({ line }) => String(line)),
      LINES_SHOWN,
    );
    const said = [
      partial ? 'reading stopped early' : null,
      badLineCount > 0 ? `${counted(badLineCount, 'line')} could not be read: ${numbers}` : null,
      nameOnlyPeers.length > 0 ? `${counted(nameOnlyPeers.length, 'peer')} named but without an address` : null,
      truncatedPeers.length > 0
        ? `${counted(truncatedPeers.length, 'address', 'addresses')} cut short by the tool`
        : null,
    ].filter((part) => part !== null);
    return said.length === 0 ? [] : [`${name}: ${said.join('; ')}`];
  });
}

/** For a person: what was read, then a line each with its owner. */
function text(peers: CountedPeers, most: number, options: RenderOptions, write: Write): void {
  const page = new Page(options, write);
  const names = writing(options.defang);
  if (options.detail !== 'brief') printRead(page, peers, options, names);
  for (const peer of peers.owned(most)) printPeer(page, peer, widthOf(peers), names);
  const more = peers.counts.peers - most;
  if (more > 0) page.line([{ text: `and ${counted(more, 'more peer')}`, style: 'faint' }]);
}

function printRead(page: Page, peers: CountedPeers, options: RenderOptions, names: Writing): void {
  const { inputs, companions, counts } = peers;
  printInputs(page, inputs, options, names);
  printCompanions(page, companions, options);
  const classes = Object.entries(counts.byClass).map(([name, rows]) => `${name} ${grouped(rows)}`);
  const aside = classes.length === 0 ? '' : ` · set aside: ${classes.join(', ')}`;
  page.field('Peers', [
    { text: counted(counts.peers, 'peer'), style: 'strong' },
    { text: ` in ${grouped(counts.external)} of ${counted(counts.rows, 'row')}${aside}` },
  ]);
  page.blank();
}

/** Columns of the highest count. */
function widthOf(peers: CountedPeers): number {
  for (const { rows } of peers.ranked(1)) return grouped(rows).length;
  return 0;
}

function printPeer(page: Page, { address, rows, owner }: CountedPeer, width: number, names: Writing): void {
  const printed = formatAddress(address);
  const shown = names.name(printed);
  const [pivot] = addressPivots(address, printed);
  const [count, country] = [`${grouped(rows).padStart(width)}  `, (owner.country?.code ?? '--').slice(0, 2)];
  const facts = `${' '.repeat(Math.max(0, ADDRESS - shown.length))}  ${country}  `;
  const room = page.width - displayWidth(count + shown + facts);
  const as = owner.as === null ? '' : ` · AS${owner.as.number}`;
  page.line([
    { text: count },
    { text: shown, link: pivot?.url, style: 'strong' },
    { text: facts },
    { text: fit(`${ownerWords(owner)}${as}`, Math.max(NARROWEST_OWNER, room)) },
  ]);
}

/** Count and address as `sort | uniq -c` prints them: for scripts, nobody's owner looked up. */
function plain(peers: CountedPeers, most: number, { defang }: RenderOptions, write: Write): void {
  const names = writing(defang);
  for (const { address, rows } of peers.ranked(most))
    write(`${String(rows).padStart(COUNT)} ${names.name(formatAddress(address))}\n`);
}

function csv(peers: CountedPeers, most: number, { defang }: RenderOptions, write: Write): void {
  const names = writing(defang);
  write('rows,address,country_code,as_number,as_name,organisation\r\n');
  for (const { address, rows, owner } of peers.owned(most)) {
    const cells = [
      csvNumber(rows),
      csvText(names.name(formatAddress(address))),
      csvText(owner.country?.code ?? ''),
      csvNumber(owner.as?.number ?? null),
      csvText(owner.as?.name ?? ''),
      csvText(owner.organisation ?? ''),
    ];
    write(`${cells.join(',')}\r\n`);
  }
}

function json(peers: CountedPeers, most: number, _options: RenderOptions, write: Write): void {
  const { pack, inputs, counts } = peers;
  const { rows, external, byClass } = counts;
  const whole = {
    schema: 1,
    pack: { version: pack.version, date: pack.date },
    inputs: inputs.map(inputObject),
    counts: { rows, external, peers: counts.peers, byClass },
  };
  // The object's own closing brace comes after the peers.
  write(`${jsonText(whole).slice(0, -1)},"peers":[`);
  let separator = '\n';
  for (const peer of peers.owned(most)) {
    write(separator + jsonText(peerObject(peer)));
    separator = ',\n';
  }
  write('\n]}\n');
}

function inputObject(input: InputSummary): object {
  const { name, sha256, format, tool, rows, badLines, badLineCount, nameOnlyPeers, truncatedPeers, partial } = input;
  const hash = sha256 === '' ? null : sha256;
  return { name, sha256: hash, format, tool, rows, badLines, badLineCount, nameOnlyPeers, truncatedPeers, partial };
}

function peerObject({ address, rows, owner }: CountedPeer): object {
  const { country, as, organisation } = owner;
  return {
    address: formatAddress(address),
    rows,
    country: country?.code ?? null,
    as: as === null ? null : { number: as.number, name: as.name },
    organisation,
  };
}
