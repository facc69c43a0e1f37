import type { Address } from '../../../address/address.js';
import { CouldNotAsk, Refused } from '../../update/publisher.js';
import { retryAfterMs } from '../../update/retry-after.js';
import { backoffMs, Breaker, type Failure } from '../_backoff.js';
import { Pace } from '../pace.js';
import { type BootstrapEntry, rdapBase } from '../registries/bootstrap.js';
import { type Block, isIn, sizeOf } from '../registries/block.js';
import { type RdapNetwork, readError, readNetwork } from '../registries/rdap-network.js';
import { isPlaceholder, registrationFacts } from '../registries/registration.js';
import { REGISTRIES } from '../registries/registry.js';
import { isObject, type JsonObject } from '../shape.js';
import { type Answer, type Asked, type OnlineEffects, type OwnSource, WrongShape } from '../source.js';

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_HOPS = 5;
const TRIES = 3;
const PATIENCE_MS = 120_000;
/** A national registry may be younger than any list of them, so who owns a name under these is trusted with a redirect. */
const REGISTRY_DOMAINS = new Set([
  'afrinic.net',
  'apnic.net',
  'arin.net',
  'cnnic.cn',
  'idnic.id',
  'irinn.in',
  'kisa.or.kr',
  'lacnic.net',
  'nic.ad.jp',
  'nic.br',
  'nic.mx',
  'registro.br',
  'ripe.net',
  'twnic.tw',
  'vnnic.vn',
]);
/** Leaves of the registry's tree: nothing smaller is registered inside, so one answer serves all its addresses. */
const LEAF = /^(?:ASSIGNED|REASSIGNED|DIRECT ASSIGNMENT|ASSIGNMENT)/i;
const SMALL = 8;

/** The registries themselves, in JSON: who holds the block around the address. */
export const rdap: OwnSource = rdapSource([]);

/** RDAP with a bootstrap file of today instead of the built-in table. */
export function rdapSource(bootstrap: readonly BootstrapEntry[]): OwnSource {
  return {
    via: 'own',
    name: 'rdap',
    title: 'RDAP',
    service: 'rdap',
    hosts: Object.values(REGISTRIES).map((registry) => new URL(registry.rdap).hostname),
    tells: 'Registered organisation, netblock, abuse contact and dates, from the regional registries',
    kind: 'passive',
    isDefault: true,
    key: null,
    tlpCeiling: 'amber',
    quota: {
      perMinute: 60,
      concurrent: Object.keys(REGISTRIES).length,
      note: 'No registry publishes numbers: one question at a time and a second (LACNIC: ten seconds) apart, each.',
    },
    families: [4, 6],
    batch: 1,
    maxAgeHours: 7 * 24,
    negativeMaxAgeHours: 24,
    origins: ['registries'],
    licence: 'Terms of use of each registry; kept for the investigation only',
    url: 'https://www.rfc-editor.org/rfc/rfc9082',
    revision: 2,
    reliability: 0.9,
    page: (address) => `https://search.arin.net/rdap/?query=${encodeURIComponent(address)}`,
    ask: (asked, effects, tell) => new RdapRun(bootstrap, effects, tell).all(asked),
  };
}

/** What is shared by all that ask one server. */
class Server {
  readonly pace: Pace;
  readonly breaker = new Breaker(5);
  refusals = 0;

  constructor(host: string, effects: OnlineEffects) {
    const known = Object.values(REGISTRIES).find(({ rdap: base }) => new URL(base).hostname === host);
    this.pace = new Pace({ perMinute: known?.perMinute ?? 60, concurrent: 1, note: '' }, effects);
  }
}

class RdapRun {
  readonly #bootstrap: readonly BootstrapEntry[];
  readonly #effects: OnlineEffects;
  readonly #tell: (answer: Answer) => void;
  readonly #servers = new Map<string, Server>();
  readonly #leaves: { readonly block: Block; readonly network: RdapNetwork }[] = [];

  constructor(bootstrap: readonly BootstrapEntry[], effects: OnlineEffects, tell: (answer: Answer) => void) {
    this.#bootstrap = bootstrap;
    this.#effects = effects;
    this.#tell = tell;
  }

  /** One queue for each server, all at once. */
  async all(asked: readonly Asked[]): Promise<void> {
    const queues = new Map<string, Asked[]>();
    for (const one of asked) {
      const base = rdapBase(one.address, this.#bootstrap);
      if (base === null) this.#tell({ address: one.text, answer: 'not-known', reason: 'no registry holds this block' });
      else queues.set(base, [...(queues.get(base) ?? []), one]);
    }
    await Promise.all([...queues].map(([base, queue]) => this.#queue(base, queue)));
  }

  async #queue(base: string, queue: readonly Asked[]): Promise<void> {
    for (const { address, text } of queue) {
      if (this.#effects.signal.aborted) return;
      this.#tell(await this.#one(base, address, text));
    }
  }

  async #one(base: string, address: Address, text: string): Promise<Answer> {
    const leaf = this.#leaves.find(({ block }) => isIn(block, address));
    if (leaf !== undefined) return known(text, leaf.network);
    // Colons as they are (RFC 9082 section 3.1.1): not every server decodes them.
    const got = await this.#follow(new URL(`ip/${text}`, base));
    if ('reason' in got) return failed(text, got);
    const answer = this.#answer(text, address, got);
    // A login page in front of a registry answers as quickly as a registry: it counts as a failure all the same.
    if (answer.answer === 'could-not-ask') this.#server(got.host).breaker.bad(answer);
    else this.#server(got.host).breaker.good();
    return answer;
  }

  #server(host: string): Server {
    const server = this.#servers.get(host) ?? new Server(host, this.#effects);
    this.#servers.set(host, server);
    return server;
  }

  #answer(text: string, address: Address, { status, body, host, type }: Got): Answer {
    const json = jsonOf(body);
    const error = readError(json);
    if (status === 404 && (error?.code === 404 || body.trim() === '' || (json !== null && type.includes('rdap')))) {
      return { address: text, answer: 'not-known', reason: 'the registry holds nothing about it' };
    }
    if (error !== null)
      return failed(text, { reason: `${host} answers ${error.code} ${error.says}`, obstacle: 'server' });
    if (status !== 200) return failed(text, { reason: `${host} answers ${status}`, obstacle: 'server' });
    if (json === null)
      return failed(text, { reason: `${host}: a web page or text came instead of RDAP`, obstacle: 'server' });
    return this.#network(text, address, json, host);
  }

  #network(text: string, address: Address, json: JsonObject, host: string): Answer {
    let network: RdapNetwork;
    try {
      network = readNetwork(json, registryOfHost(host));
    } catch (error) {
      if (error instanceof WrongShape) return failed(text, { reason: `${host}: ${error.message}`, obstacle: 'server' });
      throw error;
    }
    const { block, registration } = network;
    // LACNIC's old server gave the asked address as both ends.
    if (!isIn(block, address)) {
      return failed(text, { reason: `${host} answers about another block`, obstacle: 'server' });
    }
    if (isPlaceholder(registration)) {
      return { address: text, answer: 'not-known', reason: 'the registry says that another one holds it' };
    }
    if (LEAF.test(registration.type ?? '') || (address.family === 4 && sizeOf(block) <= SMALL)) {
      this.#leaves.push({ block, network });
    }
    return known(text, network);
  }

  /** Follows redirects between registries: the reason why they have them is transferred space. */
  async #follow(start: URL): Promise<Got | Failure> {
    let url = start;
    for (let hops = 0; hops <= MAX_HOPS; hops++) {
      const got = await this.#politely(url);
      if ('reason' in got) return got;
      if (![301, 302, 303, 307, 308].includes(got.status)) return got;
      const next = redirected(url, got.location, start);
      if ('reason' in next) return next;
      url = next;
    }
    return { reason: `more than ${MAX_HOPS} redirects`, obstacle: 'server' };
  }

  async #politely(url: URL): Promise<Got | Failure> {
    const server = this.#server(url.hostname);
    let last: Failure = { reason: 'interrupted', obstacle: 'stopped' };
    for (let tryNumber = 0; tryNumber < TRIES; tryNumber++) {
      if (server.breaker.failure !== null) return server.breaker.failure;
      if (!(await server.pace.turn())) return { reason: 'interrupted', obstacle: 'stopped' };
      try {
        const got = await this.#fetch(url);
        const wait = this.#refusal(server, got, tryNumber);
        if (wait === null) {
          if (got.status < 500) {
            server.refusals = 0;
            return got;
          }
          last = { reason: `${url.hostname} answers ${got.status}: its server fails`, obstacle: 'server' };
          // 501 is an answer: it will say the same again.
          if (got.status === 501) return got;
          server.breaker.bad(last);
        } else {
          last = { reason: `${url.hostname} answers ${got.status}: asked too often`, obstacle: 'quota' };
        }
      } catch (error) {
        if (!(error instanceof CouldNotAsk || error instanceof Refused)) throw error;
        if (this.#effects.signal.aborted) return { reason: 'interrupted', obstacle: 'stopped' };
        last = { reason: `${url.hostname}: ${error.message}`, obstacle: 'network' };
        server.breaker.bad(last);
      } finally {
        server.pace.done();
      }
      if (tryNumber + 1 < TRIES) server.pace.hold(backoffMs(tryNumber, 1000, 20_000, this.#effects));
    }
    return last;
  }

  /** How long a 429 (or a 503 that names a time) makes us wait; null when it is none. */
  #refusal(server: Server, { status, retryAfter }: Got, tryNumber: number): number | null {
    const named = retryAfterMs(retryAfter, this.#effects.now());
    if (status !== 429 && !(status === 503 && named !== null)) return null;
    // A registry that names no time gets a minute in two steps, then no more questions: nobody is kept waiting longer.
    const wait = named ?? 15_000 * 3 ** tryNumber;
    server.refusals++;
    const isEnough = server.refusals >= 3 || wait > PATIENCE_MS;
    if (isEnough)
      server.breaker.open({ reason: `${status}: asked too often; not asked again in this run`, obstacle: 'quota' });
    else server.pace.hold(wait);
    return wait;
  }

  async #fetch(url: URL): Promise<Got> {
    const headers = { accept: 'application/rdap+json, application/json;q=0.8' };
    const reply = await this.#effects.fetch({ method: 'GET', url, headers, body: null, maxBytes: MAX_BYTES });
    return {
      status: reply.status,
      host: url.hostname,
      type: reply.headers['content-type'] ?? '',
      location: reply.headers.location ?? '',
      retryAfter: reply.headers['retry-after'] ?? null,
      body: new TextDecoder().decode(reply.body),
    };
  }
}

interface Got {
  readonly status: number;
  readonly host: string;
  readonly type: string;
  readonly location: string;
  readonly retryAfter: string | null;
  readonly body: string;
}

/** Only by TLS, and only to a registry. */
function redirected(from: URL, location: string, start: URL): URL | Failure {
  const to = location !== '' && URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (to === null) return { reason: `${from.hostname}: a redirect to nowhere`, obstacle: 'server' };
  if (to.protocol !== 'https:') return { reason: `a redirect away from TLS, to ${to.host}`, obstacle: 'server' };
  const isRegistry = to.hostname === start.hostname || REGISTRY_DOMAINS.has(domainOf(to.hostname));
  return isRegistry ? to : { reason: `a redirect to ${to.host}, which is no registry`, obstacle: 'server' };
}

function domainOf(host: string): string {
  const labels = host.toLowerCase().split('.');
  return [3, 2].map((count) => labels.slice(-count).join('.')).find((name) => REGISTRY_DOMAINS.has(name)) ?? host;
}

function registryOfHost(host: string): string | null {
  return Object.values(REGISTRIES).find(({ rdap: base }) => new URL(base).hostname === host)?.key ?? null;
}

function jsonOf(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function known(address: string, { registration }: RdapNetwork): Answer {
  return { address, answer: 'known', facts: registrationFacts(registration), registration };
}

function failed(address: string, { reason, obstacle }: Failure): Answer {
  return { address, answer: 'could-not-ask', reason, obstacle };
}
