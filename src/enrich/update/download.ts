import type { Fetcher, HttpReply } from './http.js';
import { isLoopback, registrableName } from './hosts.js';
import { CouldNotAsk, Refused } from './publisher.js';
import { retryAfterMs } from './retry-after.js';

/** What is asked, and where it may lead. */
export interface DownloadJob {
  readonly urls: readonly string[];
  /** Hosts that a redirect may lead to, besides the asked one's own domain. */
  readonly hosts: readonly string[];
  readonly maxBytes: number;
  /** Of the copy at hand, when it came from one of `urls`. */
  readonly validators: {
    readonly url: string;
    readonly etag: string | null;
    readonly lastModified: string | null;
  } | null;
  /** True where a page is what is wanted; else one instead of data is refused. */
  readonly isPage: boolean;
}

export interface DownloadEffects {
  readonly fetch: Fetcher;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** How the program calls itself. */
  readonly agent: string;
  /** Longest wait that a publisher may ask for before one more try. */
  readonly patienceMs: number;
}

export type Download =
  | { readonly kind: 'not-modified' }
  | {
      readonly kind: 'body';
      readonly url: string;
      readonly body: Uint8Array;
      readonly etag: string | null;
      readonly lastModified: string | null;
    };

const MAX_REDIRECTS = 5;

/** Asks the URLs in order while the answer is 404. Throws CouldNotAsk (nothing came) or Refused (not what was asked for). */
export async function download(job: DownloadJob, effects: DownloadEffects): Promise<Download> {
  for (const url of job.urls) {
    const reply = await askPolitely(url, job, effects);
    if (reply.status === 304) return notModified(job, url);
    if (reply.status === 200) return bodyOf(reply, url, job);
    if (reply.status !== 404) throw new CouldNotAsk(statusReason(reply.status));
  }
  throw new CouldNotAsk('404: it is not there (any more)');
}

function notModified({ validators }: DownloadJob, url: string): Download {
  const isConditional = validators?.url === url && (validators.etag !== null || validators.lastModified !== null);
  if (isConditional) return { kind: 'not-modified' };
  throw new CouldNotAsk('304 without having been asked whether anything changed');
}

function bodyOf({ body, headers }: HttpReply, url: string, { isPage }: DownloadJob): Download {
  if (!isPage && isHtml(body, headers['content-type'] ?? '')) {
    throw new Refused('a web page came instead of data (a login or block page on the way?)');
  }
  return {
    kind: 'body',
    url,
    body,
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  };
}

/** By what it begins with; the type alone only when the beginning could be a page. */
function isHtml(body: Uint8Array, type: string): boolean {
  const head = new TextDecoder()
    .decode(body.subarray(0, 512))
    .replace(/^\ufeff/, '')
    .trimStart()
    .toLowerCase();
  return /^<(?:!doctype html|html|head|body|script)/.test(head) || (type.includes('text/html') && head.startsWith('<'));
}

/** One question, one more after a 429 that names a bearable time. */
async function askPolitely(url: string, job: DownloadJob, effects: DownloadEffects): Promise<HttpReply> {
  const reply = await follow(url, job, effects);
  if (reply.status !== 429 && reply.status !== 503) return reply;
  const wait = retryAfterMs(reply.headers['retry-after'] ?? null, effects.now());
  if (wait === null || wait > effects.patienceMs) {
    const when = wait === null ? '' : `; it asks to come back in ${Math.ceil(wait / 1000)} s`;
    throw new CouldNotAsk(`${statusReason(reply.status)}${when}`);
  }
  await effects.sleep(wait);
  return follow(url, job, effects);
}

async function follow(start: string, job: DownloadJob, effects: DownloadEffects): Promise<HttpReply> {
  let url = new URL(start);
  const headers = { 'user-agent': effects.agent, 'accept-encoding': 'gzip', accept: '*/*', ...conditions(start, job) };
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const reply = await effects.fetch({ url, headers, maxBytes: job.maxBytes });
    if (![301, 302, 303, 307, 308].includes(reply.status)) return reply;
    url = redirected(url, reply.headers.location ?? '', job.hosts);
  }
  throw new CouldNotAsk(`more than ${MAX_REDIRECTS} redirects`);
}

function conditions(url: string, { validators }: DownloadJob): Record<string, string> {
  if (validators === null || validators.url !== url) return {};
  return {
    ...(validators.etag === null ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === null ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

/** Only on to TLS (or on this machine), and only to the same owner or a host that the table names. */
function redirected(from: URL, location: string, hosts: readonly string[]): URL {
  if (!URL.canParse(location, from.href)) throw new CouldNotAsk('a redirect to nowhere');
  const to = new URL(location, from);
  const isSafe = to.protocol === 'https:' || (to.protocol === from.protocol && isLoopback(to.hostname));
  if (!isSafe) throw new CouldNotAsk(`a redirect away from TLS, to ${to.protocol}//${to.host}`);
  const isOwn = to.host === from.host || registrableName(to.hostname) === registrableName(from.hostname);
  if (!isOwn && !hosts.includes(to.hostname)) throw new CouldNotAsk(`a redirect to a stranger, ${to.host}`);
  return to;
}

function statusReason(status: number): string {
  if (status === 429) return '429: asked too often';
  if (status === 401 || status === 403) return `${status}: it won't tell us`;
  if (status === 407) return '407: the proxy wants a name and password';
  return status >= 500 ? `${status}: its server fails` : `it answers ${status}`;
}
