import { fileNameOf } from '../../model/image.js';
import type { Companion } from './companion.js';

/** One word in a file of that name: what `hostname > hostname.txt` leaves behind. A word elsewhere could be anything. */
export const hostname: Companion = {
  name: 'hostname',
  title: 'Which computer it is (hostname)',
  reads: [
    { tool: 'hostname', versions: 'every system', link: 'https://man7.org/linux/man-pages/man1/hostname.1.html' },
  ],
  sniff({ text, name }) {
    return /^hostname\b/i.test(fileNameOf(name)) && /^\s*[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,254}\s*$/u.test(text) ? 0.9 : 0;
  },
  read(text, sink) {
    sink.host(text.slice(0, 300));
  },
};
