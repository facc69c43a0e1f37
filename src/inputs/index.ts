import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { drive } from './_driver.js';
import type { ByteSource, InputFormat } from './format.js';
import { linuxNetstat } from './linux-netstat.js';
import { ss } from './ss.js';
import { windowsNetstat } from './windows-netstat.js';

export type { ByteSource, InputFormat } from './format.js';

/** A format by its name; a big one is loaded when a file isn't any of the small ones. */
export interface FormatEntry {
  readonly name: string;
  load(): InputFormat | Promise<InputFormat>;
  /** Claims whatever looks like its kind at all, so it is asked after the others. */
  readonly isGeneral: boolean;
}

/** Every listing format that can be read, alphabetical. */
export const formats: readonly FormatEntry[] = [
  { name: 'linux-netstat', load: () => linuxNetstat, isGeneral: false },
  { name: 'ss', load: () => ss, isGeneral: false },
  { name: 'table', load: async () => (await import('./table.js')).table, isGeneral: true },
  { name: 'windows-netstat', load: () => windowsNetstat, isGeneral: false },
];

/**
 * Reads one input to its end: recognises encoding and format, gives every row to `sink` in file order and returns
 * what was read. Bad evidence never throws, it is counted: an unrecognised or empty input has `format: null`,
 * no rows and a blind spot that says why. `options.bulk: false` keeps big inputs on the line path.
 * Errors of `source.read` are not caught.
 */
export function readInput(
  source: ByteSource,
  sink: { connection(connection: Connection): void },
  options: { readonly bulk?: boolean } = {},
): Promise<InputSummary> {
  const [special, general] = [false, true].map((isGeneral) => formats.filter((entry) => entry.isGeneral === isGeneral));
  return drive(source, sink, [...special, ...general], options.bulk !== false);
}
