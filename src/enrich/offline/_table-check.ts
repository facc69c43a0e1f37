/** Reads a row of a hand-kept table; every complaint names the table and the row, so that its author finds it. */
export class RowCheck {
  readonly #row: Readonly<Record<string, unknown>>;
  readonly #where: string;

  constructor(row: unknown, where: string) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new Error(`${where}: not an object`);
    this.#row = row as Record<string, unknown>;
    this.#where = where;
  }

  /** Fails when the row has a field that nobody reads, a misspelt one for instance. */
  only(...fields: readonly string[]): this {
    for (const field of Object.keys(this.#row)) if (!fields.includes(field)) this.fail(`unknown field "${field}"`);
    return this;
  }

  text(field: string): string {
    const value = this.#row[field];
    if (typeof value !== 'string' || value.trim() !== value || value === '') this.fail(`"${field}" must be a text`);
    return value;
  }

  /** The text, or an empty one when the field is absent. */
  optional(field: string): string {
    return this.#row[field] === undefined ? '' : this.text(field);
  }

  oneOf<T extends string>(field: string, values: readonly T[]): T {
    const value = this.text(field);
    const found = values.find((one) => one === value);
    if (found === undefined) this.fail(`"${field}" must be one of ${values.join(', ')}`);
    return found;
  }

  /** A list of lower-case texts without duplicates; empty when absent. */
  list(field: string): string[] {
    const value = this.#row[field] ?? [];
    if (!Array.isArray(value)) this.fail(`"${field}" must be a list`);
    const seen = new Set<string>();
    for (const entry of value as unknown[]) {
      if (typeof entry !== 'string' || entry === '') this.fail(`"${field}" must hold texts`);
      if (seen.has(entry)) this.fail(`"${field}" names ${entry} twice`);
      seen.add(entry);
    }
    return [...seen];
  }

  number(field: string, low: number, high: number): number | null {
    const value = this.#row[field];
    if (value === undefined) return null;
    if (typeof value !== 'number' || !(value >= low && value <= high)) this.fail(`"${field}" must be ${low}..${high}`);
    return value;
  }

  fail(why: string): never {
    throw new Error(`${this.#where}: ${why}`);
  }
}

/** The rows of `{ about, NAME: [...] }`. */
export function rowsOf(table: unknown, name: string): readonly unknown[] {
  const rows = (table as Record<string, unknown> | null)?.[name];
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`The table has no list called "${name}"`);
  return rows;
}

/** Owners as rules know them: provider keys, `kind:NETWORK-KIND`, `*`. */
export function ownersOf(check: RowCheck): string[] {
  const owners = check.list('owners');
  for (const owner of owners)
    if (!/^(?:\*|(?:kind:)?[a-z0-9]+(?:-[a-z0-9]+)*)$/.test(owner)) check.fail(`"${owner}" is no owner`);
  return owners;
}
