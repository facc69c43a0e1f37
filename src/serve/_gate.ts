import { createReadStream, statSync, unlink } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { UserError } from '../model/errors.js';
import { type Answer, NotFound, textOf } from './_call.js';
import { baseUrl, isForeign, type Place, refusal } from './_door.js';
import { SAFE_HEADERS } from './_headers.js';
import { againPage, loginPage, noSessionPage, page, script, style } from './_pages.js';
import type { Passphrase } from './_passphrase.js';
import { find } from './_router.js';
import { OneTimeToken, Sessions } from './_secrets.js';
import type { Desk } from './desk.js';
import { routes } from './routes/index.js';
import type { World } from './world.js';

const SMALL_BODY = 65_536;
const HTML = 'text/html; charset=utf-8';

/** Lets the right ones in, and hands what they ask to a route. */
export class Gate {
  readonly #place: Place;
  readonly #passphrase: Passphrase | null;
  readonly #desk: Desk;
  readonly #world: World;
  readonly #token = new OneTimeToken();
  readonly #sessions: Sessions;

  constructor(place: Place, passphrase: Passphrase | null, desk: Desk, world: World) {
    this.#place = place;
    this.#passphrase = passphrase;
    this.#desk = desk;
    this.#world = world;
    this.#sessions = new Sessions(place.port);
  }

  link(): string {
    const base = baseUrl(this.#place);
    return this.#passphrase === null ? `${base}?token=${this.#token.make()}` : base;
  }

  /** Answers a request. Never throws: what goes wrong is told to the one who asked, and bugs to the terminal. */
  async admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    try {
      await this.#answer(request, response);
    } catch (error) {
      if (response.headersSent || response.destroyed) response.destroy();
      else this.#tell(error, response);
    }
    // A small body that nobody wanted is let go by, so that the connection serves on; a large one ends it.
    if (request.complete) return;
    if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL_BODY) request.resume();
    else response.once('finish', () => request.destroy());
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const why = refusal(request, this.#place);
    if (why !== null) return send(response, 403, 'text/plain; charset=utf-8', why);
    const url = urlOf(request, this.#place);
    const isPage = url.pathname === '/' && request.method === 'GET';
    if (isForeign(request, isPage)) return send(response, 403, 'text/plain', 'Another page asked for this.');
    if (url.pathname === '/style.css') return send(response, 200, 'text/css; charset=utf-8', style);
    if (url.pathname === '/login' && request.method === 'POST') return this.#logIn(request, response);
    if (isPage && this.#passphrase === null && this.#exchange(url, response)) return;
    if (!this.#sessions.holds(request.headers.cookie)) return this.#turnAway(request, url, isPage, response);
    if (isPage) return url.search === '' ? send(response, 200, HTML, page) : goHome(response);
    if (url.pathname === '/app.js') return send(response, 200, 'text/javascript; charset=utf-8', script);
    await this.#route(request, url, response);
  }

  /** The token of the link becomes a cookie, and leaves the address bar. */
  #exchange(url: URL, response: ServerResponse): boolean {
    const token = url.searchParams.get('token');
    if (token === null || !this.#token.take(token)) return false;
    response.setHeader('set-cookie', this.#sessions.open());
    goHome(response);
    this.#world.say(`For another browser: ${this.link()}`);
    return true;
  }

  async #logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#passphrase === null) return send(response, 404, 'text/plain', 'No passphrase is asked for here.');
    const given = new URLSearchParams(await textOf(request)).get('passphrase') ?? '';
    const attempt = await this.#passphrase.attempt(given, request.socket.remoteAddress ?? '');
    if (attempt !== 'right') return send(response, attempt === 'wrong' ? 403 : 429, HTML, loginPage(attempt));
    response.setHeader('set-cookie', this.#sessions.open());
    goHome(response);
  }

  #turnAway(request: IncomingMessage, url: URL, isPage: boolean, response: ServerResponse): void {
    if (!isPage) return send(response, 401, 'text/plain', 'Not signed in.');
    // A link followed from a mail brings no cookie along (SameSite=Strict); the page asking again does.
    const isFromElsewhere = request.headers['sec-fetch-site'] === 'cross-site' && !url.searchParams.has('again');
    if (isFromElsewhere) return send(response, 200, HTML, againPage);
    send(response, 401, HTML, this.#passphrase === null ? noSessionPage : loginPage(null));
  }

  async #route(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const found = find(routes, request.method ?? '', url.pathname);
    if (found === null) throw new NotFound();
    if (found === 'method') return send(response, 405, 'text/plain', 'Not this way.');
    const { route, parameters } = found;
    const answer = await route.run({ desk: this.#desk, request, parameters, query: url.searchParams });
    if (answer.kind === 'events') this.#desk.events.join(response);
    else if (answer.kind === 'file') sendFile(response, answer);
    else if (answer.kind === 'text') send(response, 200, answer.type, answer.text);
    else send(response, answer.status ?? 200, 'application/json', JSON.stringify(answer.value));
  }

  #tell(error: unknown, response: ServerResponse): void {
    if (error instanceof NotFound) return sendProblem(response, 404, 'nothing is there', null);
    if (error instanceof UserError) return sendProblem(response, 400, error.message, error.hint);
    this.#world.say(`a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    sendProblem(response, 500, 'farend made a mistake', 'The terminal says more. Please report it.');
  }
}

/** Throws NotFound for a request target that is no URL. */
function urlOf({ url = '/' }: IncomingMessage, place: Place): URL {
  const base = baseUrl(place);
  // `//host/path` would be read as another host.
  if (!/^\/(?!\/)/.test(url) || !URL.canParse(url, base)) throw new NotFound();
  return new URL(url, base);
}

/** To the plain address: no token stays in the address bar or the history. */
function goHome(response: ServerResponse): void {
  response.writeHead(303, { location: '/', 'content-length': 0 }).end();
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}

function sendProblem(response: ServerResponse, status: number, message: string, hint: string | null): void {
  send(response, status, 'application/json', JSON.stringify({ message, hint }));
}

function sendFile(response: ServerResponse, { path, name, type }: Extract<Answer, { kind: 'file' }>): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': statSync(path).size,
    // Only characters that mean nothing in a header.
    'content-disposition': `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"`,
  });
  pipeline(createReadStream(path), response, () => unlink(path, () => {}));
}
