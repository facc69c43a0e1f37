let invisible: RegExp | null = null;

/**
 * JSON of a value, with every character that a terminal could act upon written as `\uXXXX`: the same value to a
 * parser, harmless to a person who looks at the file. (JSON.stringify itself escapes C0 and lone surrogates only.)
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  invisible ??= /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;
  return text.replace(invisible, unicodeEscapes);
}

/** UTF-16 units as `\uXXXX`, a pair for characters beyond the first plane (RFC 8259 section 7). */
function unicodeEscapes(character: string): string {
  let escapes = '';
  for (let index = 0; index < character.length; index++) {
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escapes;
}
