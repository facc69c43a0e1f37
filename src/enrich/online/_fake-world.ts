import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import type { OnlineAnswer } from '../../model/answer.js';
import { formatAddress } from '../../address/format.js';
import { parseAddress } from '../../address/parse.js';
import { realOnlineEffects } from './effects.js';
import { parseEndpoints } from './endpoints.js';
import { runOnline } from './run.js';
import type { Asked, OnlineEffects, OnlineSource } from './source.js';

/** Addresses as the plan would give them. */
export function asked(...texts: readonly string[]): Asked[] {
  return texts.map((text) => {
    const address = parseAddress(text);
    if (address === null) throw new Error(`${text} is no address`);
    return { address, text: formatAddress(address) };
  });
}

export interface FakeWorldOptions {
  /** `HOST=URL` texts. */
  readonly endpoints: readonly string[];
  readonly signal?: AbortSignal;
  /** Real: sleeping takes its time. Default: the clock jumps ahead instead. */
  readonly isRealTime?: boolean;
  readonly deadlineMs?: number;
}

export interface FakeWorld {
  readonly effects: OnlineEffects;
  /** Milliseconds slept in all. */
  slept(): number;
}

/** The real network code with this machine for the Internet, short limits, and a clock that jumps. */
export function fakeWorld(options: FakeWorldOptions): FakeWorld {
  let slept = 0;
  const start = Date.parse('2026-11-25T12:00:00Z');
  const began = performance.now();
  const isRealTime = options.isRealTime === true;
  const now = (): Date => new Date(start + slept + (isRealTime ? performance.now() - began : 0));
  const deadlineMs = options.deadlineMs ?? 3000;
  const real = realOnlineEffects({
    env: {},
    now,
    agent: 'farend/test',
    caFile: null,
    endpoints: parseEndpoints(options.endpoints),
    signal: options.signal ?? new AbortController().signal,
    httpLimits: { answerMs: 400, dripMs: 150, dripBytes: 20, deadlineMs },
    wireLimits: { connectMs: 1000, idleMs: 400, deadlineMs: 10_000 },
  });
  const sleep = (milliseconds: number): Promise<void> => {
    if (isRealTime) return real.sleep(milliseconds);
    slept += milliseconds;
    return Promise.resolve();
  };
  return { effects: { ...real, sleep, now, random: () => 0.5 }, slept: () => slept };
}

/** Runs one source against the fake world and returns its answers by address. */
export async function answersOf(
  source: OnlineSource,
  addresses: readonly Asked[],
  effects: OnlineEffects,
  secrets: readonly string[] = [],
): Promise<Map<string, OnlineAnswer>> {
  const answers = new Map<string, OnlineAnswer>();
  await runOnline([{ source, asked: addresses, secrets }], effects, {
    answer: (answer) => void answers.set(answer.address, answer),
    sent: () => {},
    progress: () => {},
  });
  return answers;
}

export interface HttpServer {
  /** `http://127.0.0.1:PORT` */
  readonly base: string;
  readonly seen: {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    body: string;
  }[];
  handler: (request: IncomingMessage, response: ServerResponse) => void;
  close(): void;
}

/** An HTTP server on this machine; set `handler` for each case. */
export async function httpServer(): Promise<HttpServer> {
  const made = createHttp((request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, path: url, headers, body: '' };
    server.seen.push(entry);
    request.on('data', (chunk: Buffer) => {
      entry.body += chunk.toString();
    });
    request.on('end', () => server.handler(request, response));
  });
  await listening(made);
  const server: HttpServer = {
    base: `http://127.0.0.1:${(made.address() as AddressInfo).port}`,
    seen: [],
    handler: (_, response) => response.writeHead(500).end(),
    close() {
      made.closeAllConnections();
      made.close();
    },
  };
  return server;
}

export interface TcpServer {
  /** `127.0.0.1:PORT` */
  readonly place: string;
  connections: number;
  close(): void;
}

/** A TCP server on this machine. */
export async function tcpServer(talk: (socket: Socket) => void): Promise<TcpServer> {
  const open = new Set<Socket>();
  const made: Server = createTcp((socket) => {
    server.connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    talk(socket);
  });
  await listening(made);
  const server: TcpServer = {
    place: `127.0.0.1:${(made.address() as AddressInfo).port}`,
    connections: 0,
    close() {
      for (const socket of open) socket.destroy();
      made.close();
    },
  };
  return server;
}

/** A WHOIS server: one line in, a text out, closed. */
export function whoisServer(answer: (query: string) => string | Uint8Array): Promise<TcpServer> {
  return tcpServer((socket) => {
    let query = '';
    socket.on('data', (chunk) => {
      query += chunk.toString('latin1');
      if (query.endsWith('\r\n')) socket.end(answer(query.trim()));
    });
  });
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
