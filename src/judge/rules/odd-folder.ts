import { inExpectedFolder } from '../_masquerade.js';
import { memo } from '../_memo.js';
import { isUserWritable, type OddFolder } from '../_writable-folders.js';
import { normalisePath } from '../../model/image.js';
import type { ProgramKnowledge } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

/** Where files arrive that a person opens by hand. */
const RECEIVED: ReadonlySet<string> = new Set(['\\downloads', '\\desktop']);

/** Not below them: drivers and their helpers have folders of their own there. */
const OF_WINDOWS = /^[a-z]:\\windows\\(?:(?:system32|syswow64)\\)?[^\\]+$/;

const oddity = memo(isUserWritable);
const isAmongWindows = memo((path) => OF_WINDOWS.test(normalisePath(path)));

export const oddFolder: Rule = {
  id: 'odd-folder',
  title: 'Runs from a folder that programs have no business in',
  family: 'path',
  why: "Malware starts where it could be written without rights: temporary and public folders, downloads, hidden folders. With rights it hides among Windows' own programs, of which few call out.",
  falsePositives:
    'Installers, portable programs, programs of makers who install for one user, supporters who copy their tool anywhere; services of drivers in System32.',
  references: [
    'https://attack.mitre.org/techniques/T1204/002/',
    'https://attack.mitre.org/techniques/T1036/005/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-025a',
    'https://github.com/SigmaHQ/sigma/tree/master/rules/windows/network_connection',
  ],
  attack: [],
  needs: 'program',
  judge({ actors, isVisitor, isPlatform, kind }) {
    if (isVisitor) return null;
    for (const { process, known, name } of actors) {
      if (process.path === null || process.path === '') continue;
      if (known === null && isAmongWindows(process.path))
        return {
          weight: isPlatform || kind === 'cdn' ? 'odd-folder.windows.platform' : 'odd-folder.windows',
          says: `${name} lies among the programs of Windows and is none that is known to call out.`,
          evidence: [process.path],
          attack: ['T1036.005'],
        };
      const odd = oddity(process.path);
      // A deleted or fileless program has a rule of its own.
      if (odd === null || odd.folder === 'memfd' || odd.folder === '(deleted)') continue;
      if (known !== null && inExpectedFolder(process, known) === true) continue;
      return {
        weight: weightOf(known, odd),
        says: `${name} runs from ${odd.folder}: ${odd.why}.`,
        evidence: [process.path],
        attack: RECEIVED.has(odd.folder) ? ['T1204.002'] : [],
      };
    }
    return null;
  },
};

/** Remote control is installed, or opened where a user keeps files; elsewhere somebody has put it who may not install. */
function weightOf(known: ProgramKnowledge | null, { isOfUser }: OddFolder): WeightKey {
  if (known === null) return 'odd-folder.undescribed';
  return known.kind === 'remote-access' && !isOfUser ? 'odd-folder.remote-control' : 'odd-folder';
}
