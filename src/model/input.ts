/** Evidence that could not be read: shown with its number and reason, never dropped silently. */
export interface BadLine {
  /** 1-based line in the file. */
  readonly line: number;
  /** The text as read, cut to a bounded length. */
  readonly text: string;
  readonly reason: string;
}

/** Something this capture cannot show, and the command or file that would. */
export interface BlindSpot {
  /** Stable key, kebab-case: `no-programs`, `no-udp-peers`, `one-moment`, `names-not-addresses` ... */
  readonly id: string;
  /** One sentence for a person. */
  readonly says: string;
  /** The command or action that would fix it. */
  readonly fix: string;
}

export type OperatingSystem = 'windows' | 'linux' | 'macos' | 'bsd' | 'unknown';

/** What was read from one input, and how well. */
export interface InputSummary {
  readonly name: string;
  /** Of all its bytes, lower-case hex. Empty for a big input whose hash nobody asked for. */
  readonly sha256: string;
  /** Name of the input unit: `windows-netstat`, `linux-netstat`, `ss`, `table`; null when nothing recognised the file. */
  readonly format: string | null;
  /** Tool and recognised switches for a person: `Windows netstat -ano`. */
  readonly tool: string;
  /** BCP 47 tag of the words in the listing, or null when it has none (no header, flow tables). */
  readonly language: string | null;
  /** `utf-8`, `utf-8-bom`, `utf-16le`, `utf-16be`, `cp850`, `windows-1252` ... */
  readonly encoding: string;
  readonly os: OperatingSystem;
  /** Connection rows read, listeners and unconnected UDP included. */
  readonly rows: number;
  /** The first bad lines (bounded); `badLineCount` counts them all. */
  readonly badLines: readonly BadLine[];
  readonly badLineCount: number;
  /** Unique remote names printed instead of addresses, port removed. */
  readonly nameOnlyPeers: readonly string[];
  /** Unique remote addresses cut by the tool. */
  readonly truncatedPeers: readonly string[];
  /** Most useful fix first. */
  readonly blindSpots: readonly BlindSpot[];
  /** True when reading stopped early (interrupt, limit). */
  readonly partial: boolean;
  /** True when rows carry a program name or path. */
  readonly hasPrograms: boolean;
}
