import { fileNameOf } from '../model/image.js';
import type { Actor } from './view.js';

/** Words that generators of attack programs and their users leave in names. */
const WORDS = [
  'payload',
  'beacon',
  'shellcode',
  'meterpreter',
  'backdoor',
  'keygen',
  'exploit',
  'implant',
  'stager',
  'reverse_shell',
  'revshell',
  'kmspico',
  'kmsauto',
  '_crack',
  '-crack',
];

/** Nix puts a script in front of a program, whose own name becomes `.firefox-wrapped` (cut: `.firefox-wrappe`). */
const NIX = /-w(?:r(?:a(?:p(?:p(?:ed?)?)?)?)?)?_*$/;

/** `C:\Temp\Foo.EXE` -> `foo`: what a program is called, without folder, ending and case. */
export function stemOf(name: string): string {
  const file = fileNameOf(name).toLowerCase();
  const dot = file.lastIndexOf('.');
  // Task lists of memory images cut names at 14 or 15 characters, which leaves half an ending.
  return dot > 0 && 'exe'.startsWith(file.slice(dot + 1)) ? file.slice(0, dot) : file;
}

/** The key under which the scene counts peers of a program. */
export function programKey({ known, name }: Actor): string {
  return known?.key ?? name.toLowerCase();
}

/**
 * `word`: a telling word in it; `hidden`: a dot in front, by which Unix leaves files out of listings; `letters`: only
 * digits, or hexadecimal, or no vowel in a long name.
 */
export function oddity(name: string): 'word' | 'hidden' | 'letters' | null {
  const stem = stemOf(name);
  for (const word of WORDS) if (stem.includes(word)) return 'word';
  if (/^\.[a-z0-9]/.test(stem) && !NIX.test(stem)) return 'hidden';
  return isGenerated(stem) ? 'letters' : null;
}

function isGenerated(stem: string): boolean {
  if (stem.length < 2 || stem.length > 64) return false;
  let digits = 0;
  let letters = 0;
  let vowels = 0;
  let isHex = true;
  for (let index = 0; index < stem.length; index++) {
    const code = stem.charCodeAt(index);
    if (code >= 48 && code <= 57) digits++;
    else if (code >= 97 && code <= 122) {
      letters++;
      if (code > 102) isHex = false;
      if ('aeiouy'.includes(stem[index])) vowels++;
    } else return false;
  }
  if (letters === 0) return true;
  if (isHex && digits >= 3 && stem.length >= 6) return true;
  return letters >= 7 && vowels === 0;
}
