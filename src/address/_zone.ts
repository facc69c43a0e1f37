/** Characters of the longest zone id taken. */
export const MAX_ZONE = 64;

/**
 * True for text that can be a zone id: an interface index or name, at most 64 characters.
 * RFC 4007 leaves the alphabet open. Interface names never hold blanks or `/`; `:`, `%` and brackets are refused
 * so that a port or a prefix length behind a zone is never swallowed by it.
 */
export function isZone(text: string): boolean {
  if (text.length === 0 || text.length > MAX_ZONE) return false;
  for (let at = 0; at < text.length; at++) if (!isZoneCode(text.charCodeAt(at))) return false;
  return true;
}

/** True for the code of a letter, a digit or one of `- . _ ~ @ +`. */
export function isZoneCode(code: number): boolean {
  if (code >= 48 && code <= 57) return true;
  const lower = code | 32;
  if (code < 128 && lower >= 97 && lower <= 122) return true;
  return '-._~@+'.includes(String.fromCharCode(code));
}
