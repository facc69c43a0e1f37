import type { Address } from '../../../address/address.js';
import type { Registration } from '../../../model/answer.js';
import { type Block, isIn, readBlock, sizeOf } from './block.js';
import { emailOf } from './jcard.js';
import { blockFields, countryOf, NOTHING_REGISTERED } from './registration.js';

/** What a WHOIS answer holds about an address. */
export interface WhoisReading {
  /** Of the most specific block around the address; null when there is none. */
  readonly registration: Registration | null;
  /** Where the answer sends us, as it is written: `whois://whois.ripe.net:43`, `whois.arin.net`; null: nowhere. */
  readonly referral: string | null;
  /** It refuses because we asked too often. */
  readonly isLimited: boolean;
}

interface Net {
  readonly block: Block;
  /** Attributes of the block's own object, of its organisation's, and mailboxes and origins of all that follow. */
  readonly own: Map<string, string[]>;
  readonly organisation: Map<string, string[]>;
  readonly abuse: string[];
  readonly origins: string[];
}

/** What each registry calls the block: ARIN, RPSL (RIPE, APNIC, AFRINIC, LACNIC), JPNIC, KRNIC. */
const BLOCK_KEYS = new Set(['netrange', 'inetnum', 'inet6num', 'network number', 'ipv4 address', 'ipv6 address']);
const ORGANISATION_STARTS = new Set(['orgname', 'custname', 'organisation']);
const ABUSE_KEYS = new Set(['orgabuseemail', 'rabuseemail', 'abuse-mailbox']);
const LIMITED =
  /%ERROR:(?:201|306)|query rate limit|rate limit exceeded|(?:access|permission) denied|quota exceeded|(?:query|daily|connections?) limit|limit exceeded|too many (?:queries|requests|connections)/i;
const LONGEST_LINE = 2000;

/** Reads the text of any registry. Linear, whatever it holds. */
export function readWhois(text: string, address: Address): WhoisReading {
  const nets: Net[] = [];
  const referral = new Referral();
  const announced = new Map<string, string>();
  let abuse: string[] = [];
  for (const object of objectsOf(text)) {
    for (const line of object.comments) noteAbuse(line, announced);
    referral.see(object.attributes);
    const net = netOf(object.attributes);
    if (net !== null) nets.push(net);
    abuse = nets.length === 0 ? abuse : nets[nets.length - 1].abuse;
    const last = nets.at(-1);
    if (last !== undefined) attach(last, object.attributes, net !== null);
  }
  const around = nets.filter(({ block }) => isIn(block, address)).sort((a, b) => sizeOf(a.block) - sizeOf(b.block));
  const registration = around.length === 0 ? null : registrationOf(around[0], announced);
  return { registration, referral: referral.found, isLimited: LIMITED.test(text) };
}

type Attribute = readonly [key: string, value: string];

interface WhoisObject {
  readonly attributes: Attribute[];
  readonly comments: string[];
}

/** Blocks of lines between empty ones; comments apart; tags of web gateways are taken out. */
function* objectsOf(text: string): Iterable<WhoisObject> {
  let object: WhoisObject = { attributes: [], comments: [] };
  for (const raw of text.split('\n')) {
    const line = raw
      .slice(0, LONGEST_LINE)
      .replace(/<[^<>]*>/g, '')
      .trimEnd();
    if (line.trim() === '') {
      yield object;
      object = { attributes: [], comments: [] };
    } else if (line.startsWith('%') || line.startsWith('#')) object.comments.push(line);
    else readLine(line, object.attributes);
  }
  yield object;
}

function readLine(line: string, into: Attribute[]): void {
  const japanese = /^(?:[a-z]\. )?\[([^\]]{1,40})\]\s*(.*)$/.exec(line);
  const colon = line.indexOf(':');
  if (japanese !== null) into.push([japanese[1].toLowerCase(), japanese[2].trim()]);
  else if (/^[ \t+]/.test(line) && into.length > 0) continued(line, into);
  else if (colon > 0 && colon < 41)
    into.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
}

/** RPSL: a line that begins with a blank or `+` goes on with the value above (RFC 2622 section 2). */
function continued(line: string, into: Attribute[]): void {
  const [key, value] = into[into.length - 1];
  if (value.length < LONGEST_LINE) into[into.length - 1] = [key, `${value} ${line.slice(1).trim()}`.trim()];
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
  const handle = attributes.find(([key]) => key === 'nic-hdl')?.[1];
  const mailbox = attributes.find(([key]) => key === 'e-mail')?.[1];
  if (mailbox !== undefined && handle !== undefined && net.own.get('abuse-c')?.includes(handle))
    net.abuse.push(mailbox);
}

function noteAbuse(line: string, announced: Map<string, string>): void {
  const [, block, mailbox] = /^% Abuse contact for '([^']{3,90})' is '([^']{3,190})'/.exec(line) ?? [];
  if (block !== undefined && mailbox !== undefined) announced.set(block, mailbox);
}

function registrationOf(net: Net, announced: ReadonlyMap<string, string>): Registration {
  const { own, organisation, block } = net;
  const pick = (...keys: string[]): string | null =>
    keys.map((key) => own.get(key)?.[0]).find((text) => text !== undefined) ?? null;
  const owner = (...keys: string[]): string | null =>
    keys.map((key) => organisation.get(key)?.[0] ?? own.get(key)?.[0]).find((text) => text !== undefined) ?? null;
  const description = own.get('descr') ?? [];
  const name = pick('netname', 'network name', 'service name');
  const own1 = [...announced].find(([text]) => sameBlock(readBlock(text), block))?.[1];
  const abuse = [own1, ...net.abuse].map((text) => emailOf(text ?? null)).find((text) => text !== null) ?? null;
  return {
    ...NOTHING_REGISTERED,
    ...blockFields(block),
    handle: pick('nethandle') ?? pick('inetnum', 'inet6num', 'netrange'),
    name,
    type: pick('nettype', 'status', 'network type'),
    country: countryOf(pick('country')) ?? countryOf(organisation.get('country')?.[0] ?? null),
    organisation:
      owner('orgname', 'custname', 'org-name', 'owner', 'organization name') ??
      plainName(pick('organization', 'customer')) ??
      description[0] ??
      name,
    description: description.slice(0, 8),
    abuse,
    registered: dateIn(pick('regdate', 'created', 'registration date', 'assigned date')),
    changed: dateIn(pick('updated', 'last-modified', 'changed', 'last update')),
    originAs: [...new Set(net.origins.flatMap(numbersIn))],
    parent: pick('parent', 'inetnum-up'),
  };
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

/** What leads on: IANA's `refer`, ARIN's `ReferralServer`, and the marks of national registries. */
class Referral {
  found: string | null = null;

  see(attributes: readonly Attribute[]): void {
    for (const [key, value] of attributes) {
      if (key === 'refer' || key === 'referralserver') this.found = value;
      else if (key === 'whois') this.found ??= value;
      else if (this.found === null) this.found = nationalServer(key, value);
    }
  }
}

const NATIONAL: readonly (readonly [RegExp, string])[] = [
  [/\bMAINT-JPNIC\b/, 'whois.nic.ad.jp'],
  [/\b(?:MNT-KRNIC-AP|IRT-KRNIC-KR)\b/, 'whois.kisa.or.kr'],
  [/\bMAINT-TW-TWNIC\b/, 'whois.twnic.net'],
  [/\bMAINT-CNNIC-AP\b/, 'whois.cnnic.cn'],
];

function nationalServer(key: string, value: string): string | null {
  if (!/^mnt-(?:by|lower|irt)$/.test(key)) return null;
  return NATIONAL.find(([mark]) => mark.test(value))?.[1] ?? null;
}
