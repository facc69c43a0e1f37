import type { ServerResponse } from 'node:http';

/** Pages that listen at the same time. */
const MOST = 16;
const HEARTBEAT_MS = 25_000;

/** What happens, told to every open page as it happens (server-sent events). */
export class Events {
  readonly #listeners = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor() {
    // A connection that nobody uses is closed by what stands between; a comment keeps it.
    this.#heartbeat = setInterval(() => this.#write(': here\n\n'), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Takes a connection over. */
  join(response: ServerResponse): void {
    if (this.#listeners.size >= MOST) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': here\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  tell(event: string, data: unknown): void {
    // One line: JSON has no bare line ends.
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of this.#listeners) response.end();
  }

  #write(text: string): void {
    for (const response of this.#listeners) response.write(text);
  }
}
