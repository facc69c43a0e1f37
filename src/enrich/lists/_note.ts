import { isoDay, labelText } from './_fields.js';

/** What the user wrote behind an entry: why, until when, who. */
export interface Note {
  readonly reason: string | null;
  readonly until: string | null;
  readonly author: string | null;
}

/**
 * Reads `reason: our mail relay, until 2027-01-31, by ann`. Parts come in any order; what has no keyword is reason.
 * Null when an expiry is written that is no ISO date: an exception must not last for ever because of a typing error.
 */
export function parseNote(comment: string): Note | null {
  const reasons: string[] = [];
  let until: string | null = null;
  let author: string | null = null;
  for (const part of comment.slice(0, 1000).split(/[,;]/)) {
    const text = part.trim();
    const expiry = /^(?:valid )?(?:until|expires?(?: on)?|expiry)\b[ :=]*(.*)$/i.exec(text)?.[1];
    const by = /^(?:by|author|owner)\b[ :=]+(.*)$/i.exec(text)?.[1];
    if (expiry !== undefined) {
      until = isoDay(expiry);
      if (until === null) return null;
    } else if (by !== undefined) author = labelText(by);
    else reasons.push(text.replace(/^reason\b[ :=]*/i, ''));
  }
  return { reason: labelText(reasons.filter((reason) => reason !== '').join(', ')), until, author };
}

/** The note as a label: `our mail relay (by ann, until 2027-01-31)`. */
export function noteLabel({ reason, until, author }: Note): string | null {
  const said = [author === null ? null : `by ${author}`, until === null ? null : `until ${until}`];
  const more = said.filter((text) => text !== null).join(', ');
  if (more === '') return reason;
  return reason === null ? more : `${reason} (${more})`;
}
