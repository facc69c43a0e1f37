import { UserError } from '../../model/errors.js';
import { isLoopback } from '../update/hosts.js';

/**
 * Where services are asked instead of their own hosts: host name to a base URL (HTTP) or to `host:port` (WHOIS, Cymru,
 * DNS under the name `dns`). A mirror of one's own, or a test's server. Named by the user, so it may be private.
 */
export type Endpoints = ReadonlyMap<string, URL>;

/** Reads `HOST=URL` and `HOST=host:port` texts. Throws UserError for anything else, and for plain HTTP to a stranger. */
export function parseEndpoints(texts: readonly string[]): Endpoints {
  return new Map(texts.map(parseEndpoint));
}

function parseEndpoint(text: string): [string, URL] {
  const [, host = '', target = ''] = /^([^=\s]{1,253})=(\S+)$/.exec(text) ?? [];
  const plain = target.includes('://') ? target : `tcp://${target}`;
  const url = URL.canParse(plain) ? new URL(plain) : null;
  const isSound = url !== null && (url.protocol === 'tcp:' ? url.port !== '' : /^https?:$/.test(url.protocol));
  if (host === '' || !isSound) {
    throw new UserError(
      `the endpoint ${text} is no HOST=URL or HOST=host:port`,
      'For example: rdap.arin.net=https://mirror.example/arin/ or whois.cymru.com=127.0.0.1:4343',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UserError(`the endpoint ${text} would send keys and addresses in the clear`, 'Use https.');
  }
  return [host.toLowerCase(), url];
}

/** The URL to ask really, or null when its host is not replaced. */
export function replaced(url: URL, endpoints: Endpoints): URL | null {
  const base = endpoints.get(url.hostname);
  if (base === undefined || base.protocol === 'tcp:') return null;
  const real = new URL(base);
  real.pathname = base.pathname.replace(/\/$/, '') + url.pathname;
  real.search = url.search;
  return real;
}
