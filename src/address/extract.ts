import { type Find, findInRun } from './_find.js';
import { isLetter, isRunCode } from './_run-code.js';
import type { Address } from './address.js';
import { refangWithOrigin } from './defang.js';

export { splitBsdEndpoint, splitEndpoint, splitLastColon } from './endpoint.js';

/** An address found in free text. */
export interface FoundAddress {
  readonly address: Address;
  /** 0..65535, when one is written with it. */
  readonly port: number | null;
  /** The `/24` behind it, when one is written: then it stands for a network. */
  readonly prefixLength: number | null;
  /** Where the whole written form starts in the given text: with brackets, zone, port, prefix length, defanged marks. */
  readonly index: number;
  readonly length: number;
}

const DOT = 46;
const COLON = 58;

/**
 * Finds the addresses in free text, defanged ones too, in linear time. Numbers that go on (`1.2.3.4.5`), words
 * (`v1.2.3.4`, `1.2.3.4.example`, `lib-1.2.3.4`), clock times and hardware addresses are none.
 * A bare `::` counts only in brackets, and a run of text yields at most one address.
 */
export function* extractAddresses(text: string): Generator<FoundAddress, void, undefined> {
  const { text: plain, origin } = refangWithOrigin(text);
  for (const { address, port, prefixLength, from, to } of scan(plain)) {
    const index = origin === null ? from : origin[from];
    const end = origin === null ? to : origin[to];
    yield { address, port, prefixLength, index, length: end - index };
  }
}

/** Cuts the text into runs of word characters, dots and colons, and looks at each once. */
function* scan(text: string): Generator<Find, void, undefined> {
  for (let at = 0; at < text.length; at++) {
    if (!isRunCode(text.charCodeAt(at))) continue;
    const from = at;
    let dots = 0;
    let colons = 0;
    for (let code = text.charCodeAt(at); isRunCode(code); code = text.charCodeAt(++at)) {
      if (code === DOT) dots++;
      else if (code === COLON) colons++;
    }
    if (colons < 2 && (dots < 3 || isTied(text, from, at))) continue;
    const find = findInRun(text, from, at);
    if (find === null) continue;
    yield find;
    at = Math.max(at, find.to) - 1;
  }
}

/** `lib-1.2.3.4` and `1.2.3.4-beta` are names of things; `1.2.3.4-1.2.3.9` is a range. */
function isTied(text: string, from: number, to: number): boolean {
  if (text[from - 1] === '-' && isLetter(text.charCodeAt(from - 2))) return true;
  return text[to] === '-' && isLetter(text.charCodeAt(to + 1));
}
