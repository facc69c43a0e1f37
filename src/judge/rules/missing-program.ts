import type { Scene } from '../../model/judgement.js';
import type { Rule } from '../rule.js';

/** So few named peers do not show that the tool sees every program. */
const NAMED_FROM = 5;
/** Unnamed live peers per named one that are still the exception. */
const EXCEPTION = 0.1;

export const missingProgram: Rule = {
  id: 'missing-program',
  title: 'The capture names nearly all programs, but none for this peer',
  family: 'program',
  why: 'A socket whose owner is hidden from a tool that lists the owners of all others deserves a second look.',
  falsePositives: 'Programs that ended while the list was made; listings without administrator rights.',
  references: ['https://attack.mitre.org/techniques/T1014/'],
  attack: [],
  judge({ isUnnamed, isPlatform, scene }) {
    if (!isUnnamed || isPlatform) return null;
    const { named, unnamed } = countsOf(scene);
    // Where many are missing the tool lacked the right to look, or rows of several sources are mixed.
    if (named < NAMED_FROM || unnamed > Math.max(1, named * EXCEPTION)) return null;
    return {
      weight: 'missing-program',
      says: 'The listing names the programs of nearly all peers, but nothing names the one behind this peer.',
    };
  },
};

interface Counts {
  named: number;
  unnamed: number;
}

const counted = new WeakMap<Scene, Counts>();

/** Peers by program and port, with and without a name for the program. */
function countsOf(scene: Scene): Counts {
  let counts = counted.get(scene);
  if (counts === undefined) {
    counts = { named: 0, unnamed: 0 };
    for (const [key, peers] of scene.fanOut) counts[key.startsWith('|') ? 'unnamed' : 'named'] += peers;
    counted.set(scene, counts);
  }
  return counts;
}
