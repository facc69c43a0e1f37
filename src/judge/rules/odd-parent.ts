import { stemOf } from '../_program-name.js';
import type { Rule } from '../rule.js';

/** Programs that open what comes from outside. */
const READERS: ReadonlySet<string> = new Set([
  'winword',
  'excel',
  'powerpnt',
  'outlook',
  'onenote',
  'mspub',
  'acrord32',
  'acrobat',
  'eqnedt32',
]);

export const oddParent: Rule = {
  id: 'odd-parent',
  title: 'Started by a document',
  family: 'program',
  why: 'Documents that start scripts and system tools are the first step of many intrusions.',
  falsePositives: 'Add-ins and mail merges.',
  references: ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1566/001/'],
  attack: ['T1204.002'],
  needs: 'program',
  judge({ actors }) {
    const actor = actors.find(
      ({ process, known }) =>
        process.parent !== null &&
        known?.kind !== 'browser' &&
        known?.kind !== 'office' &&
        READERS.has(stemOf(process.parent)),
    );
    if (actor === undefined) return null;
    return {
      weight: 'odd-parent',
      says: `${actor.name} was started by ${actor.process.parent}, which opens documents.`,
    };
  },
};
