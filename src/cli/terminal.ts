import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks on standard error and reads one line from the terminal; a secret is not shown while it is typed. Null when the
 * input ends or Ctrl-C is pressed.
 */
export function question(text: string, isSecret: boolean): Promise<string | null> {
  process.stderr.write(text);
  // readline echoes what is typed to its output: for a secret that is nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: isSecret ? nowhere : process.stderr, terminal: true });
  return new Promise((resolve) => {
    let line: string | null = null;
    lines.once('line', (typed) => {
      line = typed;
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      if (isSecret || line === null) process.stderr.write('\n');
      resolve(line);
    });
  });
}
