import type { JudgedPeer } from '../model/investigation.js';
import { UserError } from '../model/errors.js';
import { type Clause, parseClauses } from './_filter-clauses.js';
import { type Field, fieldNamed, filterFields } from './_filter-fields.js';
import { valueTest } from './_filter-values.js';

/** Holds for the peers to keep. */
export type PeerFilter = (judged: JudgedPeer) => boolean;

/**
 * Reads a filter such as `verdict:>=suspicious country:DE,FR -process:chrome* port:1-1024 address:203.0.113.0/24`:
 * clauses are ANDed, values after a comma ORed, `-` before a clause or `!=` excludes, `*` stands for any text.
 * Throws UserError with the position of what can't be read.
 */
export function parseFilter(text: string): PeerFilter {
  const tests = parseClauses(text).map((clause) => clauseTest(text, clause));
  return (judged) => tests.every((test) => test(judged));
}

/** Names of the fields with what they hold, for help texts. */
export function filterFieldNames(): string[] {
  return filterFields().map(({ name }) => name);
}

function clauseTest(text: string, clause: Clause): PeerFilter {
  const field = fieldNamed(clause.field);
  if (field === null) throw unknownField(text, clause);
  const tests = clause.values.map(({ value, at }) => valueTest(text, field, clause, value, at));
  const matches = (judged: JudgedPeer): boolean => {
    const values = field.values(judged);
    return tests.some((test) => values.some((value) => test(value)));
  };
  return clause.isExcluded ? (judged) => !matches(judged) : matches;
}

function unknownField(text: string, clause: Clause): UserError {
  return new UserError(
    `--only: no field named "${clause.field}" at position ${clause.at + 1} of "${text}"`,
    `Fields: ${filterFields()
      .map(({ name }: Field) => name)
      .join(', ')}`,
  );
}
