import { CouldNotAsk } from '../../update/publisher.js';
import { type CymruRow, readCymruRow } from '../registries/cymru-rows.js';
import { countryOf, NOTHING_REGISTERED } from '../registries/registration.js';
import type { Answer, Asked, OnlineEffects, OwnSource, Statement, Wire } from '../source.js';

const HOST = 'whois.cymru.com';
const PORT = 43;
/** Lines in one write. */
const AT_ONCE = 500;
const LONGEST_LINE = 1000;

/** Team Cymru: which AS announces the address, for thousands of addresses over one connection. */
export const cymru: OwnSource = {
  via: 'own',
  name: 'cymru',
  title: 'Team Cymru',
  service: 'cymru',
  hosts: [HOST],
  tells: 'Announcing AS, prefix, registry and allocation date, for thousands of addresses at once',
  kind: 'passive',
  isDefault: true,
  key: null,
  tlpCeiling: 'green',
  quota: { concurrent: 1, note: 'One connection for all addresses; not encrypted. No use as a GeoIP service.' },
  families: [4, 6],
  batch: 10_000,
  maxAgeHours: 3 * 24,
  negativeMaxAgeHours: 24,
  origins: ['routing', 'registries'],
  licence: 'Free for use, with credit to Team Cymru',
  url: 'https://www.team-cymru.com/ip-asn-mapping',
  revision: 2,
  async ask(asked, effects, tell) {
    const wire = await effects.connect(HOST, PORT);
    try {
      await converse(wire, asked, effects, tell);
    } finally {
      wire.close();
    }
  },
};

/** Writes and reads at the same time: whoever writes all first fills both sides' buffers and waits for ever. */
async function converse(
  wire: Wire,
  asked: readonly Asked[],
  { signal }: OnlineEffects,
  tell: (answer: Answer) => void,
) {
  const open = new Set(asked.map(({ text }) => text));
  const rows = new Rows(tell, open);
  const writing = write(wire, asked);
  // Told by the reader; here only so that nobody calls it unhandled.
  writing.catch(() => {});
  const decoder = new TextDecoder();
  for await (const chunk of wire.chunks()) {
    rows.text(decoder.decode(chunk, { stream: true }));
    if (signal.aborted) return;
  }
  rows.end();
  await writing;
  if (open.size > 0) throw new CouldNotAsk(rows.complaint ?? 'the connection was closed before all had come');
}

async function write(wire: Wire, asked: readonly Asked[]): Promise<void> {
  await wire.write('begin\nverbose\n');
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const lines = asked.slice(at, at + AT_ONCE).map(({ text }) => `${text}\n`);
    await wire.write(lines.join(''));
  }
  await wire.write('end\n');
}

/** Puts lines together and tells each address when its rows (one for each origin, side by side) are complete. */
class Rows {
  complaint: string | null = null;
  readonly #tell: (answer: Answer) => void;
  readonly #open: Set<string>;
  #rest = '';
  #rows: CymruRow[] = [];

  constructor(tell: (answer: Answer) => void, open: Set<string>) {
    this.#tell = tell;
    this.#open = open;
  }

  text(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) this.#line(line);
  }

  end(): void {
    // A last line without its end may be half an answer: not taken.
    this.#flush();
  }

  #line(line: string): void {
    if (/^error/i.test(line.trim())) this.complaint = line.trim().slice(0, 120);
    const row = readCymruRow(line.slice(0, LONGEST_LINE));
    if (row === null) return;
    if (this.#rows.length > 0 && this.#rows[0].address !== row.address) this.#flush();
    if (this.#rows.length < 16) this.#rows.push(row);
  }

  #flush(): void {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0 || !this.#open.delete(rows[0].address)) return;
    this.#tell(answerOf(rows));
  }
}

function answerOf(rows: readonly CymruRow[]): Answer {
  const [{ address, prefix, country, registry, allocated }] = rows;
  const originAs = [...new Set(rows.flatMap(({ origins }) => origins))];
  if (originAs.length === 0) return { address, answer: 'not-known', reason: 'no announced prefix covers it' };
  const cidrs = [...new Set(rows.flatMap((row) => row.prefix ?? []))];
  const registration = {
    ...NOTHING_REGISTERED,
    registry,
    cidrs,
    country: countryOf(country),
    registered: allocated,
    originAs,
  };
  return { address, answer: 'known', registration, facts: factsOf(rows, prefix, country, registry, allocated) };
}

function factsOf(rows: readonly CymruRow[], ...[prefix, country, registry, allocated]: (string | null)[]): Statement[] {
  const origins = rows.map(
    ({ origins: numbers, name }) => `${numbers.map((number) => `AS${number}`).join(' ')} ${name ?? ''}`,
  );
  const facts: (readonly [string, string | null])[] = [
    ['announcing AS', [...new Set(origins.map((text) => text.trim()))].join('; ')],
    ['announced prefix', prefix],
    ['country of registration', country],
    ['registry', registry],
    ['allocated', allocated],
  ];
  return facts.flatMap(([what, value]) => (value === null ? [] : [{ what, value }]));
}
