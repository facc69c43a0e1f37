import type { IncomingMessage } from 'node:http';
import { UserError } from '../model/errors.js';
import type { Desk } from './desk.js';

/** One request, as a route sees it. */
export interface Call {
  readonly desk: Desk;
  readonly request: IncomingMessage;
  /** Parts of the path that the route left open. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** What a route gives back. */
export type Answer =
  | { readonly kind: 'json'; readonly value: unknown; readonly status?: number }
  /** JSON that is text already. */
  | { readonly kind: 'text'; readonly text: string; readonly type: string }
  /** A file to download; removed when it is sent. */
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly type: string }
  /** The route goes on writing to the connection itself. */
  | { readonly kind: 'events' };

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/investigations/:id`. */
  readonly path: string;
  run(call: Call): Answer | Promise<Answer>;
}

/** Nothing is there. Not the person's mistake, and no bug. */
export class NotFound extends Error {}

const LARGEST_JSON = 262_144;

export function json(value: unknown, status = 200): Answer {
  return { kind: 'json', value, status };
}

/** The body as an object. Throws UserError for anything else, or more than 256 KiB. */
export async function bodyOf({ request }: Call): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) throw new UserError('the body is no JSON');
  const text = await textOf(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError('the body is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UserError('the body is no object');
  return value as Record<string, unknown>;
}

/** The body as text, up to 256 KiB. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_JSON) throw new UserError('the body is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A text of the body; empty when it is absent. */
export function textField(body: Readonly<Record<string, unknown>>, name: string, longest = 10_000): string {
  const value = body[name] ?? '';
  if (typeof value === 'string' && value.length <= longest) return value;
  throw new UserError(`${name} is no text of up to ${longest} characters`);
}

/** A list of texts of the body; empty when it is absent. */
export function listField(body: Readonly<Record<string, unknown>>, name: string, most = 1_000): string[] {
  const value = body[name] ?? [];
  if (Array.isArray(value) && value.length <= most && value.every((item) => typeof item === 'string')) return value;
  throw new UserError(`${name} is no list of up to ${most} texts`);
}

/** A switch of the body; off when it is absent. */
export function flagField(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw new UserError(`${name} is neither true nor false`);
}
