import { connect, type Socket } from 'node:net';
import { CouldNotAsk } from '../update/publisher.js';
import { isPublic, publicLookup } from './_guard.js';
import type { Wire } from './source.js';

export interface WireLimits {
  readonly connectMs: number;
  /** Longest silence. */
  readonly idleMs: number;
  /** For the whole conversation. */
  readonly deadlineMs: number;
}

/** RFC 3912 knows no end but the closed connection, so silence must end it. */
export const WIRE_LIMITS: WireLimits = { connectMs: 8000, idleMs: 15_000, deadlineMs: 300_000 };

export interface WirePlace {
  readonly host: string;
  readonly port: number;
  /** Named by the user: may be private. */
  readonly isTrusted: boolean;
}

/** Opens a TCP connection. Throws CouldNotAsk. */
export async function openWire(place: WirePlace, limits: WireLimits, stop: AbortSignal): Promise<Wire> {
  const { host, port, isTrusted } = place;
  if (!isTrusted && /^[\d.]+$|:/.test(host) && !isPublic(host)) throw new CouldNotAsk(`${host} is no public address`);
  if (stop.aborted) throw new CouldNotAsk('stopped');
  const socket = connect({ host, port, ...(isTrusted ? {} : { lookup: publicLookup }) });
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.deadlineMs)]);
  const give = (): void => void socket.destroy(new CouldNotAsk(stop.aborted ? 'stopped' : 'it took too long'));
  signal.addEventListener('abort', give, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', give));
  await connected(socket, limits.connectMs);
  socket.setTimeout(limits.idleMs, () => socket.destroy(new CouldNotAsk(`silent for ${limits.idleMs / 1000} s`)));
  return {
    write: (text) => written(socket, text),
    chunks: () => chunksOf(socket),
    close: () => void socket.destroy(),
  };
}

function connected(socket: Socket, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new CouldNotAsk('no connection')), milliseconds);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(reasonOf(error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      // An error before anybody reads is found again by the reader.
      socket.on('error', () => {});
      resolve();
    });
  });
}

function written(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(reasonOf(socket.errored));
    socket.write(text, (error) => (error === undefined || error === null ? resolve() : reject(reasonOf(error))));
  });
}

async function* chunksOf(socket: Socket): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw reasonOf(error);
  }
}

function reasonOf(error: unknown): CouldNotAsk {
  if (error instanceof CouldNotAsk) return error;
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new CouldNotAsk('no such host, or no network');
  if (code === 'ECONNREFUSED') return new CouldNotAsk('the connection was refused');
  if (code === 'ENOTPUBLIC') return new CouldNotAsk(message);
  return new CouldNotAsk(code === 'ETIMEDOUT' ? 'no answer' : 'the connection was closed before all had come');
}
