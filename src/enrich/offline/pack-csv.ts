/**
 * Rows of a CSV text (RFC 4180): quoted fields may hold commas, line ends and doubled quotes.
 * Lines may end in LF or CRLF; an empty line is no row.
 */
export function* csvRows(text: string): Generator<string[]> {
  let at = 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    if (line.includes('"')) {
      const quoted = quotedRow(text, at);
      yield quoted.fields;
      at = quoted.next;
      continue;
    }
    const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (plain !== '') yield plain.split(',');
    at = end + 1;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function quotedRow(text: string, from: number): { fields: string[]; next: number } {
  const fields: string[] = [];
  let at = from;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    fields.push(field.value);
    at = field.next;
    if (text[at] !== ',') break;
    at++;
  }
  if (text[at] === '\r') at++;
  return { fields, next: at + 1 };
}

function quotedField(text: string, from: number): { value: string; next: number } {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), next: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function plainField(text: string, from: number): { value: string; next: number } {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
  return { value: text.slice(from, at), next: at };
}
