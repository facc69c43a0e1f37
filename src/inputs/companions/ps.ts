import { fileNameOf } from '../../model/image.js';
import type { Companion, SeenProcess } from './companion.js';
import { linesOf } from './companion.js';

/** What the columns of ps are called by Linux, macOS, the BSDs, Solaris and busybox. */
const USER = /^(?:UID|USER|RUSER|EUSER|LOGIN|LOGNAME)$/;
const SHORT = /^(?:COMM|UCMD|UCOMM|EXE)$/;
const LONG = /^(?:CMD|COMMAND|ARGS)$/;
const KNOWN =
  /^(?:PID|PPID|C|STIME|TTY|TT|TIME|%CPU|%MEM|VSZ|RSS|STAT|START|STARTED|F|S|PRI|NI|ADDR|SZ|WCHAN|PGID|SID|LWP)$/;
const MONTH = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/;

interface Column {
  readonly name: string;
  readonly from: number;
}

/**
 *   UID          PID    PPID  C STIME TTY          TIME CMD
 *   www-data    1432    1430  0 09:12 ?        00:00:01 /usr/sbin/nginx -g daemon off;
 */
export const ps: Companion = {
  name: 'ps',
  title: 'Processes of Linux, macOS and BSD (ps)',
  reads: [
    {
      tool: 'ps -ef, ps aux, ps -eo, ps -axo ...',
      versions: 'procps, busybox, macOS, FreeBSD, OpenBSD, Solaris',
      link: 'https://man7.org/linux/man-pages/man1/ps.1.html',
    },
  ],
  sniff({ lines }) {
    const at = lines.slice(0, 30).findIndex((line) => headerOf(line) !== null);
    if (at < 0) return 0;
    const columns = headerOf(lines[at] ?? '') ?? [];
    const row = lines.slice(at + 1).find((line) => line.trim() !== '');
    return row !== undefined && processOf(row, columns) !== null ? 0.92 : 0;
  },
  read(text, sink) {
    let columns: readonly Column[] | null = null;
    linesOf(text).forEach((line, at) => {
      if (line.trim() === '') return;
      const header = headerOf(line);
      if (header !== null) columns = header;
      else if (columns !== null) {
        const process = processOf(line.slice(0, 65_536), columns);
        if (process === null) sink.badLine(at + 1, line, 'no process number where one stands');
        else sink.process(process);
      }
    });
  },
};

function headerOf(line: string): Column[] | null {
  if (line.length > 400 || !/\bPID\b/.test(line)) return null;
  const columns = [...line.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, from: index }));
  const last = columns.at(-1)?.name ?? '';
  const known = columns.filter(
    ({ name }) => KNOWN.test(name) || USER.test(name) || SHORT.test(name) || LONG.test(name),
  );
  return columns.length > 1 && (LONG.test(last) || SHORT.test(last)) && known.length * 3 >= columns.length * 2
    ? columns
    : null;
}

function processOf(line: string, columns: readonly Column[]): SeenProcess | null {
  const cells = cellsOf(line, columns);
  if (cells === null) return null;
  let [pid, parentPid, user, short, long]: [number | null, number | null, string?, string?, string?] = [null, null];
  columns.forEach(({ name }, at) => {
    const cell = cells[at] ?? '';
    const isLast = at === columns.length - 1;
    if (name === 'PID') pid = numberOf(cell);
    else if (name === 'PPID') parentPid = numberOf(cell);
    else if (USER.test(name)) user ??= cell;
    else if (SHORT.test(name) || (LONG.test(name) && !isLast)) short = cell;
    else if (LONG.test(name)) long = withoutTree(cell);
  });
  if (pid === null) return null;
  // `ps -e` without arguments shows the name alone.
  const isName = long !== undefined && columns.length === 4 && columns.some(({ name }) => name.startsWith('TT'));
  return {
    pid,
    parentPid,
    user: user ?? null,
    ...programOf(short ?? (isName ? long : undefined), isName ? undefined : long),
  };
}

/** The lines of a tree (`ps axf`) and busybox's `{name}` are no part of the command. */
function withoutTree(command: string): string {
  return command
    .replace(/^[\s|]*\\_ /, '')
    .replace(/^\{[^}]{1,64}\} /, '')
    .trim();
}

function numberOf(cell: string): number | null {
  return /^\d{1,10}$/.test(cell) ? Number(cell) : null;
}

function programOf(short: string | undefined, long: string | undefined): Partial<SeenProcess> {
  const command = long === undefined || /^\[.*\]$/.test(long) ? null : long;
  const path = short?.startsWith('/') === true ? short : pathIn(command);
  const name = short === undefined ? nameIn(long ?? '') : fileNameOf(short);
  return { name, path, commandLine: command };
}

/** A path at the start of a command line. Applications of macOS have blanks in theirs: those end at an option. */
export function pathIn(command: string | null): string | null {
  if (command === null || !command.startsWith('/')) return null;
  if (command.includes('.app/')) return command.split(/ -{1,2}\w/, 1)[0] ?? null;
  return command.split(' ', 1)[0]?.replace(/:$/, '') ?? null;
}

function nameIn(command: string): string {
  if (command.startsWith('[')) return command;
  const path = pathIn(command);
  // `-bash` is a login shell, `sshd: maria@pts/0` a title.
  return path === null ? (command.split(' ', 1)[0] ?? '').replace(/^-/, '').replace(/:$/, '') : fileNameOf(path);
}

/** Words by order; a text in the middle (a name with blanks) by the place of its column. Null: too few. */
function cellsOf(line: string, columns: readonly Column[]): string[] | null {
  const cells: string[] = [];
  let at = skip(line, 0);
  for (let column = 0; column < columns.length; column += 1) {
    const name = columns[column]?.name ?? '';
    if (at >= line.length) return null;
    const end = endOf(line, at, name, columns[column + 1]);
    cells.push(line.slice(at, end).trim());
    at = skip(line, end);
  }
  return cells;
}

function endOf(line: string, at: number, name: string, next: Column | undefined): number {
  if (next === undefined) return line.length;
  if (SHORT.test(name) || LONG.test(name)) {
    if (next.from > at && /\s/.test(line[next.from - 1] ?? '')) return next.from;
  }
  let end = wordEnd(line, at);
  // `STARTED` is `Tue Nov 25 09:12:01 2026`, Solaris' STIME `Nov 24`.
  const word = line.slice(at, end);
  if (name === 'STARTED' && /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/.test(word))
    for (let n = 0; n < 4; n += 1) end = wordEnd(line, skip(line, end));
  else if (MONTH.test(word)) end = wordEnd(line, skip(line, end));
  return end;
}

function wordEnd(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at += 1;
  return at;
}

function skip(line: string, from: number): number {
  let at = from;
  while (at < line.length && (line[at] === ' ' || line[at] === '\t')) at += 1;
  return at;
}
