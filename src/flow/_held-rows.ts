import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import type { Join, Joined } from './join.js';

/** Rows kept back until it is known what belongs to them. A listing of one moment is far shorter. */
const MOST_HELD = 50_000;

type Give = (connection: Connection, input: number, joined: Joined | null) => void;

/** Keeps the first rows of a source back: its companions may stand behind it in the same archive. */
export class HeldRows {
  readonly #name: string;
  readonly #join: Join;
  readonly #give: Give;
  readonly #mayComeLater: boolean;
  readonly #held: { readonly connection: Connection; readonly input: number }[] = [];
  readonly #decided = new Map<number, Joined>();
  readonly #written = new Map<number, number>();

  constructor(name: string, join: Join, mayComeLater: boolean, give: Give) {
    this.#name = name;
    this.#join = join;
    this.#mayComeLater = mayComeLater;
    this.#give = give;
  }

  /** Nothing is kept back, and nothing is to be joined. */
  get isDirect(): boolean {
    return this.#join.isEmpty && !this.#mayComeLater;
  }

  /** When the file of an input was last written, before its rows come. */
  began(input: number, written: number | undefined): void {
    if (written === undefined) this.#written.delete(input);
    else this.#written.set(input, written);
  }

  take(connection: Connection, input: number): void {
    if (this.isDirect) return this.#give(connection, input, null);
    const joined = this.#decided.get(input);
    if (joined !== undefined) return this.#pass(connection, input, joined);
    this.#held.push({ connection, input });
    if (this.#held.length >= MOST_HELD) this.release();
  }

  /** Decides and hands on what was held; later rows of the same inputs follow the decision. */
  release(): void {
    if (this.#join.isEmpty) {
      for (const { connection, input } of this.#held.splice(0)) this.#give(connection, input, null);
      return;
    }
    const rows = new Map<number, Connection[]>();
    for (const { connection, input } of this.#held) {
      const known = rows.get(input);
      if (known === undefined) rows.set(input, [connection]);
      else known.push(connection);
    }
    for (const [input, connections] of rows)
      this.#decided.set(input, this.#join.listing(this.#name, connections, this.#written.get(input) ?? null));
    for (const { connection, input } of this.#held.splice(0)) {
      const joined = this.#decided.get(input);
      if (joined !== undefined) this.#pass(connection, input, joined);
    }
  }

  #pass(connection: Connection, input: number, joined: Joined): void {
    this.#give(joined.apply(connection), input, joined);
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
