import type { NetworkKind, ObservedUse, Owner, PortKnowledge, ProgramKnowledge } from '../model/knowledge.js';
import { programKey } from './_program-name.js';
import { type Actor, type FarPort, isOpenCdn, type View } from './view.js';

/** How an owner fits what is known: by its own network or name, only as its customer, only since anybody fits, not. */
export type OwnerFit = 'named' | 'customer' | 'any' | 'none';

const RANK: Readonly<Record<OwnerFit, number>> = { none: 0, any: 1, customer: 2, named: 3 };

/** Who delivers the files of others: beside one of these, a list still names one company. */
const DELIVERY: ReadonlySet<string> = new Set([
  '*',
  'akamai',
  'cloudflare',
  'digicert',
  'edgio',
  'fastly',
  'github',
  'limelight',
]);

/**
 * How well an owner fits a list of provider keys, organisations, `kind:` network kinds and `*`.
 * `named`: by name or kind. `customer`: the provider is the right one, but the machine is one that it rents to anybody,
 * where a program of its own maker has no more business than malware. `any`: only because the list takes anybody.
 */
export function ownerFit(owners: readonly string[], owner: Owner): OwnerFit {
  let fit: OwnerFit = 'none';
  for (const entry of owners) {
    const other = fitOf(entry, owners, owner);
    if (other === 'named') return other;
    if (RANK[other] > RANK[fit]) fit = other;
  }
  return fit;
}

function fitOf(
  entry: string,
  owners: readonly string[],
  { network: { kind, provider }, organisation }: Owner,
): OwnerFit {
  if (entry === '*') return 'any';
  if (entry.startsWith('kind:')) return entry.length === kind.length + 5 && entry.endsWith(kind) ? 'named' : 'none';
  if (entry === provider) return isForCustomers(kind) && meansOwnService(entry, owners) ? 'customer' : 'named';
  return provider === null && organisation !== null && namesOwner(entry, organisation) ? 'named' : 'none';
}

function isForCustomers(kind: NetworkKind): boolean {
  return kind === 'cloud-tenant' || kind === 'hosting';
}

/**
 * A list with one company in it means that company's services: its maker's. A list with several clouds means that the
 * maker rents there. A delivery network is always meant as such, never as the rented machines that it has too.
 */
function meansOwnService(entry: string, owners: readonly string[]): boolean {
  if (DELIVERY.has(entry)) return true;
  for (const other of owners) if (other !== entry && !DELIVERY.has(other) && !other.startsWith('kind:')) return false;
  return true;
}

/** `Riot Games, Inc` starts with the words of `riot-games`; `Boxed Hosting` does not with `box`. */
export function namesOwner(key: string, organisation: string): boolean {
  if (organisation.length < key.length || !isWordEnd(organisation, key.length)) return false;
  const start = organisation.slice(0, key.length).toLowerCase();
  return start === key || (key.includes('-') && start.replace(/[^a-z0-9]/g, '-') === key);
}

function isWordEnd(text: string, at: number): boolean {
  return at === text.length || !/[\p{L}\p{N}]/u.test(text[at]);
}

/** True when the port lies in one of the ranges; an empty list takes any port. */
export function portFits(ranges: readonly (readonly [number, number])[], port: number): boolean {
  if (ranges.length === 0) return true;
  for (const [from, to] of ranges) if (port >= from && port <= to) return true;
  return false;
}

/** True for the ports of the Web, whatever the transport. */
export function isWebPort(port: number): boolean {
  return port === 443 || port === 80;
}

/**
 * Second ports of the Web: registered for HTTP or HTTPS (IANA: http-alt 591 8008 8080, pcsync-https 8443), forwarded as
 * such by Cloudflare (2052-2096, 8880), or where web servers, consoles and proxies listen as they come (nmap-services
 * and the makers: cPanel 2078-2087, LiteSpeed 7080, Splunk 8089, Confluence 8090, Nacos 8848, MinIO 9000, Cockpit 9090 ...).
 */
const ALTERNATIVE_WEB: ReadonlySet<number> = new Set([
  81, 82, 83, 591, 2052, 2053, 2078, 2082, 2083, 2086, 2087, 2095, 2096, 4433, 4443, 7080, 8000, 8008, 8080, 8081, 8088,
  8089, 8090, 8443, 8848, 8880, 8888, 9000, 9080, 9090, 9443,
]);

/** True for a second web server's port, over TCP. */
export function isAlternativeWeb({ port, isUdp }: FarPort): boolean {
  return !isUdp && ALTERNATIVE_WEB.has(port);
}

/** The use that a port is known for first, where it is mining and sure enough to be said. */
export function miningUse({ observed }: PortKnowledge): ObservedUse | null {
  const use = observed.length > 0 ? observed[0] : null;
  return use?.kind === 'mining' && use.confidence !== 'low' ? use : null;
}

/** The likeliest use that a port is known for outside malware, when the port alone identifies it well enough. */
export function usualUse({ observed }: PortKnowledge): ObservedUse | null {
  for (const use of observed)
    if (use.kind !== 'c2-default' && use.kind !== 'mining' && use.confidence !== 'low') return use;
  return null;
}

/** The use that is bound to certain owners or programs, if the port has one. */
export function boundUse({ observed }: PortKnowledge): ObservedUse | null {
  for (const use of observed) if (use.owners.length > 0 || use.programs.length > 0) return use;
  return null;
}

/** Whether the owner or a program of the peer is one that the use is bound to. */
export function isBoundTo(use: ObservedUse, view: View): boolean {
  return (use.owners.length > 0 && ownerFit(use.owners, view.owner) === 'named') || isOfProgram(use, view);
}

/** Whether a program of the peer is one that the use is bound to. */
export function isOfProgram(use: ObservedUse, { actors }: View): boolean {
  return actors.some(({ known }) => known !== null && use.programs.includes(known.key));
}

/** A program that opens its user's choice of site: its peers are the user's, not its own. */
export function isBrowser({ known }: Actor): boolean {
  return known?.kind === 'browser';
}

/** Sites that people open, of which most stand on rented machines and each has an owner of its own. */
export function isBrowsing({ actors, ports }: View): boolean {
  return actors.length > 0 && actors.every(isBrowser) && ports.every(({ port }) => isWebPort(port));
}

/** True when the program's profile names this port (an empty profile names none). */
export function profilesPort(known: ProgramKnowledge, { port }: FarPort): boolean {
  return known.ports.length > 0 && portFits(known.ports, port);
}

/** Proxy: Multi-hop Proxy. */
export const ANONYMISES = 'T1090.003';

/** Tor, I2P and the like: networks that hide who talks to whom, with a reason and an owner's word or without. */
export function isAnonymiser({ attack }: ProgramKnowledge): boolean {
  return attack.includes(ANONYMISES);
}

/** A program as a sentence names it: `svchost.exe (Windows service host)`, or its title where the name says no more. */
export function programText({ name, known }: Actor): string {
  if (known === null) return name;
  const said = name.toLowerCase();
  const isSame = known.title
    .toLowerCase()
    .split(' ')
    .some((word) => word.length > 2 && said.includes(word));
  return isSame ? known.title : `${name} (${known.title})`;
}

/** The name people use of the owner, or the best there is. */
export function ownerText({ organisation, as }: Owner): string {
  return organisation ?? as?.name ?? 'an owner that the pack does not know';
}

const TIME = 123;
/** SMTP, submission, POP3, IMAP and their TLS forms. */
const MAIL: ReadonlySet<number> = new Set([25, 110, 143, 465, 587, 993, 995]);

export function isMailPort({ port, isUdp }: FarPort): boolean {
  return !isUdp && MAIL.has(port);
}

/** A name server, a clock or a mail program on the ports of its protocol, where its work is to ask any server. */
export function asksAnybody(known: ProgramKnowledge, ports: readonly FarPort[]): boolean {
  if (known.kind === 'mail') return ports.every(isMailPort);
  if (known.kind !== 'dns' && known.kind !== 'time') return false;
  return known.ports.length > 0 && ports.every((far) => profilesPort(known, far));
}

/**
 * Time (NTP, RFC 5905), or a name server, clock or mail program at its own work: volunteers and every owner of a domain
 * run such servers, on rented machines and home lines too (pool.ntp.org; RFC 1035, RFC 5321), so that neither says
 * anything. Mailboxes on the lines of homes are rare.
 */
export function isAnybodysService({ ports, actors, kind }: View): boolean {
  if (ports.length === 0) return false;
  if (ports.every(({ port, isUdp }) => isUdp && port === TIME)) return true;
  const known = actors.length > 0 ? actors[0].known : null;
  if (known === null || !asksAnybody(known, ports)) return false;
  return known.kind !== 'mail' || (kind !== 'access' && kind !== 'mobile');
}

/** True where a program in sight is known to talk to this very owner: to its maker, not to anybody. */
export function isOfItsMaker({ actors, owner }: View): boolean {
  return actors.some(({ known }) => known !== null && ownerFit(known.owners, owner) === 'named');
}

/** Owners that no maker of widespread programs is: rented machines, home lines, networks that nobody has described. */
export function isStranger({ isRented, kind, owner }: View): boolean {
  if (isRented || kind === 'access' || kind === 'mobile') return true;
  return kind === 'unknown' && owner.organisation !== null && owner.network.provider === null;
}

/** A resolver of its own asks more name servers than this. */
const RECURSES_FROM = 5;
const NAMES = 53;

/** One of few name servers that a program asks, on a machine that anybody can rent. */
export function isLoneNameServer({ ports, actors, isRented, scene }: View): boolean {
  if (!isRented || ports.length === 0 || !ports.every(({ port }) => port === NAMES)) return false;
  if (actors.some(({ known }) => known?.kind === 'dns')) return false;
  const programs = actors.length === 0 ? [''] : actors.map(programKey);
  return programs.every((program) =>
    ports.every(({ protocol }) => (scene.fanOut.get(`${program}|${protocol}/${NAMES}`) ?? 0) < RECURSES_FROM),
  );
}

/** Platforms on which anybody keeps files and messages: what is there says nothing of the platform's own service. */
const DEAD_DROPS: ReadonlySet<string> = new Set(['dropbox', 'github', 'telegram']);

export function isDeadDrop({ network: { provider } }: Owner): boolean {
  return provider !== null && DEAD_DROPS.has(provider);
}

/** Where a script may fetch what anybody has put there, or call whoever joined: the platform is no explanation. */
export function isAnybodysPlatform(owner: Owner): boolean {
  return isDeadDrop(owner) || isOpenCdn(owner);
}

/** A program that nothing is known of, or that does as it is told, at such a platform. */
export function isBorrowed({ actors, owner, hasLooseProgram }: View): boolean {
  if (!hasLooseProgram || !isDeadDrop(owner)) return false;
  return actors.some(({ known }) => known === null || ownerFit(known.owners, owner) !== 'named');
}
