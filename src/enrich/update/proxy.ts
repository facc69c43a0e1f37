import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { parsePrefix, prefixContains } from '../../address/prefix.js';
import { parseAddress } from '../../address/parse.js';
import { UserError } from '../../model/errors.js';
import { CouldNotAsk } from './publisher.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL out of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` (either case), as curl reads
 * them; null: ask directly. Throws UserError for a proxy that is no http or https URL.
 */
export function proxyFor(url: URL, env: Environment): URL | null {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = variable(env, scheme) ?? variable(env, 'all_proxy');
  if (text === null || isExempt(url, variable(env, 'no_proxy') ?? '')) return null;
  const proxy = URL.canParse(text) && text.includes('://') ? new URL(text) : tryUrl(`http://${text}`);
  if (proxy !== null && (proxy.protocol === 'http:' || proxy.protocol === 'https:')) return proxy;
  throw new UserError(
    `the proxy in ${scheme.toUpperCase()} is no http or https URL`,
    'For example: HTTPS_PROXY=http://proxy.example:3128',
  );
}

function tryUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function variable(env: Environment, name: string): string | null {
  const value = env[name] ?? env[name.toUpperCase()];
  return value === undefined || value === '' ? null : value;
}

/** `NO_PROXY`: comma list of `*`, host names (with all below them), `host:port`, addresses and CIDR blocks. */
function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy.split(/[\s,]+/).some((word) => word !== '' && covers(word.toLowerCase(), host, port));
}

function covers(word: string, host: string, port: string): boolean {
  if (word === '*') return true;
  const block = parsePrefix(word);
  const address = parseAddress(host);
  if (block !== null) return address !== null && prefixContains(block, address);
  const [, name = word, only = null] = /^(.*?):(\d+)$/.exec(word) ?? [];
  const suffix = name.replace(/^\*?\./, '');
  return (only === null || only === port) && (host === suffix || host.endsWith(`.${suffix}`));
}

/** Name and password of a proxy URL as a header; never logged. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Asks the proxy for a tunnel to the URL's host (RFC 9110, 9.3.6) and returns the bare connection. */
export async function openTunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const { request } = await (proxy.protocol === 'https:' ? import('node:https') : import('node:http'));
  const target = `${url.hostname}:${url.port === '' ? 443 : url.port}`;
  const asked: ClientRequest = request({
    host: bareHost(proxy),
    port: portOf(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...proxyAuthorization(proxy) },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    asked.once('connect', (reply: IncomingMessage, socket: Socket) => {
      if (reply.statusCode === 200) return resolve(socket);
      socket.destroy();
      const hint = reply.statusCode === 407 ? ' (it wants a name and password)' : '';
      reject(new CouldNotAsk(`the proxy ${proxy.host} answers ${reply.statusCode}${hint}`));
    });
    asked.once('response', (reply) => {
      reply.resume();
      reject(new CouldNotAsk(`the proxy ${proxy.host} answers ${reply.statusCode} instead of a tunnel`));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** The host as sockets want it: IPv6 without brackets. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
