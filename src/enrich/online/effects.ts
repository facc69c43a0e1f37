import { readCaFile } from '../_ca-file.js';
import { type HttpLimits, type HttpReply, httpFetcher } from '../update/http.js';
import { type Environment, proxyFor } from '../update/proxy.js';
import { CouldNotAsk } from '../update/publisher.js';
import { dnsResolver } from './_dns.js';
import { isPublic, publicLookup } from './_guard.js';
import { openWire, WIRE_LIMITS, type WireLimits } from './_wire.js';
import { type Endpoints, replaced } from './endpoints.js';
import type { OnlineEffects, OnlineRequest } from './source.js';

export interface OnlineWorld {
  readonly env: Environment;
  now(): Date;
  /** How the program calls itself: `farend/0.1.0`. */
  readonly agent: string;
  /** PEM file of a CA to trust besides the platform's, or null. */
  readonly caFile: string | null;
  readonly endpoints: Endpoints;
  readonly signal: AbortSignal;
  readonly httpLimits?: HttpLimits;
  readonly wireLimits?: WireLimits;
}

/** A look-up is small; who needs longer has no answer. */
const ONLINE_LIMITS: HttpLimits = { answerMs: 20_000, dripMs: 10_000, dripBytes: 256, deadlineMs: 60_000 };

/** The network as it is. Throws UserError for a CA file that is none. */
export function realOnlineEffects(world: OnlineWorld): OnlineEffects {
  const { env, endpoints, agent, signal, httpLimits = ONLINE_LIMITS, wireLimits = WIRE_LIMITS } = world;
  const ca = world.caFile === null ? null : readCaFile(world.caFile);
  const proxy = (url: URL): URL | null => proxyFor(url, env);
  const guarded = httpFetcher({ limits: httpLimits, proxy, ca, lookup: publicLookup });
  const trusted = httpFetcher({ limits: httpLimits, proxy, ca });
  const dns = endpoints.get('dns');
  return {
    async fetch(request) {
      const real = replaced(request.url, endpoints);
      if (real === null) requirePublic(request.url);
      const reply = await (real === null ? guarded : trusted)(asSent(request, real ?? request.url, agent, signal));
      return { status: reply.status, headers: flat(reply.headers), body: reply.body };
    },
    connect(host, port) {
      const place = endpoints.get(host);
      const isTrusted = place !== undefined;
      return openWire(
        { host: place?.hostname ?? host, port: Number(place?.port ?? port), isTrusted },
        wireLimits,
        signal,
      );
    },
    resolver: dnsResolver(dns === undefined ? null : dns.host),
    now: () => world.now(),
    sleep: (milliseconds) => sleepUntil(milliseconds, signal),
    random: Math.random,
    agent,
    signal,
  };
}

/** TLS, and no address of our own network, whoever names it. */
function requirePublic(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:') throw new CouldNotAsk(`${url.host} would be asked without TLS`);
  if (/^[\d.]+$|:/.test(host) && !isPublic(host)) throw new CouldNotAsk(`${host} is no public address`);
}

function asSent({ method, headers, body, maxBytes }: OnlineRequest, url: URL, agent: string, signal: AbortSignal) {
  const all: Record<string, string> = { 'user-agent': agent, 'accept-encoding': 'gzip', ...headers };
  if (body !== null) all['content-length'] = String(Buffer.byteLength(body));
  return { url, method, headers: all, body, maxBytes, signal };
}

function flat(headers: HttpReply['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function sleepUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
