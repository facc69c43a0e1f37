import { refang } from '../../address/defang.js';
import { splitEndpoint } from '../../address/endpoint.js';
import { parseAddress } from '../../address/parse.js';
import { parsePrefix } from '../../address/prefix.js';
import { portNumber } from './_fields.js';
import type { EntryDetail } from './entry-table.js';
import type { EntrySink } from './entry-sink.js';

const MAX_AS = 0xffff_ffff;
const NOTHING = 'no address, network, range, URL with an address, or AS number';

/**
 * Reads one entry in any of its forms: address, CIDR, range, `address:port`, URL with an IP host, `AS64500`,
 * also defanged. Host names and hashes are set aside by kind; anything else is rejected.
 */
export function readEntry(sink: EntrySink, printed: string, detail: EntryDetail, line: number): void {
  const text = refang(printed).trim();
  const prefix = parsePrefix(text);
  if (prefix !== null) return sink.block(prefix.first, prefix.last, detail, line);
  const as = /^AS ?(\d{1,10})$/i.exec(text)?.[1];
  if (as !== undefined) return readAs(sink, Number(as), detail, line, printed);
  const port = readEndpoint(sink, text, detail, line);
  if (port) return;
  const url = /^([a-z][a-z0-9+.-]{1,15}):\/\//i.exec(text);
  if (url !== null) return readUrl(sink, text.slice(url[0].length), url[1]?.toLowerCase() ?? '', detail, line);
  const slash = text.indexOf('/');
  // `203.0.113.7/gate.php`: a URL without scheme, never a network with a damaged length.
  if (slash > 0 && !/^\/\d*$/.test(text.slice(slash))) return readUrl(sink, text, '', detail, line);
  const kind = otherIndicator(text);
  if (kind === null) sink.reject(line, printed, NOTHING);
  else sink.aside(kind);
}

/** An AS number 1..4294967295. */
export function readAs(sink: EntrySink, number: number, detail: EntryDetail, line: number, text: string): void {
  if (Number.isInteger(number) && number > 0 && number <= MAX_AS) sink.as(number, detail);
  else sink.reject(line, text, 'AS number out of range');
}

/** `address:port` or a bracketed or bare address; false when it is neither. */
function readEndpoint(sink: EntrySink, text: string, detail: EntryDetail, line: number): boolean {
  const { host, port } = splitEndpoint(text);
  const address = parseAddress(host);
  if (address === null || address.zone !== null) return false;
  if (port === null) sink.block(address, address, detail, line);
  else {
    const number = portNumber(port);
    if (number === null) sink.reject(line, text, 'port out of range');
    else sink.block(address, address, { ...detail, port: number }, line);
  }
  return true;
}

const SCHEME_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, ws: 80, wss: 443 };

/** The host of a URL counts when it is an address literal; names are never resolved. */
function readUrl(sink: EntrySink, behindScheme: string, scheme: string, detail: EntryDetail, line: number): void {
  const authority = /^[^/?#\\]*/.exec(behindScheme)?.[0] ?? '';
  const { host, port } = splitEndpoint(authority.slice(authority.lastIndexOf('@') + 1));
  const address = parseAddress(host);
  if (address === null || address.zone !== null) return sink.aside('url-with-name');
  if (port !== null && portNumber(port) === null) return sink.reject(line, behindScheme, 'port out of range');
  const number = portNumber(port ?? SCHEME_PORTS[scheme] ?? null) ?? detail.port;
  sink.block(address, address, { ...detail, port: number, protocol: number === null ? null : 'tcp' }, line);
}

/** What an indicator is that says nothing of an address; null when it is no indicator at all. */
function otherIndicator(text: string): string | null {
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)) return 'hash';
  if (text.startsWith('/')) return 'url-path';
  if (/^[^\s@]{1,64}@[^\s@]{3,253}$/.test(text)) return 'e-mail';
  // A last label without letters is an address gone wrong (`1.2.3`, `1.2.3.400`), not a name.
  const isName = text.length <= 253 && /^[*.]*[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+\.?(?::\d{1,5})?$/u.test(text);
  return isName && /\p{L}[\p{L}\p{N}-]*\.?(?::\d{1,5})?$/u.test(text) ? 'host-name' : null;
}
