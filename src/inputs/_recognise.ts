import type { Undress } from './_undress.js';
import type { ByteSource, Head, InputFormat } from './format.js';

const HEAD_LINES = 20_000;

/** Text that is read without what stands around its lines must be a listing, not just hold addresses. */
export const UNDRESSED = 0.5;

/** Certainty that ends the search after a group. */
export const SURE = 0.9;

/** Characters that are enough to be sure of most texts: what comes behind them is looked at where they aren't. */
const START = 32_768;

export interface FormatLoader {
  load(): InputFormat | Promise<InputFormat>;
  /** The text names its format by itself: if this one is sure of it, no other is asked. */
  isStated?(text: string): boolean;
}

/** Groups are asked in this order; loading them late keeps small inputs quick. */
export type FormatGroups = readonly (readonly FormatLoader[])[];

/** What is known of an input besides its bytes. */
export type Named = Pick<ByteSource, 'name' | 'written' | 'isFound' | 'isAmongOthers'>;

export function headOf({ name, written }: Named, encoding: string, bytes: Uint8Array, text: string): Head {
  const lines = text.split(/\r{0,2}\n|\r/, HEAD_LINES);
  return { bytes, text, lines, encoding, name, ...(written === undefined ? {} : { written }) };
}

export interface Recognised {
  readonly format: InputFormat;
  readonly sure: number;
  /** It claims whatever looks like its kind at all. */
  readonly isGeneral: boolean;
}

/** The format that is surest of this head, or null: of its start, where one is sure of that. */
export async function recognise(groups: FormatGroups, head: Head): Promise<Recognised | null> {
  const isLong = head.text.length > 2 * START;
  const start = isLong ? startOf(head) : head;
  const stated = await surest(stating(groups, start.text), start);
  if (stated !== null && stated.sure >= SURE) return stated;
  const early = isLong ? await surest(groups, start) : null;
  return early !== null && early.sure >= SURE ? early : surest(groups, head);
}

/** Those that a text names by itself. */
function stating(groups: FormatGroups, text: string): FormatGroups {
  return groups.map((group) => group.filter((loader) => loader.isStated?.(text) === true));
}

/** The first lines of a head. */
function startOf(head: Head): Head {
  const text = head.text.slice(0, head.text.lastIndexOf('\n', START) + 1 || START);
  return headOf(head, head.encoding, head.bytes, text);
}

/** A group is loaded only when none before it is sure. */
async function surest(groups: FormatGroups, head: Head): Promise<Recognised | null> {
  let best: Recognised | null = null;
  for (const [index, group] of groups.entries()) {
    for (const loader of group) {
      const loaded = loader.load();
      const format = loaded instanceof Promise ? await loaded : loaded;
      const sure = format.sniff(head);
      if (sure > (best?.sure ?? 0)) best = { format, sure, isGeneral: index === groups.length - 1 };
    }
    if (best !== null && best.sure >= SURE) break;
  }
  return best;
}

interface Undressed {
  readonly format: InputFormat;
  readonly bare: Head;
  readonly dress: Undress;
}

/** What is under the dress of a head's lines, where there is one that makes a difference. */
export async function undressed(
  groups: FormatGroups,
  head: Head,
  dressed: Recognised | null,
): Promise<Undressed | null> {
  const { undress } = await import('./_undress.js');
  const sure = dressed?.sure ?? 0;
  const wantsPrefix = dressed?.format.wantsPrefix?.(head) === true;
  for (const dress of undress(head.lines)) {
    // What was recognised dressed must be what is under it, unless nothing is dressed like that by itself.
    if (!dress.isForeign && (wantsPrefix || (sure >= UNDRESSED && dressed?.isGeneral === true))) continue;
    const text = head.lines.map((line) => dress.off(line)).join('\n');
    const bare = { ...head, lines: text.split('\n'), text };
    const mayBeTable = dress.isListing !== true && (dress.isForeign || sure < UNDRESSED);
    const found = await recognise(mayBeTable ? groups : groups.slice(0, -1), bare);
    if (found === null || found.sure < UNDRESSED) continue;
    if (sure >= UNDRESSED && !dress.isForeign && dressed?.format !== found.format) continue;
    return { format: found.format, bare, dress };
  }
  return null;
}
