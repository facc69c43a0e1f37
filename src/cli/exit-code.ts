/** What the shell learns. Findings alone are no failure: `--fail-on` opts in. */
export const EXIT = {
  done: 0,
  /** Usage or input error: nothing was judged. */
  error: 1,
  /** A verdict at or above `--fail-on` was reached; wins over `partial`. */
  thresholdMet: 2,
  /** Judged, but some of the evidence could not be read or reading was stopped (Ctrl-C), or an online source could not be asked. */
  partial: 3,
} as const;
