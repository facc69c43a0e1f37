import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { drive } from './_driver.js';
import type { ByteSource, InputFormat } from './format.js';
import { linuxNetstat } from './linux-netstat.js';
import { ss } from './ss.js';
import { table } from './table.js';
import { windowsNetstat } from './windows-netstat.js';

export type { ByteSource, InputFormat } from './format.js';

/** Every listing format that can be read, alphabetical. */
export const formats: readonly InputFormat[] = [linuxNetstat, ss, table, windowsNetstat];

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
  const loaders = formats.map((format) => () => format);
  return drive(source, sink, loaders, options.bulk !== false);
}
