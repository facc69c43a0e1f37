import { inExpectedFolder } from '../_masquerade.js';
import type { ProgramKind } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';

/** Parts of Windows that cannot be anywhere else. */
const FIXED: ReadonlySet<ProgramKind> = new Set(['system', 'service-host', 'script-host', 'shell', 'lolbin']);

export const wrongFolder: Rule = {
  id: 'wrong-folder',
  title: 'A known name in a folder that is not its own',
  family: 'path',
  why: 'Malware takes the names of the system and of widespread programs, but can seldom take their folders.',
  falsePositives: 'Portable and renamed copies, installations that somebody moved.',
  references: ['https://attack.mitre.org/techniques/T1036/005/', 'https://attack.mitre.org/techniques/T1036/003/'],
  attack: ['T1036.005'],
  needs: 'program',
  judge({ actors }) {
    for (const { process, known } of actors) {
      if (known === null || process.path === null || inExpectedFolder(process, known) !== false) continue;
      const isFixed = FIXED.has(known.kind) && process.path.includes('\\');
      return {
        weight: isFixed ? 'wrong-folder.system' : 'wrong-folder',
        says: `${known.title} lives elsewhere; this one runs from ${folderOf(process.path)}.`,
        evidence: [process.path],
      };
    }
    return null;
  },
};

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return end > 0 ? path.slice(0, end) : path;
}
