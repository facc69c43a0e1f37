/** Raise when the meaning of a section of `ranges.bin` changes: an old file is then passed over, not misread. */
export const RANGES_FORMAT = 1;

/** Words of one label: provider, organisation, service + 1, region + 1, kind, source. */
export const LABEL_WORDS = 6;
