import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A publisher's server on this machine, for tests. */
export interface Loopback {
  /** `http://127.0.0.1:PORT/` */
  readonly base: URL;
  /** What answers a path; the last one set counts. */
  on(path: string, handler: Handler): void;
  /** Requests so far: method, path, headers. */
  readonly seen: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  readonly server: Server;
}

/** Starts a server on an ephemeral port; it is closed when the file's tests are done. */
export async function loopback(): Promise<Loopback> {
  const handlers = new Map<string, Handler>();
  const seen: Loopback['seen'] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, headers });
    const handler = handlers.get(url.split('?')[0]);
    if (handler === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<html>gone</html>');
    else handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { base, on: (path, handler) => void handlers.set(path, handler), seen, server };
}

/** Serves a body as the real publishers do: length, type, validators, and 304 for who has it already. */
export function serves(body: string | Uint8Array, etag = '"v1"', type = 'application/json'): Handler {
  const lastModified = 'Tue, 03 Nov 2026 04:05:06 GMT';
  return (request, response) => {
    const isKnown = request.headers['if-none-match'] === etag;
    const headers = { etag, 'last-modified': lastModified, 'cache-control': 'max-age=300' };
    if (isKnown) response.writeHead(304, headers).end();
    else
      response
        .writeHead(200, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) })
        .end(body);
  };
}
