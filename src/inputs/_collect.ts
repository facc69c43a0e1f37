import type { Connection } from '../model/connection.js';
import type { FlowGroups, FlowSink } from '../model/flow-group.js';
import type { BadLine, InputSummary } from '../model/input.js';
import type { Sink } from './format.js';

const KEPT_BAD_LINES = 1_000;
const KEPT_PEERS = 10_000;
const BAD_LINE_TEXT = 300;

/** Control characters would reach terminals and tables through reports. */
function printable(text: string): string {
  return text.slice(0, BAD_LINE_TEXT).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** Passes connections on and keeps, bounded, what the summary of one input needs. */
export class Collector implements Sink {
  rows = 0;
  badLineCount = 0;
  hasPrograms = false;
  readonly badLines: BadLine[] = [];
  readonly #names = new Set<string>();
  readonly #cuts = new Set<string>();
  /** Whether groups name programs their reader says; these are missing where the sink behind takes none. */
  readonly flows: ((groups: FlowGroups) => void) | undefined;
  readonly starts: FlowSink['starts'];
  readonly keptClasses: FlowSink['keptClasses'];
  readonly addressCounts: FlowSink['addressCounts'];
  readonly told: FlowSink['told'];
  readonly #out: FlowSink;

  constructor(out: FlowSink) {
    this.#out = out;
    const { flows } = out;
    this.starts = out.starts;
    this.keptClasses = out.keptClasses;
    this.addressCounts = out.addressCounts;
    this.told = out.told;
    if (flows === undefined) return;
    this.flows = (groups) => {
      const { length, rows } = groups;
      for (let group = 0; group < length; group++) this.rows += rows[group];
      flows(groups);
    };
  }

  get nameOnlyPeers(): string[] {
    return [...this.#names];
  }

  get truncatedPeers(): string[] {
    return [...this.#cuts];
  }

  connection(connection: Connection): void {
    this.rows += connection.count;
    this.#note(connection);
    this.#out.connection(connection);
  }

  secondEnd(connection: Connection): void {
    this.#note(connection);
    this.#out.connection(connection);
  }

  badLine(line: number, text: string, reason: string): void {
    this.badLineCount += 1;
    if (this.badLines.length < KEPT_BAD_LINES) this.badLines.push({ line, text: printable(text), reason });
  }

  #note(connection: Connection): void {
    const { remote, process } = connection;
    if (remote.name !== null && this.#names.size < KEPT_PEERS) this.#names.add(remote.name);
    else if (remote.cut !== null && this.#cuts.size < KEPT_PEERS) this.#cuts.add(remote.cut);
    if (process !== null && (process.name !== null || process.path !== null)) this.hasPrograms = true;
  }
}

/** What a summary says of all rows together. */
export function collected(
  collector: Collector,
): Pick<InputSummary, 'nameOnlyPeers' | 'truncatedPeers' | 'hasPrograms'> {
  const { nameOnlyPeers, truncatedPeers, hasPrograms } = collector;
  return { nameOnlyPeers, truncatedPeers, hasPrograms };
}
