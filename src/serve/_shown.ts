import type { Opened } from './desk.js';

/** An open investigation in the list of them. */
export function shortly({ id, title, found, saved, asking }: Opened): object {
  const { counts, command } = found.investigation;
  return { id, title, command, peers: counts.peers, byVerdict: counts.byVerdict, saved, isAsking: asking !== null };
}

/** The title of what was dropped: the first name, and how many more. */
export function titleOf(names: readonly string[]): string {
  const [first = 'connections', ...others] = names;
  return others.length === 0 ? first : `${first} +${others.length}`;
}
