import type { Companion } from './companion.js';
import { linesOf } from './companion.js';

/**
 * The note that `farend collector` scripts leave beside what they gathered:
 *   farend collection
 *   host: DESKTOP-EXAMPLE
 *   time: 2026-03-01T12:00:00Z
 */
export const collection: Companion = {
  name: 'collection',
  title: 'Where and when a farend collector ran',
  reads: [{ tool: 'farend collector', versions: '1', link: 'https://man7.org/linux/man-pages/man1/date.1.html' }],
  sniff: ({ text }) => (/^\s*farend collection\s*$/m.test(text.slice(0, 200)) ? 1 : 0),
  read(text, sink) {
    for (const line of linesOf(text.slice(0, 16_384))) {
      const match = /^(host|time): *(\S.*?)\s*$/.exec(line.slice(0, 300));
      if (match?.[1] === 'host') sink.host(match[2] ?? '');
      if (match?.[1] === 'time' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(match[2] ?? ''))
        sink.capturedAt(Date.parse(match[2] ?? ''));
    }
  },
};
