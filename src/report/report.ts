import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Tlp } from './_tlp.js';

export type { Tlp } from './_tlp.js';

/** Takes the report piece by piece, so that a hundred thousand peers never sit in one string. */
export type Write = (chunk: string) => void;

/** How a report is to look. Only `text` heeds all of it; machine formats ignore width, colour and top. */
export interface RenderOptions {
  /** Columns to fill; reports keep to 60..160. */
  readonly width: number;
  readonly colour: boolean;
  /** Writes addresses and names as `1[.]2[.]3[.]4` in text and csv, so that nothing turns them into links. */
  readonly defang: boolean;
  /** A person's terminal: links are OSC 8 hyperlinks instead of printed URLs. */
  readonly isTerminal: boolean;
  /** Peers shown in full per verdict; null: all of them. */
  readonly top: number | null;
  /** Times in UTC instead of this machine's zone (text only; machine formats are always UTC). */
  readonly utc: boolean;
  /** `brief` leaves out header and next steps, `full` adds facts, ledger and evidence. */
  readonly detail: 'brief' | 'normal' | 'full';
  /** With whom the report may be shared; `amber` when absent, since it holds what happens inside. */
  readonly tlp?: Tlp;
  /**
   * `client`: users, hosts, private addresses and command lines taken out, addresses defanged; `analyst` when absent.
   * Only a report that `hasEditions` may be asked for it.
   */
  readonly edition?: 'analyst' | 'client';
  /** Milliseconds since 1970 UTC when the evidence was taken, for evidence that carries no times of its own. */
  readonly observedAt?: number;
  /** Rows of the evidence as they stand; absent where nobody can read them again. Only `html` shows them. */
  readonly rawRows?: RawRows;
  /** Which kind of block list is wanted; `plain` when absent. Only `blocklist` heeds it. */
  readonly flavour?: string;
}

/** A line of the evidence as it stands. */
export interface RawRow {
  readonly input: number;
  readonly line: number;
  readonly text: string;
}

/** A few of the rows of a peer. */
export type RawRows = (judged: JudgedPeer) => readonly RawRow[];

/** What every output format says of itself. */
interface ReportFacts {
  readonly name: string;
  readonly title: string;
  readonly mediaType: string;
  /** File name endings without the dot, the usual one first. */
  readonly extensions: readonly string[];
  /** Made to be pasted where text turns into links: addresses are defanged unless that is switched off. */
  readonly defangsByDefault?: boolean;
}

/** One output format: a plain object in a file of its own name. */
export interface Report extends ReportFacts {
  render(investigation: Investigation, options: RenderOptions, write: Write): void;
}

/** One part of a file that holds several. It takes text piece by piece; nothing after `close`. */
export interface Part {
  write(text: string): void;
  close(): void;
}

/** The file that a report of several parts goes into. Parts may be open at the same time. */
export interface Parts {
  open(name: string): Part;
}

/** An output format that is a container of named parts (a workbook). Whoever owns the bytes packs them. */
export interface ArchiveReport extends ReportFacts {
  renderParts(investigation: Investigation, options: RenderOptions, parts: Parts): void;
}

/** What the registry knows without loading a report. */
export interface ReportEntry {
  readonly name: string;
  readonly extensions: readonly string[];
  /** Has a switch of its own, and is not among the values of `--output`. */
  readonly isAskedApart?: boolean;
  /** Can be written for a client; the others would hand over what `--edition client` promises to take out. */
  readonly hasEditions?: boolean;
  load(): Promise<Report | ArchiveReport>;
}
