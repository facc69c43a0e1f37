import { asksAnybody, isAnybodysPlatform, isWebPort, ownerFit, ownerText, portFits } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { ProgramKnowledge } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { Actor, View } from '../view.js';
import type { WeightKey } from '../weights.js';

/** How a connection fits what is known of its program, least convincing first. */
const FITS = ['none', 'some', 'remote', 'customer', 'browsing', 'swarm', 'protocol', 'named'] as const;
type Fit = (typeof FITS)[number];

const SAYS: Record<Exclude<Fit, 'none'>, { weight: WeightKey; explains: boolean; text: string }> = {
  named: { weight: 'program-profile', explains: true, text: 'is where it normally connects to' },
  customer: {
    weight: 'program-profile.customer',
    explains: false,
    text: 'is possible: its maker has machines there, and rents them to anybody',
  },
  remote: {
    weight: 'program-profile.remote',
    explains: false,
    text: 'is where it normally connects to, whoever sits at the other end',
  },
  protocol: {
    weight: 'program-profile.protocol',
    explains: true,
    text: 'is consistent with its work: it asks any server on this port',
  },
  swarm: {
    weight: 'program-profile.swarm',
    explains: false,
    text: 'is consistent with sharing files with other computers, which is unusual at work but no attack',
  },
  browsing: {
    weight: 'program-profile.browsing',
    explains: true,
    text: 'is consistent with browsing, which reaches anybody',
  },
  some: { weight: 'program-profile.some', explains: false, text: 'is possible: it connects to many owners' },
};

export const programProfile: Rule = {
  id: 'program-profile',
  title: 'The program, the owner and the port belong together',
  family: 'expectation',
  why: 'A program that reaches the owner and the port it is known for needs no other explanation.',
  falsePositives:
    'Names prove nothing, and code can be injected into the right program (T1055): path and signer make it firm.',
  references: ['https://attack.mitre.org/techniques/T1036/005/', 'https://attack.mitre.org/techniques/T1055/'],
  attack: [],
  needs: 'program',
  judge(view) {
    if (view.actors.length === 0 || view.ports.length === 0) return null;
    let worst = view.actors[0];
    let fit = fitOf(worst, view);
    for (const actor of view.actors) {
      const other = fitOf(actor, view);
      if (FITS.indexOf(other) < FITS.indexOf(fit)) [fit, worst] = [other, actor];
    }
    if (fit === 'none') return null;
    const { weight, explains, text } = SAYS[fit];
    return {
      weight,
      explains: explains && (fit !== 'browsing' || isTheWeb(view)),
      says: `${worst.known?.title ?? worst.name}: ${portText(view.ports[0])} at ${ownerText(view.owner)} ${text}.`,
      evidence: worst.known === null ? [] : [worst.known.source],
    };
  },
};

/** Sites, at networks of which it is known what they are for. */
function isTheWeb({ ports, kind }: View): boolean {
  return kind !== 'unknown' && ports.every(({ port }) => isWebPort(port));
}

function fitOf({ known, services }: Actor, { owner, ports }: View): Fit {
  let best: Fit = 'none';
  for (const service of services) {
    const fit = ownerFit(service.owners, owner);
    if ((fit !== 'named' && fit !== 'customer') || !fitAll(service.ports, ports)) continue;
    if (fit === 'named') return 'named';
    best = 'customer';
  }
  if (known === null || known.habit === 'never') return best;
  if (asksAnybody(known, ports)) return 'protocol';
  if (!fitAll(known.ports, ports)) return known.kind === 'p2p' ? 'swarm' : best;
  const fit = ownerFit(known.owners, owner);
  if (fit === 'named' && known.kind === 'remote-access') return 'remote';
  if (fit === 'named' && known.kind === 'script-host' && isAnybodysPlatform(owner)) return 'some';
  if (fit === 'named' || fit === 'customer') return fit;
  return fit === 'any' || isOpen(known) ? openFit(known, ports) : best;
}

function fitAll(ranges: ProgramKnowledge['ports'], ports: View['ports']): boolean {
  return ports.every(({ port }) => portFits(ranges, port));
}

/** Programs that take any owner: how much their ports say. */
function openFit(known: ProgramKnowledge, ports: View['ports']): Fit {
  if (known.kind === 'p2p') return 'swarm';
  if (known.kind === 'browser') return 'browsing';
  return known.habit === 'normal' && ports.length > 0 ? 'some' : 'none';
}

/** Ports are known, owners are not: mirrors and servers of the user's choice. */
function isOpen({ owners, ports }: ProgramKnowledge): boolean {
  return owners.length === 0 && ports.length > 0;
}
