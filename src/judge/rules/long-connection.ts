import { HOURS_LONG, LONG, STREAMED } from '../pace.js';
import { spanText } from '../_span.js';
import { isScheduled } from '../_scheduled.js';
import type { Rule } from '../rule.js';

export const longConnection: Rule = {
  id: 'long-connection',
  title: 'A connection that is kept open for hours',
  family: 'behaviour',
  why: 'The Web closes what it does not need. Remote control keeps a line open, and so do tunnels.',
  falsePositives: 'Push services, chat, remote desktops, VPNs and downloads.',
  references: ['https://github.com/activecm/rita', 'https://attack.mitre.org/techniques/T1571/'],
  attack: [],
  judge(view) {
    const longest = view.peer.timing?.longestMs ?? 0;
    // A stream lasts as long as somebody listens.
    if ((view.pace & (LONG | STREAMED)) !== LONG || view.isPlatform || view.isVisitor || isScheduled(view) !== null)
      return null;
    return {
      weight: (view.pace & HOURS_LONG) === 0 ? 'long-connection' : 'long-connection.hours',
      says: `One connection lasted ${spanText(longest / 1000)}.`,
    };
  },
};
