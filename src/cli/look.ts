import type { RenderOptions } from '../report/report.js';
import type { Arguments } from './arguments.js';
import type { Io, TextOutput } from './io.js';

/** Columns where no terminal says how many it has. */
const WIDTH = 100;
/** Peers in full per verdict. */
const TOP = 10;

/**
 * How a report is to look on `output`; null stands for a file, which has neither colours nor links. `defangs` is what
 * the report does when nobody says otherwise.
 */
export function lookFor(args: Arguments, io: Io, output: TextOutput | null, defangs = false): RenderOptions {
  const isTerminal = output?.isTerminal === true && io.env.TERM !== 'dumb';
  return {
    width: args.number('width', 1) ?? (output === null ? null : columnsOf(io, output)) ?? WIDTH,
    colour: output !== null && !args.has('no-color') && wantsColour(io, isTerminal),
    defang: (defangs || args.has('defang')) && !args.has('no-defang'),
    isTerminal,
    top: args.has('all') ? null : (args.number('top', 0) ?? TOP),
    utc: args.has('utc'),
    detail: args.has('verbose') ? 'full' : args.has('quiet') ? 'brief' : 'normal',
  };
}

/** no-color.org and force-color.org: a variable that is set and not empty decides. */
function wantsColour({ env }: Io, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return isTerminal;
}

function columnsOf({ env }: Io, output: TextOutput): number | null {
  const columns = output.columns() ?? Number(env.COLUMNS ?? Number.NaN);
  return Number.isInteger(columns) && columns > 0 ? columns : null;
}
