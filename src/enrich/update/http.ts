import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';
import { bareHost, openTunnel, portOf, proxyAuthorization } from './proxy.js';
import { CouldNotAsk, Refused } from './publisher.js';
import { Watch } from './watch.js';

export interface HttpRequest {
  readonly url: URL;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** Gives up when it is aborted. */
  readonly signal?: AbortSignal;
  /** Largest body accepted, as sent; unpacked ten times that. */
  readonly maxBytes: number;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Whole, with any transfer packing undone; of an error answer only the beginning. */
  readonly body: Uint8Array;
}

/** Asks one URL once, without following redirects. Throws CouldNotAsk or Refused. The only way out of `update`. */
export type Fetcher = (request: HttpRequest) => Promise<HttpReply>;

export interface HttpLimits {
  /** For name, connection, TLS and the first byte of the answer. */
  readonly answerMs: number;
  /** In each stretch of `dripMs` at least `dripBytes` must come. */
  readonly dripMs: number;
  readonly dripBytes: number;
  /** For everything together. */
  readonly deadlineMs: number;
}

export const HTTP_LIMITS: HttpLimits = { answerMs: 20_000, dripMs: 15_000, dripBytes: 2048, deadlineMs: 300_000 };

export interface HttpOptions {
  readonly limits: HttpLimits;
  /** The proxy for a URL, or null. */
  readonly proxy: (url: URL) => URL | null;
  /** Certificates that are trusted besides those of the platform, PEM; null: none. */
  readonly ca: string | null;
  /** Resolves names of direct connections; a guard may refuse what they lead to. Default: the platform's. */
  readonly lookup?: LookupFunction;
}

const UNPACKED_TIMES = 10;
/** Of an answer that isn't 200 only the beginning is read. */
const ERROR_BYTES = 65_536;

/** The fetcher that really asks: node's own http and https, TLS always verified. */
export function httpFetcher(options: HttpOptions): Fetcher {
  return async (request) => {
    const watch = new Watch(options.limits);
    const stop = request.signal;
    try {
      if (stop?.aborted === true) throw new CouldNotAsk('stopped');
      const signal = stop === undefined ? watch.signal : AbortSignal.any([watch.signal, stop]);
      const sent = await send(options, request, signal);
      return await replyOf(sent, request, watch);
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      if (stop?.aborted === true) throw new CouldNotAsk('stopped');
      if (error instanceof CouldNotAsk || error instanceof Refused) throw error;
      throw new CouldNotAsk(networkReason(error));
    } finally {
      watch.stop();
    }
  };
}

async function send(options: HttpOptions, asked: HttpRequest, signal: AbortSignal): Promise<ClientRequest> {
  const { url, headers, method = 'GET' } = asked;
  const proxy = options.proxy(url);
  const lookup = options.lookup === undefined ? {} : { lookup: options.lookup };
  const base: RequestOptions = { method, headers: { ...headers }, agent: false, signal };
  if (url.protocol === 'https:') {
    const { request } = await import('node:https');
    const ca = await trusted(options.ca);
    const socket = proxy === null ? undefined : await openTunnel(proxy, url, signal);
    // With a socket given, https does the TLS handshake on it and checks the name of the URL.
    const way = socket === undefined ? lookup : { socket };
    return request(url, { ...base, ...(ca === null ? {} : { ca }), ...way });
  }
  const { request } = await import('node:http');
  if (proxy === null) return request(url, { ...base, ...lookup });
  return request({
    ...base,
    host: bareHost(proxy),
    port: portOf(proxy),
    path: url.href,
    headers: { ...headers, host: url.host, ...proxyAuthorization(proxy) },
  });
}

/** Naming a CA replaces the platform's list, so the list is named too. */
async function trusted(ca: string | null): Promise<string[] | null> {
  if (ca === null) return null;
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates, ca];
}

function replyOf(sent: ClientRequest, request: HttpRequest, watch: Watch): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (reply) => {
      watch.answered();
      readBody(reply, request.maxBytes, watch).then(
        (body) => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }),
        reject,
      );
    });
    sent.end(request.body ?? undefined);
  });
}

async function readBody(reply: IncomingMessage, maxBytes: number, watch: Watch): Promise<Uint8Array> {
  const isGood = reply.statusCode === 200;
  if (isGood && Number(reply.headers['content-length'] ?? 0) > maxBytes) throw tooBig(reply, maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A body that ends before its length or its last chunk makes this loop throw.
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    watch.received(chunk.length);
    chunks.push(chunk);
    if (!isGood && bytes > ERROR_BYTES) break;
    if (bytes > maxBytes) throw tooBig(reply, maxBytes);
  }
  const body = Buffer.concat(chunks);
  const encoding = reply.headers['content-encoding'] ?? '';
  return isGood ? unpacked(body, encoding, maxBytes) : unpackedError(body, encoding);
}

/** Of an error even a damaged body is worth something. */
function unpackedError(body: Buffer, encoding: string): Uint8Array {
  try {
    return unpacked(body, encoding, ERROR_BYTES);
  } catch (error) {
    if (error instanceof Refused) return body;
    throw error;
  }
}

function tooBig(reply: IncomingMessage, maxBytes: number): Refused {
  reply.destroy();
  return new Refused(`bigger than ${Math.ceil(maxBytes / 1024 / 1024)} MB`);
}

/** Undoes the transfer's packing, as far as it was offered. */
function unpacked(body: Buffer, encoding: string, maxBytes: number): Uint8Array {
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding === 'deflate') return inflate(() => inflateSync(body, bound(maxBytes)));
  if (encoding === 'gzip' || encoding === 'x-gzip') return gunzipped(body, maxBytes);
  throw new Refused(`packed as ${encoding.slice(0, 20)}, which was not offered`);
}

/** Unpacks gzip up to ten times `maxBytes`. Throws Refused when it is cut, damaged or a bomb. */
export function gunzipped(body: Uint8Array, maxBytes: number): Uint8Array {
  return inflate(() => gunzipSync(body, bound(maxBytes)));
}

function bound(maxBytes: number): { maxOutputLength: number } {
  return { maxOutputLength: maxBytes * UNPACKED_TIMES };
}

function inflate(work: () => Uint8Array): Uint8Array {
  try {
    return work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused('it unpacks to more than is sound');
    throw new Refused(code === 'Z_BUF_ERROR' ? 'the packed file is cut short' : 'the packed file is damaged');
  }
}

/** What went wrong on the way, for a person. */
function networkReason(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no such host, or no network';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return 'the connection was closed before all had come';
  }
  if (code === 'ETIMEDOUT') return 'no answer';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return `its certificate is not trusted (${code}); behind an inspecting proxy name its CA with --ca`;
  }
  if (code.startsWith('HPE_')) return `the answer is no sound HTTP (${code})`;
  return code === '' ? message.slice(0, 120) : code;
}
