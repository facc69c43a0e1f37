/** All connections are attempts that nobody answered. */
export const UNANSWERED = 1;
/** ... and so many that it is no passing trouble. */
export const UNANSWERED_OFTEN = 2;
/** Many connections that the far end has ended and the program still holds. */
export const HALF_CLOSED = 4;
/** Some connection was opened from here for sure. */
export const CALLED = 8;
/** Some connection stands. */
export const HELD = 16;
/** How many values a behaviour has. */
export const BEHAVIOURS = 32;

const OFTEN = 10;
const MANY_WAITING = 5;

/** How many connections of a peer are in a state or direction that some rule asks about. */
export interface Counts {
  readonly connections: number;
  readonly synSent: number;
  readonly established: number;
  readonly closeWait: number;
  readonly outbound: number;
}

/**
 * The flags above: all that rules may weigh of a peer's counts, below `BEHAVIOURS`. Peers without names and named
 * programs that agree in it, in owner and in ports are judged alike, and a hundred thousand of them quickly.
 */
export function behaviourOf({ connections, synSent, established, closeWait, outbound }: Counts): number {
  const failed =
    synSent === 0 || synSent < connections ? 0 : synSent < OFTEN ? UNANSWERED : UNANSWERED | UNANSWERED_OFTEN;
  const held = established === 0 ? 0 : HELD;
  return failed | held | (closeWait < MANY_WAITING ? 0 : HALF_CLOSED) | (outbound === 0 ? 0 : CALLED);
}
