import type { Address } from '../../../address/address.js';
import { CouldNotAsk } from '../../update/publisher.js';
import { Breaker, type Failure } from '../_backoff.js';
import { Pace } from '../pace.js';
import { decodeWhois } from '../registries/charset.js';
import { isPlaceholder, registrationFacts } from '../registries/registration.js';
import { REGISTRIES, registryOf } from '../registries/registry.js';
import { IANA, referredServer, type WhoisServer, whoisServer } from '../registries/whois-servers.js';
import { readWhois, type WhoisReading } from '../registries/whois-text.js';
import type { Registration } from '../../../model/answer.js';
import type { Answer, Asked, OnlineEffects, OwnSource } from '../source.js';

const MAX_BYTES = 256 * 1024;
const MAX_HOPS = 4;
const PORT = 43;

/** The registries by the old protocol, for what RDAP doesn't have. Unencrypted: whoever listens sees the questions. */
export const whois: OwnSource = {
  via: 'own',
  name: 'whois',
  title: 'WHOIS',
  service: 'whois',
  hosts: [IANA.host, ...Object.values(REGISTRIES).map((registry) => registry.whois)],
  tells: 'Registered organisation, netblock, abuse contact and dates by port 43, national registries too',
  kind: 'passive',
  isDefault: false,
  key: null,
  tlpCeiling: 'green',
  quota: {
    perMinute: 60,
    concurrent: Object.keys(REGISTRIES).length,
    note: 'One question at a time and a second (LACNIC: ten seconds) apart at each registry; not encrypted.',
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 7 * 24,
  negativeMaxAgeHours: 24,
  origins: ['registries'],
  licence: 'Terms of use of each registry; kept for the investigation only',
  url: 'https://www.rfc-editor.org/rfc/rfc3912',
  revision: 2,
  ask: (asked, effects, tell) => new WhoisRun(effects, tell).all(asked),
};

interface Asking {
  readonly pace: Pace;
  readonly breaker: Breaker;
}

interface Found {
  readonly registration: Registration;
  readonly server: WhoisServer;
}

class WhoisRun {
  readonly #effects: OnlineEffects;
  readonly #tell: (answer: Answer) => void;
  readonly #asking = new Map<string, Asking>();

  constructor(effects: OnlineEffects, tell: (answer: Answer) => void) {
    this.#effects = effects;
    this.#tell = tell;
  }

  async all(asked: readonly Asked[]): Promise<void> {
    const queues = new Map<string, Asked[]>();
    for (const one of asked) {
      const host = registryOf(one.address)?.whois ?? IANA.host;
      queues.set(host, [...(queues.get(host) ?? []), one]);
    }
    await Promise.all([...queues].map(([host, queue]) => this.#queue(whoisServer(host) ?? IANA, queue)));
  }

  async #queue(start: WhoisServer, queue: readonly Asked[]): Promise<void> {
    for (const { address, text } of queue) {
      if (this.#effects.signal.aborted) return;
      this.#tell(await this.#walk(start, address, text));
    }
  }

  /** From registry to registry, as far as they send us; the last one that knows the block wins. */
  async #walk(start: WhoisServer, address: Address, text: string): Promise<Answer> {
    const visited = new Set<string>();
    let best: Found | null = null;
    let failure: Failure | null = null;
    let referral: string | null = null;
    let isSaid = false;
    for (let server: WhoisServer | null = start; server !== null && visited.size < MAX_HOPS; ) {
      visited.add(server.host);
      const got: WhoisReading | Failure = await this.#ask(server, address, text);
      if ('reason' in got) {
        failure = got;
        break;
      }
      const { registration } = got;
      const isElsewhere = registration !== null && isPlaceholder(registration);
      // IANA's blocks are those of registries.
      if (registration !== null && !isElsewhere && server !== IANA) best = { registration, server };
      referral = got.referral;
      // Somebody who must know says that nobody holds it, or that somebody else does.
      isSaid ||= got.isEmpty || isElsewhere || (server === IANA && registration !== null && referral === null);
      server = nextServer(got, isElsewhere, visited);
    }
    if (best !== null) return known(text, best, referral, failure);
    if (failure !== null) return { address: text, answer: 'could-not-ask', ...failure };
    if (isSaid) return { address: text, answer: 'not-known', reason: 'no registry holds a block around it' };
    return {
      address: text,
      answer: 'could-not-ask',
      reason: `sent on to ${referral}, which is not asked`,
      obstacle: 'server',
    };
  }

  async #ask(server: WhoisServer, address: Address, text: string): Promise<WhoisReading | Failure> {
    const { pace, breaker } = this.#askingOf(server);
    if (breaker.failure !== null) return breaker.failure;
    if (!(await pace.turn())) return { reason: 'interrupted', obstacle: 'stopped' };
    try {
      const bytes = await this.#converse(server, text);
      const reading = readWhois(decodeWhois(bytes, server.host), address);
      if (reading.isLimited) {
        const limited: Failure = { reason: `${server.host}: asked too often`, obstacle: 'quota' };
        breaker.open(limited);
        if (reading.registration === null) return limited;
      } else if (reading.isUnread) {
        const said = bytes.length === 0 ? 'closed without an answer' : 'answers with no record around the address';
        const unread: Failure = { reason: `${server.host} ${said}`, obstacle: 'server' };
        breaker.bad(unread);
        return unread;
      } else breaker.good();
      return reading;
    } catch (error) {
      if (!(error instanceof CouldNotAsk)) throw error;
      if (this.#effects.signal.aborted) return { reason: 'interrupted', obstacle: 'stopped' };
      const broken: Failure = { reason: `${server.host}: ${error.message}`, obstacle: 'network' };
      breaker.bad(broken);
      return broken;
    } finally {
      pace.done();
    }
  }

  #askingOf({ host, perMinute }: WhoisServer): Asking {
    const known = this.#asking.get(host);
    if (known !== undefined) return known;
    const made = { pace: new Pace({ perMinute, concurrent: 1, note: '' }, this.#effects), breaker: new Breaker(4) };
    this.#asking.set(host, made);
    return made;
  }

  async #converse(server: WhoisServer, text: string): Promise<Uint8Array> {
    const wire = await this.#effects.connect(server.host, PORT);
    try {
      // The sending side stays open: half-closing makes some servers hang up.
      await wire.write(`${server.query(text)}\r\n`);
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of wire.chunks()) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BYTES) throw new CouldNotAsk('its answer is longer than any record');
      }
      return Buffer.concat(chunks);
    } finally {
      wire.close();
    }
  }
}

function nextServer(
  { referral }: WhoisReading,
  isElsewhere: boolean,
  visited: ReadonlySet<string>,
): WhoisServer | null {
  const next = referral === null ? (isElsewhere ? IANA : null) : referredServer(referral);
  return next === null || visited.has(next.host) ? null : next;
}

function known(
  address: string,
  { registration, server }: Found,
  referral: string | null,
  failure: Failure | null,
): Answer {
  const country = registration.country ?? server.country ?? null;
  const full = { ...registration, registry: server.registry, country };
  const facts = registrationFacts(full);
  if (referral !== null && referredServer(referral) === null) facts.push({ what: 'referral', value: referral });
  if (failure !== null) facts.push({ what: 'not asked further', value: failure.reason });
  return { address, answer: 'known', facts, registration: full };
}
