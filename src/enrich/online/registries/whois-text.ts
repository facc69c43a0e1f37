import type { Address } from '../../../address/address.js';
import type { Registration } from '../../../model/answer.js';
import { type Block, isIn, readBlock, sizeOf } from './block.js';
import { emailOf } from './jcard.js';
import { blockFields, countryOf, NOTHING_REGISTERED } from './registration.js';
import { type Attribute, whoisObjects } from './whois-objects.js';
import { isCut, isLimitedBy, outcomeOf } from './whois-outcome.js';
import { Referral } from './whois-referral.js';

/** What a WHOIS answer holds about an address. */
export interface WhoisReading {
  /** Of the most specific block around the address; null when there is none. */
  readonly registration: Registration | null;
  /** Where the answer sends us, as it is written: `whois://whois.ripe.net:43`, `whois.arin.net`; null: nowhere. */
  readonly referral: string | null;
  /** It refuses because we asked too often. */
  readonly isLimited: boolean;
  /** It says that it holds nothing about the address. */
  readonly isEmpty: boolean;
  /** It is no answer about the address: no record, no way on, and no word of a registry that there is none. */
  readonly isUnread: boolean;
}

interface Net {
  readonly block: Block;
  /** Attributes of the block's own object, of its organisation's, and mailboxes and origins of all that follow. */
  readonly own: Map<string, string[]>;
  readonly organisation: Map<string, string[]>;
  readonly abuse: string[];
  readonly origins: string[];
}

/** What each registry calls the block: ARIN, RPSL (RIPE, APNIC, AFRINIC, LACNIC), JPNIC, TWNIC, KRNIC in two languages. */
const BLOCK_KEYS = new Set([
  'netrange',
  'inetnum',
  'inet6num',
  'network number',
  'netblock',
  'ipv4 address',
  'ipv6 address',
  'ipv4주소',
  'ipv6주소',
]);
const ORGANISATION_STARTS = new Set(['orgname', 'custname', 'organisation']);
const ABUSE_KEYS = new Set(['orgabuseemail', 'rabuseemail', 'abuse-mailbox']);

/** Reads the text of any registry. Linear, whatever it holds. */
export function readWhois(text: string, address: Address): WhoisReading {
  const nets: Net[] = [];
  const referral = new Referral();
  const announced = new Map<string, string>();
  const comments: string[] = [];
  for (const object of whoisObjects(text)) {
    for (const line of object.comments) noteAbuse(line, announced);
    comments.push(...object.comments);
    referral.see(object.attributes);
    const net = netOf(object.attributes);
    if (net !== null) nets.push(net);
    const last = nets.at(-1);
    if (last !== undefined) attach(last, object.attributes, net !== null);
  }
  // Of two of one size the later one: the customer behind the carrier, English behind Korean.
  const around = nets
    .filter(({ block }) => isIn(block, address))
    .toReversed()
    .sort((a, b) => sizeOf(a.block) - sizeOf(b.block));
  const isHalf = isCut(comments) || endsInBlock(text);
  const registration = around.length === 0 || isHalf ? null : registrationOf(around[0], announced);
  const outcome = nets.length === 0 ? outcomeOf(text) : 'unread';
  return {
    registration,
    referral: referral.found,
    isLimited: outcome === 'limited' || isLimitedBy(comments),
    isEmpty: outcome === 'nothing',
    isUnread: registration === null && referral.found === null && outcome === 'unread',
  };
}

/** A block at the very end, without its end of line, may have lost digits, and has lost its holder. */
function endsInBlock(text: string): boolean {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return BLOCK_KEYS.has(
    last
      .slice(0, Math.max(0, last.indexOf(':')))
      .trim()
      .toLowerCase(),
  );
}

function netOf(attributes: readonly Attribute[]): Net | null {
  const named = attributes.find(([key]) => BLOCK_KEYS.has(key));
  const block = named === undefined ? null : readBlock(named[1]);
  return block === null ? null : { block, own: new Map(), organisation: new Map(), abuse: [], origins: [] };
}

/** Objects behind a block belong to it: its organisation, contacts and routes. Persons are passed over. */
function attach(net: Net, attributes: readonly Attribute[], isOwn: boolean): void {
  const start = attributes[0]?.[0] ?? '';
  const into = isOwn ? net.own : ORGANISATION_STARTS.has(start) ? net.organisation : null;
  for (const [key, value] of attributes) {
    if (value === '') continue;
    into?.set(key, [...(into.get(key) ?? []), value]);
    if (ABUSE_KEYS.has(key)) net.abuse.push(value);
    if (key === 'origin' || key === 'originas' || key === 'aut-num') net.origins.push(value);
  }
  // LACNIC names the contact by handle; its mailbox stands in the object of that handle.
  const handle = attributes.find(([key]) => key === 'nic-hdl' || key === 'nic-hdl-br')?.[1];
  const mailbox = attributes.find(([key]) => key === 'e-mail')?.[1];
  if (mailbox !== undefined && handle !== undefined && net.own.get('abuse-c')?.includes(handle))
    net.abuse.push(mailbox);
}

function noteAbuse(line: string, announced: Map<string, string>): void {
  const [, block, mailbox] = /^% Abuse contact for '([^']{3,90})' is '([^']{3,190})'/.exec(line) ?? [];
  if (block !== undefined && mailbox !== undefined) announced.set(block, mailbox);
}

const REGISTERED_KEYS = [
  'regdate',
  'created',
  'registration date',
  'registrated date',
  'assigned date',
  '할당일자',
  '할당내역 등록일',
];

function registrationOf(net: Net, announced: ReadonlyMap<string, string>): Registration {
  const { own, organisation, block } = net;
  const pick = (...keys: string[]): string | null =>
    keys.map((key) => own.get(key)?.[0]).find((text) => text !== undefined) ?? null;
  const owner = (...keys: string[]): string | null =>
    keys.map((key) => organisation.get(key)?.[0] ?? own.get(key)?.[0]).find((text) => text !== undefined) ?? null;
  const description = own.get('descr') ?? [];
  const name = pick('netname', 'network name', 'service name', '서비스명');
  const own1 = [...announced].find(([text]) => sameBlock(readBlock(text), block))?.[1];
  const abuse = [own1, ...net.abuse].map((text) => emailOf(text ?? null)).find((text) => text !== null) ?? null;
  return {
    ...NOTHING_REGISTERED,
    ...blockFields(block),
    handle: pick('nethandle') ?? pick('inetnum', 'inet6num', 'netrange'),
    name,
    type: pick('nettype', 'status', 'network type', '네트워크 구분'),
    country: firstCountry(own) ?? firstCountry(organisation),
    organisation:
      owner('orgname', 'custname', 'org-name', 'owner', 'organization name', '기관명') ??
      plainName(pick('organization', 'customer')) ??
      description[0] ??
      name,
    description: description.slice(0, 8),
    abuse,
    registered: dateIn(pick(...REGISTERED_KEYS)),
    changed: dateIn(pick('updated', 'last-modified', 'changed', 'last update')),
    originAs: [...new Set(net.origins.flatMap(numbersIn))],
    parent: pick('parent', 'inetnum-up'),
  };
}

/** RPSL has several where a block is used in several; `EU` is none. */
function firstCountry(of: ReadonlyMap<string, string[]>): string | null {
  return (of.get('country') ?? []).map(countryOf).find((code) => code !== null) ?? null;
}

function sameBlock(a: Block | null, b: Block): boolean {
  return a !== null && isIn(a, b.first) && isIn(a, b.last) && sizeOf(a) === sizeOf(b);
}

/** `Google LLC (GOGL)`: the handle is no part of the name. */
function plainName(text: string | null): string | null {
  return text === null ? null : text.replace(/ \([\w-]{1,30}\)$/, '');
}

/** The first date in a value: `2018-06-27`, `20010203`, `hm@example.net 20021025`, `2015/01/14 11:50:03(JST)`. */
function dateIn(text: string | null): string | null {
  const [, year, month, day] =
    /(?:^|\D)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(text ?? '') ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?:^|[\s,]|AS)(\d{1,10})(?=$|[\s,])/gi)].map(([, number]) => Number(number));
}
