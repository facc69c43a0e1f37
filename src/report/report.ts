import type { Investigation } from '../model/investigation.js';

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
}

/** One output format: a plain object in a file of its own name. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly mediaType: string;
  /** File name endings without the dot, the usual one first. */
  readonly extensions: readonly string[];
  render(investigation: Investigation, options: RenderOptions, write: Write): void;
}

/** What the registry knows without loading a report. */
export interface ReportEntry {
  readonly name: string;
  readonly extensions: readonly string[];
  load(): Promise<Report>;
}
