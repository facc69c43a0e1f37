import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import type { Join, Joined } from './join.js';
import { Places } from './_places.js';
import { repeated } from './_repeated.js';

/** Rows kept back until it is known what belongs to them. Listings of one moment are far shorter. */
const MOST_HELD = 50_000;

type Give = (connection: Connection, input: number, joined: Joined | null) => void;

/** An input, or what is still to be read. */
export interface HeldSource {
  readonly name: string;
  /** False where no rows were in it. */
  readonly isListing: boolean;
}

const NONE: ReadonlySet<Held> = new Set();

interface Held {
  readonly connection: Connection;
  readonly input: number;
}

/** Keeps rows back until all is read: their companions, and listings of the same moment, may come behind them. */
export class HeldRows {
  readonly #join: Join;
  readonly #sources: () => readonly HeldSource[];
  readonly #give: Give;
  #held: Held[] = [];
  readonly #decided = new Map<number, Joined | null>();
  readonly #written = new Map<number, number>();
  /** Rows that other listings show as well. */
  repeated = 0;

  /** `sources` are all inputs by their numbers, and behind them those that are still to be read. */
  constructor(join: Join, sources: () => readonly HeldSource[], give: Give) {
    this.#join = join;
    this.#sources = sources;
    this.#give = give;
  }

  /** When the file of an input was last written, before its rows come. */
  began(input: number, written: number | undefined): void {
    if (written === undefined) this.#written.delete(input);
    else this.#written.set(input, written);
  }

  take(connection: Connection, input: number): void {
    const joined = this.#decided.get(input);
    if (joined !== undefined) return this.#pass(connection, input, joined);
    this.#held.push({ connection, input });
    if (this.#held.length >= MOST_HELD) this.release();
  }

  /** Decides and hands on what was held; later rows of the same inputs follow the decision. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    this.#decide(held);
    const joined = held.map(({ connection, input }) => ({
      connection: this.#decided.get(input)?.apply(connection) ?? connection,
      input,
    }));
    const isOfOne = held.every(({ input }) => input === held[0]?.input);
    const again = isOfOne ? NONE : repeated(joined);
    for (const row of joined) {
      if (again.has(row)) this.repeated += row.connection.count;
      else this.#give(row.connection, row.input, this.#decided.get(row.input) ?? null);
    }
  }

  #decide(held: readonly Held[]): void {
    const rows = new Map<number, Connection[]>();
    for (const { connection, input } of held) {
      const known = rows.get(input);
      if (known === undefined) rows.set(input, [connection]);
      else known.push(connection);
    }
    if (this.#join.isEmpty) {
      for (const input of rows.keys()) this.#decided.set(input, null);
      return;
    }
    const sources = this.#sources();
    const places = new Places(sources.filter(({ isListing }) => isListing).map(({ name }) => name));
    for (const [input, connections] of rows) {
      const name = sources[input]?.name ?? '';
      this.#decided.set(input, this.#join.listing(name, connections, places, this.#written.get(input) ?? null));
    }
  }

  #pass(connection: Connection, input: number, joined: Joined | null): void {
    this.#give(joined?.apply(connection) ?? connection, input, joined);
  }

  /** What the companions cured is no blind spot any more. */
  cured(summary: InputSummary, input: number): InputSummary {
    const named = this.#decided.get(input)?.named ?? 0;
    if (named === 0) return summary;
    const cured = summary.hasPrograms ? ['ownership-refused'] : ['no-programs', 'ownership-refused'];
    const blindSpots = summary.blindSpots.filter(({ id }) => !cured.includes(id));
    return { ...summary, hasPrograms: true, blindSpots };
  }
}
