/**
 * True for characters that a number or a word goes on with: letters, digits, `_`, dot, colon, and the
 * letters and full-width twins beyond ASCII. Ideographs are left out: they touch an address without belonging to it.
 */
export function isRunCode(code: number): boolean {
  if (code >= 48 && code <= 58) return true;
  if (code < 128) return code === 46 || code === 95 || isLetter(code);
  if (code < 0x700) return code >= 0xc0;
  return (
    code === 0xff0e || within(code, 0xff10, 0xff19) || within(code, 0xff21, 0xff3a) || within(code, 0xff41, 0xff5a)
  );
}

/** True for an ASCII letter. */
export function isLetter(code: number): boolean {
  return code < 128 && within(code | 32, 97, 122);
}

/** True for 0-9, a-f, A-F. */
export function isHexCode(code: number): boolean {
  return within(code, 48, 57) || (code < 128 && within(code | 32, 97, 102));
}

function within(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}
