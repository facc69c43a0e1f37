import { parseAddress } from '../address/parse.js';
import type { Endpoint } from '../model/connection.js';
import { ANY, cutOff, named, readEndpoint, readPort, splitCell } from './_endpoint.js';

/** net-tools' and BusyBox' column for `address:port` without -W. */
export const NARROW = 23;

/**
 * A cell of Linux netstat. Without -W net-tools prints at most 22 characters of address and port and the colon
 * (`addr_do_one` shortens the address to `22 - length of port`), BusyBox the first 23 characters of everything.
 * So a cell that fills the column exactly may have lost the end of its address even where the rest still parses
 * (`2606:4700:10::681:https`): it is `cut`, never exact. A dotted IPv4 with a numeric port has 21 characters at most
 * and cannot be cut; a name may, and stays a name as printed. `width` 0: nothing is cut (-W).
 */
export function readLinuxCell(text: string, width: number): Endpoint | null {
  const endpoint = readEndpoint(text);
  if (width === 0 || text.length !== width) return endpoint ?? brokenIPv6(text);
  const cell = splitCell(text);
  if (cell === null) return null;
  if (endpoint !== null && (endpoint.isAny || endpoint.name !== null)) return endpoint;
  const port = readPort(cell.port) ?? null;
  const address = parseAddress(cell.host);
  // BusyBox: the port may have lost digits too, but which tool it was can't be told.
  if (address !== null) return address.family === 4 && /^\d+$/.test(cell.port) ? endpoint : cutOff(cell.host, port);
  if (/^[0-9A-Fa-f:.%]+$/.test(cell.host) && cell.host.includes(':')) return cutOff(cell.host, port);
  // `194.123.235.35.:https`: a reverse name that starts like an address, cut after a dot.
  return /^[\w.-]+$/.test(cell.host) ? named(cell.host, port) : null;
}

/** Hexadecimal groups that are no whole address: shortened by some tool, so never exact. */
function brokenIPv6(text: string): Endpoint | null {
  if (text === '') return ANY;
  const cell = splitCell(text);
  if (cell === null || !/^[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\.\d{0,3}){0,3}$/.test(cell.host)) return null;
  const port = readPort(cell.port);
  return port === undefined ? null : cutOff(cell.host, port);
}
