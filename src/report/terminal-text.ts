/** Evidence longer than this is cut: a listing is free to hold a line of a megabyte. */
const LONGEST = 2000;

/** Harmless without a closer look: ASCII, Latin letters, and the marks that reports are drawn with. Cheap to compile. */
const PLAIN = /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2500\u2026]*$/;

let invisible: RegExp | null = null;

/**
 * Text that is safe on a terminal: C0 and C1 controls, bidi and zero-width characters, fillers and lone surrogates
 * become visible escapes such as `\x1b`; stacks of combining marks that would smear over other lines are broken up;
 * text beyond `longest` characters is cut and marked with `…`.
 */
export function terminalText(text: string, longest: number = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  if (PLAIN.test(cut)) return cut;
  // Cf holds bidi controls, zero-width characters, soft hyphen, BOM and tags (Unicode Standard, 23.2 to 23.9).
  invisible ??= /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?<=\p{M}{3})\p{M}/gu;
  return cut.replace(invisible, escaped);
}

/** A visible escape of one character: `\n`, `\x1b`, `\u202e`, `\u{e0001}`. */
export function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
