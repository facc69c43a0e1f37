import { isAnybodys, isOddProgram } from '../relations.js';
import { stemOf } from '../_program-name.js';
import type { Rule } from '../rule.js';
import type { Actor, View } from '../view.js';

export const severalPrograms: Rule = {
  id: 'several-programs',
  title: 'Two programs, one strange peer',
  family: 'program',
  why: 'Products have servers of their own. A tool and the program that it starts, or code that moves from one process to another, share theirs.',
  falsePositives: 'Suites of one maker, libraries for telemetry, and installers that start what they install.',
  references: ['https://attack.mitre.org/techniques/T1055/', 'https://attack.mitre.org/techniques/T1105/'],
  attack: [],
  needs: 'program',
  judge({ actors, owner, ports, isPrivate }: View) {
    if (actors.length < 2 || ports.length === 0 || !(isPrivate || isAnybodys(owner))) return null;
    const odd = actors.find(({ known }) => isOddProgram(known));
    const other = actors.find(({ name }) => odd !== undefined && stemOf(name) !== stemOf(odd.name));
    if (odd === undefined || other === undefined) return null;
    const family = parentAndChild(actors);
    if (family !== null)
      return {
        weight: 'several-programs.family',
        says: `${family.parent.name} and ${family.child.name}, which it started, both reach this peer.`,
      };
    return { weight: 'several-programs', says: `${odd.name} and ${other.name} both reach this peer.` };
  },
};

/** A program and the one that started it, by name. */
function parentAndChild(actors: readonly Actor[]): { parent: Actor; child: Actor } | null {
  const byStem = new Map(actors.map((actor) => [stemOf(actor.name), actor]));
  for (const child of actors) {
    const { parent: name } = child.process;
    const parent = name === null ? undefined : byStem.get(stemOf(name));
    if (parent !== undefined && parent !== child && stemOf(child.name) !== stemOf(parent.name))
      return { parent, child };
  }
  return null;
}
