import type { Verdict } from '../model/judgement.js';

export type Style = Verdict | 'title' | 'label' | 'faint' | 'strong' | 'link' | 'against' | 'for';

/** SGR parameters (ECMA-48). Colour only repeats what a word already says. */
const SGR: Readonly<Record<Style, string>> = {
  malicious: '1;91',
  suspicious: '1;33',
  unexplained: '36',
  expected: '32',
  title: '1',
  label: '2',
  faint: '2',
  strong: '1',
  link: '4',
  against: '91',
  for: '32',
};

/** The text in its style, or as it is without colour. */
export function painted(text: string, style: Style | undefined, colour: boolean): string {
  return colour && style !== undefined ? `\x1b[${SGR[style]}m${text}\x1b[0m` : text;
}

/** An OSC 8 hyperlink; a URL with anything but printable ASCII is not linked, so it can't end the sequence early. */
export function hyperlink(url: string, text: string): string {
  return /^https:\/\/[\x21-\x7e]+$/.test(url) ? `\x1b]8;;${url}\x1b\\${text}\x1b]8;;\x1b\\` : text;
}
