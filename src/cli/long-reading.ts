import type { Progress, Watch } from '../inputs/watch.js';
import { grouped } from '../model/number-text.js';
import { terminalText } from '../report/terminal-text.js';
import type { Io } from './io.js';

/** Milliseconds between two looks of the line. */
const EVERY = 200;
const NARROWEST = 60;
const NAME_SHOWN = 30;

/** A reading that takes long: one line on a terminal says how far it is, Ctrl-C ends it with what was read. */
export class LongReading implements Watch {
  readonly #io: Io;
  readonly #total: number | null;
  readonly #isShown: boolean;
  readonly #started: number;
  readonly #interrupt: ReturnType<Io['interruptible']>;
  /** What inputs before the one at hand had. */
  #before = { bytes: 0, rows: 0 };
  #now: Progress | null = null;
  #next = 0;
  #width = 0;
  #isTold = false;

  constructor(io: Io, total: number | null, isShown: boolean, started: number) {
    this.#io = io;
    this.#total = total;
    this.#isShown = isShown;
    this.#started = started;
    this.#interrupt = io.interruptible();
  }

  get isStopped(): boolean {
    return this.#interrupt.signal.aborted;
  }

  async turn(progress: Progress): Promise<void> {
    this.#follow(progress);
    // Signals are seen between two turns of the event loop, and reading is synchronous.
    await new Promise((resume) => setImmediate(resume));
    if (this.isStopped) return this.#tell();
    const now = performance.now();
    if (now < this.#next || !this.#isVisible) return;
    this.#next = now + EVERY;
    this.#show(this.#text(progress, now));
  }

  /** From here on Ctrl-C ends the program at once; the line is gone. */
  end(): void {
    this.#show('');
    this.#interrupt.release();
  }

  get #isVisible(): boolean {
    return this.#isShown && this.#io.stderr.isTerminal;
  }

  #follow(progress: Progress): void {
    const last = this.#now;
    if (last !== null && last.name !== progress.name) {
      this.#before = { bytes: this.#before.bytes + last.bytes, rows: this.#before.rows + last.rows };
    }
    this.#now = progress;
  }

  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#show('');
    if (!this.#isShown) return;
    this.#io.stderr.write('farend: stopped; what was read so far is reported (Ctrl-C again ends at once)\n');
    this.#io.stderr.flush();
  }

  #text({ name, bytes, rows }: Progress, now: number): string {
    const read = this.#before.bytes + bytes;
    const seconds = (now - this.#started) / 1000;
    const rate = read / seconds;
    const parts = [
      this.#share(read),
      `${grouped(this.#before.rows + rows)} rows`,
      `${(rate / 1e6).toFixed(rate < 1e7 ? 1 : 0)} MB/s`,
      this.#total === null || read > this.#total ? null : `${clock((this.#total - read) / rate)} left`,
      terminalText(name === '-' ? 'standard input' : name, NAME_SHOWN),
    ];
    return `farend: ${parts.filter((part) => part !== null).join(' · ')}`;
  }

  #share(read: number): string {
    const total = this.#total;
    return total === null || read > total
      ? `${size(read)} read`
      : `${Math.floor((read / total) * 100)} % of ${size(total)}`;
  }

  /** Over what the line said before; nothing clears it. */
  #show(text: string): void {
    const { stderr } = this.#io;
    if (!this.#isVisible || (text === '' && this.#width === 0)) return;
    const cut = text.slice(0, Math.max(stderr.columns() ?? 0, NARROWEST) - 1);
    stderr.write(`\r${cut.padEnd(this.#width)}${text === '' ? '\r' : ''}`);
    stderr.flush();
    this.#width = cut.length;
  }
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function clock(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
