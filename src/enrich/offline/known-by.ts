/** How the kind of a network is known; the position is its code in the pack. */
export const KNOWN_BY = ['nothing', 'table', 'operator name', 'words of the AS name'] as const;
