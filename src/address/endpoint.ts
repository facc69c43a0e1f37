/** An address or host name and the port printed with it, both still text. */
export interface EndpointText {
  /** Without brackets; a zone stays. `*` for a wildcard. The whole text when it has no port or is malformed. */
  readonly host: string;
  /** A number, a service name or `*`; null when none is printed. */
  readonly port: string | null;
}

/**
 * Takes brackets and port off `1.2.3.4:443`, `[2001:db8::1]:443`, `[fe80::1%12]:546`, `[fe80::1]%eth0:546` (ss),
 * `host.example:https`, `*:443`. Bare IPv6 is never split at its last colon, because `2001:db8::1:443` is
 * an address as well; only where the colon cannot belong to the address (after a zone, after a
 * dotted tail, after eight groups) is it taken for the port's. Tools that print a port on every row: `splitLastColon`.
 */
export function splitEndpoint(text: string): EndpointText {
  if (text.startsWith('[')) return splitBracketed(text);
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { host: text, port: null };
  return isPortColon(text, colon) ? cut(text, colon) : { host: text, port: null };
}

/** Splits at the last colon whatever stands before it: for tools that always print a port (Linux netstat: `:::22`). */
export function splitLastColon(text: string): EndpointText {
  if (text.startsWith('[')) return splitBracketed(text);
  const colon = text.lastIndexOf(':');
  return colon < 0 ? { host: text, port: null } : cut(text, colon);
}

/** Splits at the last dot, as BSD and macOS netstat print it: `1.2.3.4.443`, `2001:db8::1.443`, `*.*`, `*.22`. */
export function splitBsdEndpoint(text: string): EndpointText {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? { host: text, port: null } : cut(text, dot);
}

function cut(text: string, at: number): EndpointText {
  return { host: text.slice(0, at), port: text.slice(at + 1) || null };
}

function splitBracketed(text: string): EndpointText {
  const close = text.indexOf(']');
  if (close < 0) return { host: text, port: null };
  const inside = text.slice(1, close);
  if (close === text.length - 1) return { host: inside, port: null };
  const colon = text.indexOf(':', close);
  const zone = text.slice(close + 1, colon < 0 ? text.length : colon);
  if (zone !== '' && !zone.startsWith('%')) return { host: text, port: null };
  return { host: inside + zone, port: colon < 0 ? null : text.slice(colon + 1) || null };
}

function isPortColon(text: string, colon: number): boolean {
  const first = text.indexOf(':');
  if (first === colon) return true;
  const before = text.slice(0, colon);
  if (before.includes('%') || before.lastIndexOf('.') > before.lastIndexOf(':')) return true;
  return !text.includes('::') && before.split(':', 9).length === 8;
}
