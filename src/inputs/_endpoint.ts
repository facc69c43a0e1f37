import { parseAddress } from '../address/parse.js';
import type { Address } from '../address/address.js';
import type { Endpoint } from '../model/connection.js';
import { servicePort } from './_service-ports.js';

/** No peer and no port: `*:*`, `0.0.0.0:0`, a blank cell. */
export const ANY: Endpoint = { address: null, port: null, name: null, isAny: true, cut: null };

export function exact(address: Address, port: number | null): Endpoint {
  if (address.w3 === 0 && address.w2 === 0 && address.w1 === 0 && address.w0 === 0) return anyOn(port);
  return { address, port, name: null, isAny: false, cut: null };
}

/** The wildcard address; port 0 beside it means "none" in every listing. */
export function anyOn(port: number | null): Endpoint {
  return port === null || port === 0 ? ANY : { address: null, port, name: null, isAny: true, cut: null };
}

export function named(name: string, port: number | null): Endpoint {
  return { address: null, port, name, isAny: false, cut: null };
}

export function cutOff(text: string, port: number | null): Endpoint {
  return { address: null, port, name: null, isAny: false, cut: text };
}

/** `443`, `https`, `*`, `0` -> number or null; undefined when it can't be a port at all. */
export function readPort(text: string): number | null | undefined {
  const length = text.length;
  if (length === 0) return undefined;
  if (text === '*') return null;
  let value = 0;
  for (let i = 0; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return isServiceName(text) ? servicePort(text) : undefined;
    value = value * 10 + digit;
    if (value > 65535) return undefined;
  }
  return value;
}

/** RFC 6335 section 5.1 plus what services files contain: `z39.50`, `gds_db`, `whois++`. */
function isServiceName(text: string): boolean {
  return text.length <= 40 && /^[A-Za-z0-9][A-Za-z0-9_.+/*-]*$/.test(text) && /[A-Za-z]/.test(text);
}

/** The two halves of `address:port` as printed; brackets off, a zone after the bracket (`[fe80::1]%eth0:546`) kept. */
export function splitCell(text: string): { host: string; port: string } | null {
  if (text.charCodeAt(0) === 91) {
    const close = text.indexOf(']');
    const colon = text.lastIndexOf(':');
    if (close < 0) return null;
    if (colon < close) return close === text.length - 1 ? { host: text.slice(1, close), port: '' } : null;
    return { host: text.slice(1, close) + text.slice(close + 1, colon), port: text.slice(colon + 1) };
  }
  const colon = text.lastIndexOf(':');
  return colon < 1 ? null : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** Letters of any script, digits, `-`, `_` and dots: what resolvers hand out, cut or not. Digits alone are cut names. */
export function isHostName(text: string): boolean {
  if (text.length === 0 || text.length > 255) return false;
  if (!/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.\-$~@]*$/u.test(text)) return false;
  // Only digits and dots: `1.2.3.400` is a damaged address, `124` the first label of a name that starts with a number.
  return !text.includes('.') || /[^0-9.]/.test(text);
}

/**
 * One `address:port` cell of a netstat-like listing. Null when it is neither an address, a name nor a wildcard.
 * What looks like digits only (`25:https`) is a name: netstat cuts names at the first dot and `25` is never an address.
 */
export function readEndpoint(text: string): Endpoint | null {
  if (text === '*:*' || text === '*') return ANY;
  const cell = splitCell(text);
  if (cell === null) return null;
  // BSD: in `2606:4700::681c:a0b.443` the port stands behind the dot, and what is behind the last colon is no service.
  if (cell.port.includes('.') && cell.host.includes(':') && text.charCodeAt(0) !== 91) return null;
  const port = readPort(cell.port);
  if (port === undefined) return null;
  return endpointOf(cell.host, port);
}

/** The endpoint for a host text and a port already read. Null when the host is neither address, name nor wildcard. */
export function endpointOf(host: string, port: number | null): Endpoint | null {
  if (host === '*') return anyOn(port);
  const address = parseAddress(host);
  if (address !== null) return exact(address, port);
  const zone = host.indexOf('%');
  if (zone > 0 && !host.includes(':')) {
    // ss binds IPv4 sockets to an interface: `127.0.0.53%lo:53`, `*%eth0:68`.
    const bare = host.slice(0, zone);
    if (bare === '*') return anyOn(port);
    const scoped = parseAddress(bare);
    return scoped === null ? null : exact(scoped, port);
  }
  return isHostName(host) ? named(host, port) : null;
}

/**
 * A local end that is no address any more (`[fe80::asda:1]:1900`, made anonymous by hand) must not cost the row its
 * remote end: the text stands in for it as a name. Null unless it ends in a port.
 */
export function oddLocal(text: string): Endpoint | null {
  const cell = splitCell(text);
  const port = cell === null ? undefined : readPort(cell.port);
  return cell === null || port === undefined || !/\d$|\*$/.test(text) ? null : named(cell.host.slice(0, 255), port);
}
