import { isAnybodysPlatform, isBorrowed, isDeadDrop, isWebPort, ownerFit, ownerText, usualUse } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Owner } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import { type Actor, type FarPort, isOpenCdn, type View } from '../view.js';

export const platformService: Rule = {
  id: 'platform-service',
  title: "A provider's own service on its ordinary port",
  family: 'expectation',
  why: 'Updates, telemetry, mail and content of the large providers make up most of what a computer says.',
  falsePositives:
    'Attackers use files and pages on such platforms, and hide behind content networks (T1102, T1090.004).',
  references: [
    'https://learn.microsoft.com/windows/privacy/manage-windows-11-endpoints',
    'https://attack.mitre.org/techniques/T1102/',
  ],
  attack: [],
  judge(view) {
    const { owner, kind, isPlatform, ports, actors } = view;
    if ((!isPlatform && kind !== 'cdn') || kind === 'resolver' || ports.length === 0) return null;
    // Who controls a computer from afar is hidden behind the maker's relays.
    if (actors.some(({ known }) => known?.kind === 'remote-access')) return null;
    const { service } = owner.network;
    const platform = `${ownerText(owner)} is a platform`;
    const named = service === null ? platform : `${service}: ${ownerText(owner)}'s own`;
    const odd = ports.find((far) => !isOrdinary(far, owner));
    if (odd !== undefined) {
      if (kind !== 'cloud-platform') return null;
      return {
        weight: 'platform-service.odd-port',
        says: `${named}, though port ${portText(odd)} is not an everyday one there.`,
      };
    }
    if (isOpenCdn(owner)) {
      return {
        weight: 'platform-service.open-cdn',
        says: `${ownerText(owner)} delivers the sites of others, and anybody can join it.`,
      };
    }
    if (isBorrowed(view) || actors.some((actor) => isForScripts(actor, owner))) {
      return {
        weight: 'platform-service.scripts',
        says: `${platform}, where anybody may have put what a program fetches there.`,
      };
    }
    return {
      weight: kind === 'cdn' ? 'platform-service.cdn' : 'platform-service',
      says: `${named}, reached on its ordinary port ${portText(ports[0])}.`,
      explains: explains(view),
    };
  },
};

/**
 * Where no program can be seen, the owner's own service explains the connection; with one in sight, or one that should be,
 * the program has to. A content network carries what its customers say, so that it explains encrypted traffic only.
 */
function explains({ actors, isUnnamed, kind, ports, owner }: View): boolean {
  if (actors.length > 0 || isUnnamed || isDeadDrop(owner)) return false;
  return kind !== 'cdn' || ports.every(({ port }) => port === 443);
}

/** Protocols of every computer: names, time, names over TLS. Other infrastructure is for servers and administrators. */
const EVERYDAY: ReadonlySet<number> = new Set([53, 123, 853]);

/** Web ports anywhere; at a provider's own services also those that one use is sure of (993 mail), unless it is another's. */
function isOrdinary({ port, knowledge }: FarPort, owner: Owner): boolean {
  if (isWebPort(port)) return true;
  const use = owner.network.kind === 'cloud-platform' ? usualUse(knowledge) : null;
  if (use === null || use.confidence !== 'high') return false;
  if (use.owners.length > 0 && ownerFit(use.owners, owner) !== 'named') return false;
  return use.kind === 'app' || (use.kind === 'infra' && EVERYDAY.has(port));
}

/** Script hosts and system tools: what they fetch from a platform is somebody's upload more often than its own service. */
function isForScripts({ known }: Actor, owner: Owner): boolean {
  if (known === null || known.habit === 'normal') return false;
  return (known.kind === 'script-host' && isAnybodysPlatform(owner)) || ownerFit(known.owners, owner) !== 'named';
}
