import { parseAddress } from '../../address/parse.js';
import { isHostName } from '../_endpoint.js';
import type { Companion } from './companion.js';
import { linesOf } from './companion.js';

/** 127.0.0.1   localhost */
export const hosts: Companion = {
  name: 'hosts',
  title: 'Names fixed by hand (hosts file)',
  reads: [{ tool: 'hosts', versions: 'every system', link: 'https://man7.org/linux/man-pages/man5/hosts.5.html' }],
  sniff({ lines, text, name }) {
    let entries = 0;
    for (const line of lines.slice(0, -1).concat(text.endsWith('\n') ? [] : (lines.at(-1) ?? ''))) {
      const words = wordsOf(line);
      if (words.length === 0) continue;
      if (entryOf(words) === null) return 0;
      entries += 1;
    }
    const isTyped =
      /(?:^|[/\\!])hosts$/i.test(name) ||
      /^[ \t]*[\d:.]+[ \t].*\blocalhost\b/m.test(text.slice(0, 32_768)) ||
      /\bHOSTS\b|\bhosts file\b/.test(text.slice(0, 2048));
    return isTyped && (entries > 0 || /\blocalhost\b/.test(text.slice(0, 4096))) ? 0.9 : 0;
  },
  read(text, sink) {
    linesOf(text).forEach((line, at) => {
      const words = wordsOf(line);
      if (words.length === 0) return;
      const entry = entryOf(words);
      if (entry === null) sink.badLine(at + 1, line, 'neither an address with names nor a comment');
      else for (const name of entry.names) sink.named(entry.address, name);
    });
  },
};

function wordsOf(line: string): string[] {
  const text = line.slice(0, 4096).replace(/#.*$/, '').trim();
  return text === '' ? [] : text.split(/\s+/);
}

function entryOf([first = '', ...names]: readonly string[]): {
  readonly address: NonNullable<ReturnType<typeof parseAddress>>;
  readonly names: readonly string[];
} | null {
  const address = parseAddress(first);
  const areNames = names.length > 0 && names.every((name) => isHostName(name) && parseAddress(name) === null);
  return address === null || !areNames ? null : { address, names };
}
