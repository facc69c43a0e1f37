/**
 * The fields of one CSV line, trimmed. Quotes may follow a space behind the separator, as abuse.ch writes them
 * (`"a", "b"`); doubled quotes are one.
 */
export function csvFields(line: string, separator = ','): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (line[at] === ' ') at++;
    const field = line[at] === '"' ? quoted(line, at + 1) : null;
    const end = separatorAt(line, field?.next ?? at, separator);
    fields.push(field === null ? line.slice(at, end).trim() : field.value);
    if (end >= line.length) return fields;
    at = end + 1;
  }
}

function separatorAt(line: string, from: number, separator: string): number {
  const found = line.indexOf(separator, from);
  return found < 0 ? line.length : found;
}

function quoted(line: string, from: number): { value: string; next: number } {
  let value = '';
  let at = from;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return { value: value + line.slice(at), next: line.length };
    value += line.slice(at, quote);
    if (line[quote + 1] !== '"') return { value: value.trim(), next: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

/** Reads fields by the names of a header line, whatever its order; lower case, without a comment mark. */
export class CsvHeader {
  private readonly at: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.at = new Map(names.map((name, i) => [name.toLowerCase().replace(/^[#\s"]+/, ''), i] as const).toReversed());
  }

  has(name: string): boolean {
    return this.at.has(name);
  }

  /** The first of the named columns that the row has something in; empty when none. */
  field(row: readonly string[], ...names: readonly string[]): string {
    for (const name of names) {
      const value = row[this.at.get(name) ?? -1];
      if (value !== undefined && value !== '') return value;
    }
    return '';
  }
}
