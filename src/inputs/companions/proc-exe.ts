import type { Companion } from './companion.js';
import { linesOf } from './companion.js';

const LINK = /^l\S+ +\d+ +(\S+) +\S+ +.{1,60}? \/proc\/(\d{1,10})\/exe -> (\/.*)$/;

/** lrwxrwxrwx 1 www-data www-data 0 Nov 25 09:12 /proc/1432/exe -> /usr/sbin/nginx */
export const procExe: Companion = {
  name: 'proc-exe',
  title: 'Program files of Linux processes (/proc)',
  reads: [
    {
      tool: 'ls -l /proc/[0-9]*/exe',
      versions: 'coreutils, busybox',
      link: 'https://man7.org/linux/man-pages/man5/proc_pid_exe.5.html',
    },
  ],
  sniff: ({ lines }) => (lines.slice(0, 2000).some((line) => LINK.test(line.slice(0, 4096))) ? 0.97 : 0),
  read(text, sink) {
    for (const line of linesOf(text)) {
      // Kernel threads have no file, and other users' links can't be read without privileges.
      const match = LINK.exec(line.slice(0, 4096));
      if (match === null) continue;
      const path = match[3] ?? '';
      sink.process({ pid: Number(match[2]), path, user: match[1] ?? null });
    }
  },
};
