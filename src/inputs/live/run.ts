import { execFile } from 'node:child_process';
import type { Ran, Runner } from './system.js';

/** netstat -b asks every service manager it meets: half a minute on a busy server. */
const LONGEST = 90_000;
const MOST_BYTES = 67_108_864;

/** Runs a command without a shell, with English words, bounded in time and output. */
export const runCommand: Runner = ({ file, args }) =>
  new Promise<Ran>((done) => {
    const options = {
      encoding: 'buffer',
      timeout: LONGEST,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
      env: environment(),
    } as const;
    execFile(file, [...args], options, (error, stdout) => done({ output: stdout, problem: problemOf(error) }));
  });

/** ss and ip live where only root looks. */
function environment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') return process.env;
  return { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin` };
}

function problemOf(error: (Error & { code?: unknown; killed?: boolean }) | null): string | null {
  if (error === null) return null;
  if (error.code === 'ENOENT') return 'it is not installed';
  if (error.code === 'EACCES') return 'it may not be run';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed more than 64 MB';
  if (error.killed === true) return `it took longer than ${LONGEST / 1000} seconds`;
  return typeof error.code === 'number' ? `it ended with code ${error.code}` : 'it could not be run';
}
