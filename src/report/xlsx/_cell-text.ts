import { escaped } from '../terminal-text.js';

/** A cell holds no more (Excel specifications and limits: 32,767 characters), escapes included. */
const LONGEST = 8_000;

/** Printable ASCII without what XML or the escapes of a cell need. */
const PLAIN = /^[\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\x5e\x60-\x7e]*$/;

let special: RegExp | null = null;

/**
 * Text as the content of a cell or an attribute: XML specials as entities; controls, invisible characters, lone
 * surrogates and what XML 1.0 forbids as visible escapes such as `\x1b`; a literal `_x0041_`, which a spreadsheet would
 * turn into a character (ECMA-376 part 1, 22.9.2.19 ST_Xstring), with its underscore escaped.
 */
export function cellText(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  if (PLAIN.test(cut)) return cut;
  special ??= /[&<>"]|_(?=x[0-9a-f]{4}_)|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff\u115f\u1160\u3164\uffa0]/giu;
  return cut.replace(special, replacement);
}

/** Whether a person who edits the cell would make a formula of it: such cells carry the mark for "text". */
export function looksLikeFormula(text: string): boolean {
  return /^[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text);
}

function replacement(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case '_':
      return '_x005F_';
    default:
      return escaped(character);
  }
}
