import type { Connection, Endpoint, Process, State } from '../model/connection.js';
import type { BlindSpot, OperatingSystem } from '../model/input.js';
import { listingBlindSpots } from './_blind-spots.js';
import { Interner } from './_intern.js';
import { OwnEnds } from './_own-ends.js';
import { type RawRecord, readRecord, type TableTraits } from './_table-record.js';
import { tableBlindSpots, type TableCounts } from './_table-spots.js';
import type { Sink } from './format.js';

/** What a reader made of one socket; what its listing doesn't say is left out. */
export interface SocketRow {
  readonly protocol: string;
  readonly local: Endpoint | null;
  readonly remote: Endpoint;
  readonly state: State;
  readonly program?: string | null;
  readonly path?: string | null;
  readonly pid?: number | null;
  readonly user?: string | null;
  readonly time?: number | null;
  readonly bytesSent?: number | null;
  readonly bytesReceived?: number | null;
}

/** `protocol` where no cell says it. */
type OwnTraits = Partial<Pick<TableTraits, 'protocol' | 'isInitiator'>>;

const NONE: readonly string[] = [];
const KEPT_PROCESSES = 50_000;

/** Gives rows to the sink and counts what the blind spots of the capture depend on. */
export class Rows {
  readonly #sink: Sink;
  readonly #texts = new Interner();
  readonly #traits: TableTraits;
  readonly #processes = new Map<string, Process>();
  rows = 0;
  #withProgram = 0;
  #withPid = 0;
  #withTime = 0;
  #names = 0;
  #cut = 0;
  #listeners = 0;
  #udpPeers = 0;
  readonly #own = new OwnEnds();
  /** Rows whose owner the tool could not see. */
  refused = 0;

  /** `isInitiator`: the source of a record opened the connection. */
  constructor(sink: Sink, traits: { readonly isInitiator?: boolean; readonly protocol?: string } = {}) {
    this.#sink = sink;
    this.#traits = {
      isInitiator: traits.isInitiator === true,
      protocol: traits.protocol ?? 'tcp',
      texts: this.#texts,
      combined: false,
    };
  }

  /** A record of named cells, as a table has it; unreadable ones are bad lines. `own` is true of this record alone. */
  record(record: RawRecord, line: number, text: string, own?: OwnTraits): void {
    const traits = own === undefined ? this.#traits : { ...this.#traits, ...own };
    const result = readRecord(record, line, traits);
    if (typeof result === 'string') return this.#sink.badLine(line, text, result);
    this.#own.saw(result.connection);
    this.#give(result.connection);
    if (result.second !== null) this.#sink.secondEnd(result.second);
  }

  socket(row: SocketRow, line: number): void {
    const { state, remote } = row;
    this.#give({
      protocol: row.protocol,
      local: row.local,
      remote: this.#owned(remote),
      state,
      direction: state === 'listening' ? 'listening' : null,
      process: this.#process(row),
      host: null,
      remoteNames: NONE,
      time: row.time ?? null,
      bytesSent: row.bytesSent ?? null,
      bytesReceived: row.bytesReceived ?? null,
      line,
      count: 1,
    });
  }

  #owned(end: Endpoint): Endpoint {
    if (end.name !== null) return { ...end, name: this.#texts.own(end.name) };
    return end.cut === null ? end : { ...end, cut: this.#texts.own(end.cut) };
  }

  #give(connection: Connection): void {
    const { process, remote } = connection;
    this.rows += 1;
    if (process !== null && (process.name !== null || process.path !== null)) this.#withProgram += 1;
    if (process !== null && process.pid !== null) this.#withPid += 1;
    if (connection.time !== null) this.#withTime += 1;
    if (remote.name !== null) this.#names += 1;
    if (remote.cut !== null) this.#cut += 1;
    if (connection.state === 'listening') this.#listeners += 1;
    if (connection.protocol === 'udp' && !remote.isAny) this.#udpPeers += 1;
    this.#sink.connection(connection);
  }

  #process(row: SocketRow): Process | null {
    const { program = null, path = null, pid = null, user = null } = row;
    if (program === null && path === null && pid === null && user === null) return null;
    const key = `${pid}/${program}/${user}/${path}`;
    const known = this.#processes.get(key);
    if (known !== undefined) return known;
    const own = (text: string | null): string | null => (text === null ? null : this.#texts.own(text.slice(0, 4096)));
    const process: Process = {
      name: own(program),
      path: own(path),
      pid,
      services: NONE,
      commandLine: null,
      user: own(user),
      parent: null,
      signer: null,
    };
    if (this.#processes.size < KEPT_PROCESSES) this.#processes.set(key, process);
    return process;
  }

  /** What a listing of one moment cannot show. */
  listingSpots(os: OperatingSystem): BlindSpot[] {
    return listingBlindSpots(os, {
      rows: this.rows,
      withProgram: this.#withProgram,
      withPid: this.#withPid,
      names: this.#names,
      cut: this.#cut,
      listeners: this.#listeners,
      udpPeers: this.#udpPeers,
      refused: this.refused,
      torn: 0,
    });
  }

  /** What a log or an export cannot show. */
  logSpots(): BlindSpot[] {
    return tableBlindSpots(this.#counts());
  }

  /** The same for one of a firewall or router, which knows of no programs: the computer behind it does. */
  deviceSpots(): BlindSpot[] {
    return tableBlindSpots(this.#counts(), this.#own.busiest);
  }

  /** Whether records had ends of several computers, as those of a router. */
  get areOfSeveral(): boolean {
    return this.#own.areSeveral;
  }

  #counts(): TableCounts {
    return {
      rows: this.rows,
      withProgram: this.#withProgram,
      withPid: this.#withPid,
      names: this.#names,
      withTime: this.#withTime,
    };
  }
}

/** Certainty from the number of lines that can be nothing else. */
export function certainty(rows: number): number {
  return rows === 0 ? 0 : Math.min(0.97, 0.61 + rows / 100);
}

/** How many lines of the head are rows, counted to `enough` at most. */
export function countRows(lines: readonly string[], isRow: (line: string) => boolean, enough = 50): number {
  let rows = 0;
  for (const line of lines) {
    if (!isRow(line)) continue;
    rows += 1;
    if (rows >= enough) break;
  }
  return rows;
}
