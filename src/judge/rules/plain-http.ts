import { isBrowser, ownerFit, ownerText, portFits, programText } from '../_match.js';
import type { Owner, ProgramKind } from '../../model/knowledge.js';
import type { Draft, Rule } from '../rule.js';
import type { Actor, View } from '../view.js';

/** What carries out the code of others. */
const CARRIERS: ReadonlySet<ProgramKind> = new Set(['script-host', 'shell', 'lolbin']);

export const plainHttp: Rule = {
  id: 'plain-http',
  title: 'Unencrypted web traffic to a machine of nobody known',
  family: 'behaviour',
  why: 'The public Web has moved to 443. What is left on 80 are revocation lists and updates at known owners, old devices, and loaders.',
  falsePositives: 'Package mirrors, old web sites, devices.',
  references: [
    'https://attack.mitre.org/techniques/T1071/001/',
    'https://transparencyreport.google.com/https/overview',
  ],
  attack: ['T1071.001'],
  judge(view) {
    const { ports, actors, isRented, kind, isPlatform, isPrivate, owner } = view;
    if (isPlatform || kind === 'cdn' || !ports.some(({ port, isUdp }) => port === 80 && !isUdp)) return null;
    if (isPrivate) return inside(actors);
    if (actors.some((actor) => isBrowser(actor) || servesItself(actor, owner))) return null;
    const says = `Unencrypted HTTP to ${placeOf(view)}.`;
    if (isRented) return { weight: 'plain-http.rented', says };
    if (kind === 'access' || kind === 'mobile') return { weight: 'plain-http.home', says };
    return {
      weight: kind === 'unknown' && owner.organisation !== null ? 'plain-http.little-known' : 'plain-http',
      says,
    };
  },
};

/** Windows is managed over 135, 445 and 5985; a script that speaks HTTP to a neighbour fetches something or calls home. */
function inside(actors: readonly Actor[]): Draft | null {
  const actor = actors.find(({ known }) => known !== null && CARRIERS.has(known.kind));
  if (actor?.known == null) return null;
  return {
    weight: 'plain-http.inside',
    says: `${programText(actor)} speaks unencrypted HTTP to another machine inside.`,
  };
}

/** The landlord of a rented machine may well be a platform; that of an address may not be known. */
function placeOf({ kind, owner }: View): string {
  if (owner.organisation === null && owner.as === null) return 'an address of which no data says whose it is';
  if (kind === 'cloud-tenant') return `a machine that a customer of ${ownerText(owner)} rents`;
  return `${ownerText(owner)}, which is neither a platform nor a content network`;
}

/** Programs that use plain HTTP by design, as those that fetch signed packages from mirrors do. */
function servesItself({ known }: Actor, owner: Owner): boolean {
  if (known === null || known.habit !== 'normal' || known.ports.length === 0 || !portFits(known.ports, 80))
    return false;
  return known.owners.length === 0 || ownerFit(known.owners, owner) !== 'none';
}
