/**
 * What the user can fix: what was tried, the value, what was expected, what to do.
 * Shown without a stack. Everything else is a bug and flies.
 */
export class UserError extends Error {
  /** What to do about it, one line. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
  }
}
