import { readFileSync } from 'node:fs';

// Holds documents against a list of fields and their types: for tests of formats that are defined by such lists.

export interface Field {
  readonly type: string;
  readonly isRequired: boolean;
}

/** Reads lines of `name type`; `!` before a name that is always there, `#` before a comment. */
export function fieldList(path: string): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, mark, name, type] = /^(!?)(\S+) (\w+)$/.exec(line) ?? [];
    if (name !== undefined && !line.startsWith('#')) fields.set(name, { type, isRequired: mark === '!' });
  }
  return fields;
}

/** What is wrong with a document: fields that no list knows, values of another type, fields that are missing. */
export function fieldErrors(document: object, fields: ReadonlyMap<string, Field>): string[] {
  const found = new Set<string>();
  const errors: string[] = [];
  visit(document, '', (path, value) => {
    const name = nameOf(path, fields);
    if (name === null) errors.push(`${path} is no field`);
    else if (!isOfType(value, fields.get(name)?.type ?? '')) errors.push(`${path} is ${JSON.stringify(value)}`);
    if (name !== null) found.add(name);
  });
  for (const [name, { isRequired }] of fields) if (isRequired && !found.has(name)) errors.push(`${name} is missing`);
  return errors;
}

function visit(value: unknown, path: string, each: (path: string, value: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`, each);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`, each);
  } else each(path, value);
}

function nameOf(path: string, fields: ReadonlyMap<string, Field>): string | null {
  if (fields.has(path)) return path;
  for (const name of fields.keys()) if (name.endsWith('.*') && path.startsWith(name.slice(0, -1))) return name;
  return null;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'long':
      return Number.isSafeInteger(value) || (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63);
    case 'number':
      return Number.isFinite(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);
    case 'ip':
      return typeof value === 'string' && /^[0-9a-f.:]+$/.test(value);
    default:
      return typeof value === 'string' && value !== '';
  }
}
