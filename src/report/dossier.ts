import type { AddressDossier, PortDossier } from '../model/dossier.js';
import type { ObservedUse, PortKnowledge } from '../model/knowledge.js';
import { isSharedKind } from './_blockable.js';
import { defanged } from './_defang.js';
import { jsonText } from './_json-text.js';
import { hunts } from './hunts/index.js';
import { huntedAddresses } from './hunts/_hunted.js';
import { listWords } from './_list-words.js';
import { percent } from './_numbers.js';
import { Page, type Span } from './_page.js';
import { countryWords, ownerWords } from './_peer-words.js';
import { portPivot, publicAddressPivots } from './_pivots.js';
import { printPivots } from './_text-peer.js';
import type { RenderOptions, Write } from './report.js';

const INDENT = 2;

/** What is known of addresses, for a person: class, owner, each fact with its source, where to look further. */
export function renderAddresses(dossiers: readonly AddressDossier[], options: RenderOptions, write: Write): void {
  const page = new Page(options, write);
  dossiers.forEach((dossier, index) => {
    if (index > 0) page.blank();
    printAddress(page, dossier, options);
  });
}

function printAddress(page: Page, dossier: AddressDossier, options: RenderOptions): void {
  const { address, isGlobal, embedded, note, owner, facts, lists } = dossier;
  const shown = options.defang ? defanged(address) : address;
  const kind = isGlobal ? 'public address' : `not a public address: ${dossier.class.replaceAll('-', ' ')}`;
  page.line([{ text: shown, style: 'strong' }, { text: `  ${kind}` }]);
  if (note !== null) field(page, 'Note', [{ text: note }]);
  if (embedded !== null) field(page, 'Inside', [{ text: `IPv4 ${options.defang ? defanged(embedded) : embedded}` }]);
  if (owner !== null) {
    const { as, country } = owner;
    field(page, 'Owner', [{ text: ownerWords(owner) }]);
    field(page, 'AS', [{ text: as === null ? 'none known' : `AS${as.number} ${as.name}` }]);
    const note = facts.find(({ what }) => what === 'country-note');
    const words = country === null ? 'not known' : countryWords(country);
    field(page, 'Country', [{ text: note === undefined ? words : `${note.value}; sources say ${words}` }]);
  }
  facts.forEach(({ what, value, source, asOf }, index) => {
    const origin = ` (${asOf === null ? source : `${source}, ${asOf}`})`;
    field(page, index === 0 ? 'Facts' : '', [{ text: `${what}: ${value}` }, { text: origin, style: 'faint' }]);
  });
  lists.forEach((evidence, index) => field(page, index === 0 ? 'Listed' : '', [{ text: listWords(evidence) }]));
  if (isGlobal) printPivots(page, publicAddressPivots(embedded ?? address), INDENT);
}

/** Queries and rules that find the addresses elsewhere, each ready to be pasted, with its language in a comment above. */
export function renderHunts(dossiers: readonly AddressDossier[], options: RenderOptions, write: Write): void {
  const page = new Page(options, write);
  const open = dossiers.filter(({ isGlobal, owner }) => isGlobal && !isSharedKind(owner?.network.kind));
  const hunted = huntedAddresses(dossiers.map(withoutZone), open.map(withoutZone));
  for (const { title, where, lines } of hunts) {
    const text = lines(hunted);
    if (text.length === 0) continue;
    page.blank();
    page.line([
      { text: title, style: 'strong' },
      { text: `  ${where}`, style: 'faint' },
    ]);
    // As they are: a wrapped line can't be pasted.
    write(`${text.join('\n')}\n`);
  }
}

/** The zone of a link-local address is text of the evidence. */
function withoutZone({ address }: AddressDossier): string {
  return address.split('%', 1)[0];
}

/** What ports are for, for a person: seen in practice first, the registry beside it. */
export function renderPorts(dossiers: readonly PortDossier[], options: RenderOptions, write: Write): void {
  const page = new Page(options, write);
  dossiers.forEach(({ port, uses }, index) => {
    if (index > 0) page.blank();
    page.line([{ text: `port ${port}`, style: 'strong' }]);
    for (const use of uses) printUses(page, use);
    printPivots(page, [portPivot(port, uses.length === 1 ? uses[0].protocol : 'tcp')], INDENT);
  });
}

function printUses(page: Page, { port, protocol, registered, observed }: PortKnowledge): void {
  const registry = registered === null ? 'not registered' : `registered as ${registered.name} (${registered.source})`;
  observed.forEach((use, index) => field(page, index === 0 ? protocol : '', useSpans(use)));
  field(page, observed.length === 0 ? protocol : '', [
    { text: observed.length === 0 ? `${registry}; no other use known` : registry },
  ]);
  if (port === 0) field(page, '', [{ text: 'Port 0 is reserved: no service answers there.' }]);
}

function useSpans({ use, kind, confidence, owners, programs, share, source }: ObservedUse): Span[] {
  const details = [
    kind.replace('-', ' '),
    `${confidence} confidence`,
    owners.length === 0 ? null : `with ${owners.join(', ')}`,
    programs.length === 0 ? null : `by ${programs.join(', ')}`,
    share === null ? null : `${percent(share)} of its published indicators`,
  ].filter((detail) => detail !== null);
  return [
    { text: use, style: 'strong' },
    { text: ` · ${details.join(' · ')} ` },
    { text: `(${source})`, style: 'faint' },
  ];
}

function field(page: Page, label: string, spans: readonly Span[]): void {
  page.field(label, spans, INDENT);
}

/** Dossiers as one JSON array, one element a line. */
export function renderDossierJson(dossiers: readonly (AddressDossier | PortDossier)[], write: Write): void {
  write(`[\n${dossiers.map((dossier) => jsonText(dossier)).join(',\n')}\n]\n`);
}
