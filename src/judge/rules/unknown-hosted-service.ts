import { ownerText } from '../_match.js';
import type { Rule } from '../rule.js';

export const unknownHostedService: Rule = {
  id: 'unknown-hosted-service',
  title: 'A Windows service that is not described',
  family: 'program',
  why: 'Malware installs itself as a service inside svchost.exe; services of Windows reach Microsoft or its content networks.',
  falsePositives: 'Services of other makers.',
  references: ['https://attack.mitre.org/techniques/T1543/003/'],
  attack: ['T1543.003'],
  needs: 'program',
  judge({ actors, isPlatform, kind, isVisitor, owner }) {
    if (isPlatform || kind === 'cdn' || isVisitor) return null;
    const actor = actors.find(
      ({ known, process, services }) =>
        known?.kind === 'service-host' && process.services.length > 0 && services.length === 0,
    );
    if (actor === undefined) return null;
    return {
      weight: 'unknown-hosted-service',
      says: `The service ${actor.process.services[0]} inside ${actor.name} is not one that is known to reach ${ownerText(owner)}.`,
    };
  },
};
