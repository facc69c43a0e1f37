import { parseAddress } from '../address/parse.js';
import type { RawRecord } from './_table-record.js';

/** Names of MSFT_NetTCPConnection's states. */
export const PS_STATES =
  'Closed Listen SynSent SynReceived Established FinWait1 FinWait2 CloseWait Closing LastAck TimeWait DeleteTCB Bound'.split(
    ' ',
  );

/** `:: 1 :: 0 Listen` */
const SHORTEST = 17;
/** netsh writes them in words: `Time Wait`. */
const IN_WORDS = PS_STATES.map((state) => state.replaceAll(/(?<=[a-z])(?=[A-Z1-9])/g, '[ -]?')).join('|');
const ADDRESS = String.raw`[0-9a-f]*[.:][0-9a-f.:]*(?:%\w{1,20})?(?:\.{3}|…)?`;
let row: RegExp | null = null;

/**
 * A row of Get-NetTCPConnection's usual table by its shape, where no header leads or its columns were lost: two
 * addresses, each with its port, a state, perhaps the setting and the process.
 */
export function plainRecord(line: string): RawRecord | null {
  if (line.length < SHORTEST) return null;
  row ??= new RegExp(
    String.raw`^\s*(${ADDRESS})\s+(\d{1,5})\s+(${ADDRESS})\s+(\d{1,5})\s+(${IN_WORDS})(?:\s+(?:Internet|Datacenter|Compat)(?:Custom)?)?(?:\s+(\d{1,10}))?\s*$`,
    'i',
  );
  const match = row.exec(line.slice(0, 400));
  if (match === null) return null;
  const [, localAddress = '', localPort, remoteAddress = '', remotePort, state, pid] = match;
  // `12:192.0.2.1` has the number that grep gave the line.
  if (!isEnd(localAddress) || !isEnd(remoteAddress)) return null;
  return { localAddress, localPort, remoteAddress, remotePort, state, ...(pid === undefined ? {} : { pid }) };
}

/** Whole, or cut to the column. */
function isEnd(text: string): boolean {
  return /(?:\.{3}|…)$/.test(text) || parseAddress(text) !== null;
}
