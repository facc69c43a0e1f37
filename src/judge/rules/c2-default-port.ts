import { boundUse, isBoundTo, profilesPort } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { ObservedUse } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { FarPort, View } from '../view.js';

export const c2DefaultPort: Rule = {
  id: 'c2-default-port',
  title: 'Default port of attack tools',
  family: 'port',
  why: 'Many operators leave the port of their remote control tool as it comes.',
  falsePositives: 'Any program may use any port, and half of these have an ordinary use too.',
  references: ['https://attack.mitre.org/techniques/T1571/'],
  attack: ['T1571'],
  judge(view) {
    if (view.isPlatform) return null;
    let best: { far: FarPort; use: ObservedUse } | null = null;
    for (const far of view.ports) {
      const use = toolUse(far, view);
      if (use !== null && (best === null || rank(use) > rank(best.use))) best = { far, use };
    }
    if (best === null) return null;
    const { far, use } = best;
    const share = use.share === null ? '' : `, in ${percentText(use.share)} of its published indicators`;
    return {
      weight: `c2-default-port.${use.confidence}`,
      says: `Port ${portText(far)} is known from attacks: ${use.use}${share}.`,
      evidence: [use.source],
    };
  },
};

/** The attack tool's use, unless the port is explained by its owner, its program, or a likelier ordinary use. */
function toolUse(far: FarPort, view: View): ObservedUse | null {
  const { observed } = far.knowledge;
  if (observed.length === 0 || far.isUdp !== isUdpUse(far)) return null;
  const bound = boundUse(far.knowledge);
  if (bound !== null && bound.kind !== 'c2-default' && isBoundTo(bound, view) && view.kind !== 'cloud-tenant')
    return null;
  if (view.actors.some(({ known }) => known !== null && profilesPort(known, far))) return null;
  if (observed[0].kind !== 'c2-default' && observed[0].confidence === 'high') return null;
  return observed.find(({ kind }) => kind === 'c2-default') ?? null;
}

/** Tables are asked per protocol, so that what they answer holds for it. */
function isUdpUse({ knowledge }: FarPort): boolean {
  return knowledge.protocol.startsWith('udp');
}

function rank({ confidence }: ObservedUse): number {
  return confidence === 'high' ? 2 : confidence === 'medium' ? 1 : 0;
}

function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return percent === 0 ? 'less than 1 %' : `${percent} %`;
}
