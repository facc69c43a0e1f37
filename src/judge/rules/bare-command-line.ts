import type { Rule } from '../rule.js';

/** Hosts of foreign code that are useless without an argument, and what the argument is. */
const NEEDS: Readonly<Record<string, { argument: string; attack: readonly string[] }>> = {
  dllhost: { argument: '/Processid', attack: ['T1055'] },
  regsvr32: { argument: 'a library', attack: ['T1218.010', 'T1055'] },
  rundll32: { argument: 'a library', attack: ['T1218.011', 'T1055'] },
  svchost: { argument: '-k and a group', attack: ['T1036.005', 'T1055'] },
};

export const bareCommandLine: Rule = {
  id: 'bare-command-line',
  title: 'A host process without its argument',
  family: 'program',
  why: 'Windows never starts these programs without saying what to run; attack tools start them empty to put code into them.',
  falsePositives: 'Collectors that record the program instead of its command line.',
  references: [
    'https://attack.mitre.org/techniques/T1055/',
    'https://redcanary.com/threat-detection-report/techniques/rundll32/',
  ],
  attack: ['T1055'],
  needs: 'program',
  judge({ actors }) {
    for (const { known, process } of actors) {
      if (known === null || process.commandLine === null || process.commandLine === '') continue;
      const needs = Object.hasOwn(NEEDS, known.key) ? NEEDS[known.key] : undefined;
      if (needs === undefined || hasArgument(process.commandLine)) continue;
      return {
        weight: 'bare-command-line',
        says: `${known.title} runs without ${needs.argument}, consistent with a process that was started to carry foreign code.`,
        attack: needs.attack,
      };
    }
    return null;
  },
};

/** True when something follows the program, quoted or not. */
function hasArgument(commandLine: string): boolean {
  const text = commandLine.trim();
  const end = text.startsWith('"') ? text.indexOf('"', 1) + 1 : text.toLowerCase().indexOf('.exe') + 4;
  return text.slice(Math.max(end, 0)).trim() !== '' && end > 3;
}
