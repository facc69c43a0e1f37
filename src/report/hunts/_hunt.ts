import type { Blocked } from '../blocklists/_flavour.js';

/** What to look for elsewhere. Addresses and names are of strict shapes; programs are text of the evidence, to be escaped. */
export interface Hunted {
  /** RFC 5952 texts without zone. */
  readonly addresses: readonly string[];
  /** Host names of letters, digits, `-`, `_` and dots. */
  readonly names: readonly string[];
  /** File names of programs that nothing is known of; no control or invisible characters. */
  readonly programs: readonly string[];
  /** Those of the addresses that may be blocked: malicious, public, and not shared with many services. */
  readonly blocked: Blocked;
}

/** One language to hunt in. */
export interface Hunt {
  readonly name: string;
  readonly title: string;
  /** Where it is run or put. */
  readonly where: string;
  /** Info string of a Markdown fence. */
  readonly language: string;
  /** Lines that are valid in the language, ready to be pasted; none when it can't ask for any of it. */
  readonly lines: (hunted: Hunted) => string[];
}

/** Addresses as a dual-stack socket shows them too: `203.0.113.7` and `::ffff:203.0.113.7` (RFC 4291 section 2.5.5.2). */
export function withMapped(addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => (address.includes(':') ? [address] : [address, `::ffff:${address}`]));
}

/** The lines when there is something to ask for. */
export function linesFor(
  texts: readonly string[],
  lines: (texts: readonly string[]) => readonly string[],
): readonly string[] {
  return texts.length === 0 ? [] : lines(texts);
}
