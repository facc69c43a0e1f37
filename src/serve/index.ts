import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../model/errors.js';
import { baseUrl, isLoopback } from './_door.js';
import { Gate } from './_gate.js';
import { Passphrase } from './_passphrase.js';
import { Desk } from './desk.js';
import { Library } from './library.js';
import type { World } from './world.js';

export type { Found, Reading, Step, World } from './world.js';
export { isLoopback } from './_door.js';

export interface ServeOptions {
  /** Address to listen on; anything but this machine's own wants a passphrase. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly passphrase: string | null;
  /** Where investigations are saved. */
  readonly folder: string;
}

/** A page that is being served. */
export interface Serving {
  readonly base: string;
  /** What to open: with a token that works once, or the plain address where a passphrase is asked for. */
  readonly link: () => string;
  readonly desk: Desk;
  /** Ends connections and removes what was dropped. */
  close(): Promise<void>;
}

/** Requests are small and come from one room: who sends slower than this is no browser. */
const HEADER_MS = 15_000;
const HEADER_BYTES = 16_384;

/**
 * Serves the page. Nothing is loaded from elsewhere, nothing is sent elsewhere. Throws UserError when the address
 * can't be listened on, or is open to others without a passphrase.
 */
export async function serve(options: ServeOptions, world: World): Promise<Serving> {
  const { host, port, passphrase, folder } = options;
  if (!isLoopback(host) && passphrase === null) {
    throw new UserError(`${host} can be reached by others`, 'Add --passphrase, or leave --host away.');
  }
  const desk = new Desk(world, new Library(folder, world));
  let gate: Gate | null = null;
  const server = createServer(
    { headersTimeout: HEADER_MS, maxHeaderSize: HEADER_BYTES, requestTimeout: 0, keepAliveTimeout: 5_000 },
    (request: IncomingMessage, response: ServerResponse) => void gate?.admit(request, response),
  );
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, resolve);
    });
  } catch (error) {
    desk.close();
    throw unusable(error as NodeJS.ErrnoException, host, port);
  }
  const place = { host, port: (server.address() as AddressInfo).port };
  gate = new Gate(
    place,
    passphrase === null ? null : new Passphrase(passphrase, () => world.now().getTime()),
    desk,
    world,
  );
  return {
    base: baseUrl(place),
    link: () => gate?.link() ?? '',
    desk,
    close() {
      desk.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function unusable({ code = 'unknown error' }: NodeJS.ErrnoException, host: string, port: number): UserError {
  if (code === 'EADDRINUSE') return new UserError(`port ${port} is taken`, 'Choose another, or leave --port away.');
  if (code === 'EACCES') return new UserError(`not allowed to listen on port ${port}`, 'Choose one above 1023.');
  return new UserError(`could not listen on ${host}: ${code}`, 'Is it an address of this computer?');
}
