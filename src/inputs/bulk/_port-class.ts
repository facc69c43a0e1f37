/**
 * Which ports of a row tell its flow apart; the other port is kept of the flow's first row only. The same cases by which
 * direction is inferred later: where the row can only have been opened from here, local ports are handed out anew each
 * time and say nothing; where only from there, remote ones. Both are kept where it is open.
 */
export const BY_REMOTE_PORT = 0;
export const BY_LOCAL_PORT = 1;
export const BY_BOTH_PORTS = 2;
export const WITHOUT_PEER = 3;
