import { inExpectedFolder } from '../_masquerade.js';
import type { ProgramKind, ProgramKnowledge } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

/** Parts of Windows that cannot be anywhere else. */
const FIXED: ReadonlySet<ProgramKind> = new Set(['system', 'service-host', 'script-host', 'shell', 'lolbin']);

export const wrongFolder: Rule = {
  id: 'wrong-folder',
  title: 'A known name in a folder that is not its own',
  family: 'path',
  why: 'Malware takes the names of the system and of widespread programs, but can seldom take their folders.',
  falsePositives: 'Portable and renamed copies, installations that somebody moved.',
  references: [
    'https://attack.mitre.org/techniques/T1036/005/',
    'https://attack.mitre.org/techniques/T1036/003/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-025a',
  ],
  attack: ['T1036.005'],
  needs: 'program',
  judge({ actors }) {
    for (const { process, known } of actors) {
      if (known === null || process.path === null || inExpectedFolder(process, known) !== false) continue;
      return {
        weight: weightOf(known, process.path),
        says: `${known.title} lives elsewhere; this one runs from ${folderOf(process.path)}.`,
        evidence: [process.path],
      };
    }
    return null;
  },
};

function weightOf({ kind }: ProgramKnowledge, path: string): WeightKey {
  if (FIXED.has(kind) && path.includes('\\')) return 'wrong-folder.system';
  return kind === 'remote-access' ? 'wrong-folder.remote-control' : 'wrong-folder';
}

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return end > 0 ? path.slice(0, end) : path;
}
