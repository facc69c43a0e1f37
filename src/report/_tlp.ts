/** Traffic Light Protocol 2.0 (FIRST, August 2022): with whom a report may be shared. */
export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red';

/** A report on a computer holds what happens inside: not for everybody, unless its owner says so. */
export const DEFAULT_TLP: Tlp = 'amber';

/** Exactly as the standard has it: `TLP:AMBER+STRICT`. */
export function tlpLabel(tlp: Tlp): string {
  return `TLP:${tlp.toUpperCase()}`;
}
