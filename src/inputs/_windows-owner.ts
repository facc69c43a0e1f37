/** What an indented line after a row of `netstat -b` is. */
export type OwnerLine =
  | { readonly kind: 'program'; readonly name: string }
  | { readonly kind: 'service'; readonly name: string }
  /** `Can not obtain ownership information` in any language. */
  | { readonly kind: 'refused' }
  /**
   * Windows XP lists the modules on the socket's call stack: `C:\WINDOWS\system32\WS2_32.dll`; newer ones print
   * `x: Windows Sockets initialization failed: 5` in a component's place.
   */
  | { readonly kind: 'module' }
  | { readonly kind: 'other' };

const OTHER: OwnerLine = { kind: 'other' };
const REFUSED: OwnerLine = { kind: 'refused' };
const MODULE: OwnerLine = { kind: 'module' };

/** Confirmed wordings; other languages are recognised by indentation or by not being a service key. */
const REFUSALS = [
  'ownership information',
  'Besitzerinformationen',
  'informations de propri',
  'propiedad',
  'propietario',
  'propriedade',
  'propriet',
  '所有权信息',
  '擁有權資訊',
  'владельц',
];

function indentOf(text: string): number {
  let i = 0;
  while (i < text.length && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i += 1;
  return i;
}

/**
 * Reads a line by its shape and by its indentation against the row's: netstat indents rows and components by two
 * blanks, program and refusal by one; Select-String shifts all of them alike. `rowIndent` is the row's own.
 */
export function ownerLine(text: string, rowIndent: number): OwnerLine {
  const body = text.trim();
  if (body.length === 0 || body.length > 300) return OTHER;
  if (body.startsWith('[')) return programLine(body);
  const indent = indentOf(text);
  if (rowIndent > 0 && indent === 0) return isRefusal(body) ? REFUSED : OTHER;
  if (/^[A-Za-z]:\\|^\\\\|\.(?:dll|ocx|drv|sys)$|^-- |^x: /i.test(body)) return MODULE;
  if (isRefusal(body) || /: /.test(body)) return REFUSED;
  if (rowIndent > 0 && indent === rowIndent - 1) return REFUSED;
  if (/^[\x21-\x7e]+$/.test(body))
    return /^[\w$.@()+{}-]*[A-Za-z][\w$.@()+{}-]*$/.test(body) ? { kind: 'service', name: body } : OTHER;
  // A key of several words is a third party's service, three or more are a sentence.
  if (rowIndent > 0 && indent === rowIndent && /^[\x20-\x7e]+$/.test(body) && body.split(' ').length < 4) {
    return { kind: 'service', name: body };
  }
  return rowIndent > 0 && /[^\x00-\x7f]/.test(body) ? REFUSED : OTHER;
}

/** Names may hold blanks and brackets: `[my [test] tool.exe]`. */
function programLine(body: string): OwnerLine {
  const close = body.lastIndexOf(']');
  const name = body.slice(1, close).trim();
  // `[...]` is where somebody left something out.
  return close < 2 || !/[\p{L}\d]/u.test(name) || close !== body.length - 1 ? OTHER : { kind: 'program', name };
}

function isRefusal(body: string): boolean {
  return REFUSALS.some((phrase) => body.includes(phrase));
}
