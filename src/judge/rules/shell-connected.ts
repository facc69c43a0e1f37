import type { Rule } from '../rule.js';

export const shellConnected: Rule = {
  id: 'shell-connected',
  title: 'A command line holds the connection',
  family: 'program',
  why: 'A shell that owns a socket itself is the pattern of a reverse shell.',
  falsePositives: 'Scripts that use the shell to test a port.',
  references: ['https://attack.mitre.org/techniques/T1059/'],
  attack: ['T1059'],
  needs: 'program',
  judge({ actors, isVisitor }) {
    const shell = actors.find(({ known }) => known?.kind === 'shell');
    if (shell?.known == null || isVisitor) return null;
    return {
      weight: 'shell-connected',
      says: `${shell.known.title} owns the socket itself, consistent with a remote shell.`,
      attack: shell.known.attack.length > 0 ? shell.known.attack : ['T1059'],
    };
  },
};
