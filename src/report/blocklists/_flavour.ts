/** Addresses to block, RFC 5952 texts of public addresses: nothing in them can be anything else. */
export interface Blocked {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** One kind of block list: how its lines and comments look. */
export interface Flavour {
  readonly name: string;
  readonly title: string;
  /** What stands before a comment. */
  readonly comment: string;
  /** How to take the block back, one line. */
  readonly undo: string;
  /** The lines, without line ends. Never called without an address. */
  lines(blocked: Blocked): string[];
}

/** The items in groups of at most `size`. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}
