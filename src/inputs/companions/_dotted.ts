/** `    IPv4 Address. . . . . . . . . . . : 192.0.2.20(Preferred)` in any language. */
export interface DottedLine {
  readonly value: string;
  readonly key: string;
}

/** A name, leader dots, a colon, a value (ipconfig); null for any other line. */
export function dottedLine(line: string): DottedLine | null {
  if (line.length > 4096 || !/^[ \t]+\S/.test(line)) return null;
  const colon = leaderColon(line);
  if (colon < 0) return null;
  const key = line
    .slice(0, colon)
    .trim()
    .replace(/[ .]+$/, '');
  return key === '' ? null : { key, value: line.slice(colon + 1).trim() };
}

/** The first colon after leader dots; a key may hold no colon itself. */
function leaderColon(line: string): number {
  const colon = line.indexOf(':');
  if (colon < 0) return -1;
  const before = line.slice(0, colon).trimEnd();
  return before.endsWith('.') || /^\s*\S+(?: \S+)*\s*$/.test(before.slice(0, 200)) ? colon : -1;
}
