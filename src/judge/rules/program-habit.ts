import { isAnybodysPlatform, isStranger, ownerFit, ownerText, programText } from '../_match.js';
import type { Owner, ProgramKind, ProgramKnowledge } from '../../model/knowledge.js';
import { BORROWED } from '../relations.js';
import type { Rule } from '../rule.js';
import type { Actor, View } from '../view.js';
import type { WeightKey } from '../weights.js';

const NONE = 0;
/** Programs that call what their command line names. */
const TOLD: ReadonlySet<ProgramKind> = new Set(['lolbin', 'script-host', 'shell']);

export const programHabit: Rule = {
  id: 'program-habit',
  title: 'A program that has little to do on the Internet',
  family: 'program',
  why: 'System tools, script hosts and accessories open connections rarely; attackers use them to fetch and to call home.',
  falsePositives: 'Administration scripts, installers, and tools that check certificates.',
  references: [
    'https://lolbas-project.github.io/',
    'https://github.com/SigmaHQ/sigma/tree/master/rules/windows/network_connection',
  ],
  attack: [],
  needs: 'program',
  judge(view) {
    if (view.isVisitor) return null;
    let best: { actor: Actor; level: number } | null = null;
    for (const actor of view.actors) {
      const level = levelOf(actor, view);
      if (level > NONE && (best === null || level > best.level)) best = { actor, level };
    }
    if (best?.actor.known == null) return null;
    const { known } = best.actor;
    return {
      weight: weightOf(best.level, known, view),
      says: `${programText(best.actor)} ${habitOf(best.level, known)}, yet it reaches ${view.isPrivate ? 'another machine' : ownerText(view.owner)}.`,
      attack: known.attack,
      evidence: [known.source],
    };
  },
};

const HABITS = [
  '',
  'connects only when somebody has it do so',
  'is rarely seen to connect to anything',
  'has no reason to connect to anything',
];

function habitOf(level: number, { kind }: ProgramKnowledge): string {
  const isBad = level === 3 && (kind === 'miner' || kind === 'offensive');
  return isBad ? 'has no business on a computer' : HABITS[level];
}

/** 0 nothing to say, 1 depends, 2 rare, 3 never. */
function levelOf({ known }: Actor, { owner, isPrivate }: View): number {
  if (known === null || known.habit === 'normal') return NONE;
  // Other programs that connect now and then are products at work, which says nothing.
  if (known.habit === 'depends' && !BORROWED.has(known.kind)) return NONE;
  if (!isPrivate && known.habit !== 'rare' && isItsOwner(known, owner)) return NONE;
  return known.habit === 'never' ? 3 : known.habit === 'rare' ? 2 : 1;
}

/** A part of Windows that works for the machine and its neighbours: no maker's server is known for it. */
function isInner({ kind, folders, owners }: ProgramKnowledge): boolean {
  return kind === 'system' && folders.length > 0 && owners.length === 0;
}

/** What a script fetches from a platform of anybody's may be anybody's as well. */
function isItsOwner({ kind, owners }: ProgramKnowledge, owner: Owner): boolean {
  if (kind === 'script-host' && isAnybodysPlatform(owner)) return false;
  const fit = ownerFit(owners, owner);
  // What the owner rents out may be anybody's: parts of the system call there by themselves, a tool because it was told to.
  return fit === 'named' || (fit === 'customer' && !TOLD.has(kind));
}

function weightOf(level: number, known: ProgramKnowledge, view: View): WeightKey {
  if (level === 3) return 'program-habit.never';
  if (isStranger(view) && (level === 2 ? BORROWED.has(known.kind) : isInner(known)))
    return 'program-habit.rare-stranger';
  if (level === 2) return 'program-habit.rare';
  if (view.isPrivate) return 'program-habit.depends-private';
  return view.isPlatform || view.kind === 'cdn' ? 'program-habit.depends' : 'program-habit.depends-stranger';
}
