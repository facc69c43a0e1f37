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

  /** Parts that are loaded late are bundled apart and bring a copy of this class: the name tells, not the copy. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError' && 'hint' in value;
  }
}
