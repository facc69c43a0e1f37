import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectAt, objectsOf } from '../shape.js';
import type { Answer, Asked, HttpSource, SourceReply } from '../source.js';
import { known, mustBeAbout, oneByOne, opinion } from './_answers.js';
import { otxService } from './_otx.js';
import { asName, asNumber, counted, countryCode, listed, plain, statements } from './_text.js';

/** What honeypot owners call their collections: lists of who knocked at their door. */
const KNOCKED = /honey|scan|brute|ssh|telnet|attack|botnet visitors|fail2ban|smb|rdp/i;

/** A pulse with more indicators is a dump of everything that somebody came across. */
const FOCUSED = 2000;

const YEAR_MS = 365 * 86_400_000;

/** AlienVault OTX: in which collections of its users the address appears. Anybody may write one. */
export const otx: HttpSource = {
  ...otxService,
  name: 'otx',
  title: 'AlienVault OTX',
  tells: 'Collections of its users that name the address, malware families, allow-list notes, AS',
  isDefault: true,
  revision: 1,
  reliability: 0.3,
  request: otxService.requestOf('general'),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  mustBeAbout(asked, body['indicator']);
  const info = objectAt(body, 'pulse_info');
  const pulses = objectsOf(info['pulses']).slice(0, 200).map(pulseOf);
  const count = numberOf(info['count']) ?? pulses.length;
  const notes = [...objectsOf(body['validation']), ...objectsOf(body['false_positive'])].slice(0, 20);
  const latest = newest(pulses);
  const facts = statements([
    ['threat pulses', count],
    ['pulses read', pulses.length],
    ['pulse authors', pulses.length === 0 ? null : authors(pulses)],
    ['pulse names', [...new Set(pulses.map((pulse) => pulse.name))].slice(0, 5), latest],
    ['malware families', pulses.flatMap((pulse) => pulse.families)],
    ['adversaries', pulses.flatMap((pulse) => pulse.adversary ?? [])],
    ['latest pulse', latest],
    ['notes of the service', notes.map((note) => plain(note['message'] ?? note['name'], 120))],
    ['note sources', notes.map((note) => plain(note['source'], 40))],
    ['as number', asNumber(body['asn'])],
    ['organisation', asName(body['asn'])],
    ['country', countryCode(body['country_code'])],
  ]);
  return known(asked, facts, opinions(pulses, count, notes));
}

interface Pulse {
  readonly name: string | null;
  readonly author: string;
  readonly modified: string | null;
  readonly families: readonly string[];
  readonly adversary: string | null;
  readonly indicators: number;
  readonly isOfVisitors: boolean;
}

function pulseOf(pulse: JsonObject): Pulse {
  const name = plain(pulse['name'], 80);
  const author = isObject(pulse['author']) ? plain(pulse['author']['username'], 60) : null;
  return {
    name,
    author: author ?? plain(pulse['id'], 60) ?? '',
    modified: dateOf(pulse['modified']),
    families: objectsOf(pulse['malware_families'])
      .slice(0, 20)
      .flatMap((family) => plain(family['display_name'] ?? family['id'], 60) ?? []),
    adversary: plain(pulse['adversary'], 60),
    indicators: numberOf(pulse['indicator_count']) ?? 0,
    isOfVisitors: KNOCKED.test([name, ...listOf(pulse['tags']).slice(0, 20)].join(' ').slice(0, 2000)),
  };
}

/** Pulses of visitors speak of inbound attacks; those about one piece of malware, of whom it talks to. */
function opinions(pulses: readonly Pulse[], count: number, notes: readonly JsonObject[]): Reputation[] {
  const found = notes.some((note) => note['source'] !== 'cloud') ? [allowed(notes)] : [];
  if (count === 0) return found;
  const recent = pulses.filter((pulse) => isRecent(pulse, newest(pulses)));
  const visitors = recent.filter((pulse) => pulse.isOfVisitors || pulse.families.length === 0);
  const about = recent.filter((pulse) => !visitors.includes(pulse));
  // Whole clouds end up in pulses; where the service itself knows better, a pulse says next to nothing.
  const most = notes.length > 0 ? 0.15 : 0.7;
  const raw = `${counted(count, 'pulse')} by ${counted(authors(pulses), 'author')}`;
  const groups = [
    { group: about, meaning: 'malware', direction: 'both' },
    { group: visitors, meaning: 'attacker', direction: 'inbound' },
  ] as const;
  for (const { group, meaning, direction } of groups) {
    if (group.length === 0) continue;
    const label = listed(
      group.flatMap(({ families }) => families),
      3,
    );
    const score = Math.min(most, scoreOf(group));
    found.push(opinion({ meaning, direction, score, raw, label, lastSeen: newest(group), origins: ['otx'] }));
  }
  return found;
}

/** By the number of authors, not of pulses: one author writes a pulse a day. */
function scoreOf(pulses: readonly Pulse[]): number {
  const voices = authors(pulses);
  const base = voices === 0 ? 0 : voices <= 2 ? 0.2 : voices <= 9 ? 0.4 : 0.55;
  const focused = pulses.filter(({ indicators }) => indicators > 0 && indicators <= FOCUSED);
  const isNamed = focused.some(({ families, adversary }) => families.length > 0 || adversary !== null);
  return focused.length === 0 ? base / 2 : base + (isNamed ? 0.15 : 0);
}

function allowed(notes: readonly JsonObject[]): Reputation {
  const note = notes.find(({ source }) => source !== 'cloud') ?? {};
  const raw = plain(note['message'] ?? note['name'] ?? note['assessment'], 120) ?? 'marked as a false positive';
  return opinion({ meaning: 'known-good', direction: 'both', score: 0.2, raw, origins: ['otx'] });
}

function authors(pulses: readonly Pulse[]): number {
  return new Set(pulses.map(({ author }) => author)).size;
}

function newest(pulses: readonly Pulse[]): string | null {
  return (
    pulses
      .flatMap(({ modified }) => modified ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

/** Within a year of the newest; how old that one is, the date says. */
function isRecent(pulse: Pulse, latest: string | null): boolean {
  return latest === null || pulse.modified === null || Date.parse(latest) - Date.parse(pulse.modified) <= YEAR_MS;
}
