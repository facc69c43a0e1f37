import type { Progress, Watch } from '../inputs/watch.js';
import type { Io } from './io.js';

/** Before that a reading isn't long: nothing is shown, nothing is loaded, and Ctrl-C ends the program as ever. */
const PATIENCE = 500;

/**
 * Follows the reading of all inputs of one run; `total` is their bytes or null, `isShown` false keeps standard error
 * quiet.
 */
export function watchReading(io: Io, total: number | null, isShown: boolean, patience = PATIENCE): Watch {
  const started = performance.now();
  let long: Watch | null = null;
  const begin = async (progress: Progress): Promise<void> => {
    const { LongReading } = await import('./long-reading.js');
    long = new LongReading(io, total, isShown, started);
    await long.turn(progress);
  };
  return {
    get isStopped() {
      return long?.isStopped === true;
    },
    turn(progress) {
      if (long !== null) return long.turn(progress);
      return performance.now() - started < patience ? undefined : begin(progress);
    },
    bulkRead: async () => (await import('./quick-compiling.js')).compileQuickly(),
    end: () => long?.end(),
  };
}
