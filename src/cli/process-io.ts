import { join } from 'node:path';
import { stdinSource } from './files.js';
import type { Io, TextOutput } from './io.js';
import { DescriptorOutput, isTerminal } from './output.js';

/** This process as the world of the command line; `home` is the folder of the bundle. `process.stdout` is not touched unless it is a terminal: it is slow to make. */
export function processIo(home: string): Io {
  return {
    stdout: output(1, () => process.stdout),
    stderr: output(2, () => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    // Beside the bundle, unless somebody keeps it elsewhere.
    packDirectory: process.env.FAREND_PACK ?? join(home, 'pack'),
    get stdinIsTerminal() {
      return isTerminal(0);
    },
    openStdin: () => stdinSource(),
    question: async (text, isSecret) => (await import('./terminal.js')).question(text, isSecret),
    interruptible,
    openKeychain: async () => (await import('../flow/ask.js')).openKeychain(process.env),
    now: () => new Date(),
  };
}

function output(descriptor: number, stream: () => NodeJS.WriteStream): TextOutput {
  if (!isTerminal(descriptor)) return new DescriptorOutput(descriptor, false);
  // A Windows console wants UTF-16, which only the stream writes; bytes would come out in its code page.
  if (process.platform === 'win32') return streamOutput(stream());
  return new DescriptorOutput(descriptor, true, () => stream().columns ?? null);
}

function streamOutput(stream: NodeJS.WriteStream): TextOutput {
  return {
    isTerminal: true,
    columns: () => stream.columns ?? null,
    write: (text) => void stream.write(text),
    writeBytes: (bytes) => void stream.write(bytes),
    flush: () => {},
  };
}

/** Ctrl-C, a service manager, a closed terminal. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function interruptible(): { readonly signal: AbortSignal; readonly release: () => void } {
  const control = new AbortController();
  const stop = (): void => control.abort();
  // The second one finds no listener and ends the program as ever.
  for (const name of ENDINGS) process.once(name, stop);
  const release = (): void => {
    for (const name of ENDINGS) process.off(name, stop);
  };
  return { signal: control.signal, release };
}
