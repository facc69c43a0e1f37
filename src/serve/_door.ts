import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Where the server listens, as a browser has to name it. */
export interface Place {
  /** As bound: `127.0.0.1`, `::1`, `0.0.0.0`. */
  readonly host: string;
  readonly port: number;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/** Why a request is turned away before anything else is looked at, or null when it may go on. */
export function refusal({ method = '', headers }: IncomingMessage, place: Place): string | null {
  if (!METHODS.has(method)) return 'This method is not used here.';
  const { host } = headers;
  if (host === undefined || !isOwnHost(host, place)) {
    // A name that leads here from outside is how a foreign page would reach in (DNS rebinding).
    return 'This name is not the one that farend printed.';
  }
  const { origin } = headers;
  if (origin === undefined ? method !== 'GET' : origin !== `http://${host}`) return 'Another page asked for this.';
  return null;
}

/** True when the browser says that a page of another site asks; a link that a person followed may. */
export function isForeign({ headers }: IncomingMessage, isPage: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(isPage && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
}

/** `127.0.0.1` and its like: nothing outside this machine reaches them. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** `http://127.0.0.1:40123/`. */
export function baseUrl({ host, port }: Place): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

function isOwnHost(host: string, place: Place): boolean {
  if (host === new URL(baseUrl(place)).host) return true;
  if (place.host !== '0.0.0.0' && place.host !== '::') return false;
  // Bound to every address: any of them may be named, but by number, since a name can be made to lead anywhere.
  const [, name = '', port = '80'] = /^(\[[\da-f:.]+\]|[\d.]+)(?::(\d+))?$/i.exec(host) ?? [];
  return Number(port) === place.port && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
