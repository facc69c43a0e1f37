import { parseAddress } from '../address/parse.js';
import { splitBsdEndpoint } from '../address/extract.js';
import type { Endpoint } from '../model/connection.js';
import { ANY, anyOn, cutOff, exact, isHostName, named, readPort } from './_endpoint.js';

/** How a BSD netstat shortens its cells; 0: not at all (-W, macOS -l). */
export interface DotWidths {
  /** Longest host text: 16, or 12 with -A and without -n. */
  readonly host: number;
  /** Longest cell, host and port: 22, or 18 with -A. */
  readonly cell: number;
}

export const WIDE: DotWidths = { host: 0, cell: 0 };

/**
 * A cell of a BSD netstat: the port stands behind the last dot. `inetprint` (FreeBSD usr.bin/netstat/inet.c, the same in
 * macOS) prints `%.16s.` of the host and cuts the whole to the column: an IPv6 text of 16 characters may go on, and a
 * port that touches the column's end may have lost digits. Cut cells are kept whole, port and all, because the point
 * where the address ends isn't known either.
 */
export function readDotCell(text: string, widths: DotWidths): Endpoint | null {
  if (text === '*.*' || text === '*') return ANY;
  const { host, port: portText } = splitBsdEndpoint(text);
  if (portText === null && !text.endsWith('.')) return null;
  const port = portOf(portText ?? '', text.length === widths.cell);
  if (port === undefined) return null;
  if (host === '*') return anyOn(port);
  const mayGoOn = widths.host > 0 && host.length >= widths.host;
  const address = parseAddress(host);
  if (address !== null) return mayGoOn ? cutOff(text, port) : exact(address, port);
  if (/^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.-]*)?$/.test(host)) return cutOff(text, port);
  if (isHostName(host)) return named(host, port);
  // `104.155.121.255.` is a reverse name that was cut behind its numbers, `192.168.100.` an address or such a name.
  if (!mayGoOn || !/^[\d.]+$/.test(host)) return null;
  return widths.host === 16 && host.endsWith('.') ? named(host, port) : cutOff(text, port);
}

/** Undefined: no port at all. A number or name that fills the column may be cut, so it is nothing certain. */
function portOf(text: string, mayBeCut: boolean): number | null | undefined {
  if (text === '') return mayBeCut ? null : undefined;
  const port = readPort(text);
  if (!mayBeCut || port === undefined) return port;
  return /^\d{5}$/.test(text) ? port : null;
}
