import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';
import { splitCells } from '../_delimited.js';
import { cellsUnder, rulerSpans, type Span } from './_ruler.js';

/** One process as printed, before the words that say "nothing" in this language are known. */
interface Row {
  readonly line: number;
  readonly name: string;
  readonly pid: number;
  /** The cells after the process number. */
  readonly rest: string[];
}

const PROGRAM = /\.(?:exe|com|scr)$/i;
const NUMBERS = /^\s*=+ ={6}(?:={2})? =/;
/** The first cells of other tools' tables under such a rule. */
const ADDRESS = /(?:\d{1,3}\.){3}\d|:[0-9a-f]{0,4}:/i;

/**
 * Windows tasklist in any language: the words of its header and of "N/A" change, the shape doesn't.
 *   Image Name                     PID Services
 *   ========================= ======== ============================================
 *   svchost.exe                   1180 Dnscache, NlaSvc
 * or CSV: "svchost.exe","1180","Services","0","14,528 K"
 */
export const tasklist: Companion = {
  name: 'tasklist',
  title: 'Windows tasklist',
  reads: [
    {
      tool: 'tasklist, tasklist /v, tasklist /svc',
      versions: 'table, CSV and list of Windows XP to 11, any language, any width',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/tasklist',
    },
  ],
  sniff({ text }) {
    const lines = linesOf(text).slice(0, 400);
    const rows = rowsOf(lines, () => undefined);
    if (rows.length === 0) return 0;
    const programs = rows.filter(({ name, pid }) => PROGRAM.test(name) || (pid <= 4 && !ADDRESS.test(name))).length;
    const rule = lines.find((line) => rulerSpans(line, '=', 3) !== null);
    // Two words have no ending; the column of their numbers is as wide in every language.
    if (rule !== undefined)
      return rows.some(({ name }) => PROGRAM.test(name)) || (programs > 0 && NUMBERS.test(rule)) ? 0.95 : 0;
    // Columns of tasklist, /v and /svc; other tools' CSV may begin with a program and a number too.
    const isWide = rows.every(({ rest }) => [1, 3, 7].includes(rest.filter((cell) => !cell.startsWith('\n')).length));
    return isWide && programs * 2 > rows.length ? 0.9 : 0;
  },
  read(text, sink) {
    const rows = rowsOf(linesOf(text), (line, start) =>
      sink.badLine(line, start, 'no process number where one stands'),
    );
    give(rows, sink);
  },
};

type Bad = (line: number, text: string) => void;

function rowsOf(lines: readonly string[], bad: Bad): Row[] {
  const rule = lines.findIndex((line) => rulerSpans(line, '=', 3) !== null);
  if (rule >= 0) return ruledRows(lines, rule, bad);
  const isList = lines.some((line) => /^PID: +\d+\s*$/.test(line));
  return isList ? listRows(lines) : csvRows(lines, bad);
}

function ruledRows(lines: readonly string[], rule: number, bad: Bad): Row[] {
  const rows: Row[] = [];
  let spans: readonly Span[] = rulerSpans(lines[rule] ?? '', '=', 3) ?? [];
  for (let at = rule + 1; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    if (text.trim() === '' || text.length > 8192) continue;
    const again = rulerSpans(text, '=', 3);
    if (again !== null) spans = again;
    // The header of a second list stands over its rule.
    if (again !== null || rulerSpans(lines[at + 1] ?? '', '=', 3) !== null) continue;
    const [name = '', pid = '', ...rest] = cellsUnder(text, spans);
    if (/^\d{1,10}$/.test(pid) && name !== '') rows.push({ line: at + 1, name, pid: Number(pid), rest });
    else if (name === '' && pid === '') rows.at(-1)?.rest.push(`\n${rest.join(' ')}`);
    else addByShape(rows, text, at + 1, bad);
  }
  return rows;
}

/** Wide letters (CJK) take two columns of a console: then only the number parts name and rest. */
function addByShape(rows: Row[], text: string, line: number, bad: Bad): void {
  const match = /^(\S.{0,200}?) +(\d{1,10})(?: +(\S.*))?$/.exec(text.slice(0, 2048));
  if (match === null) return bad(line, text);
  rows.push({ line, name: (match[1] ?? '').trim(), pid: Number(match[2]), rest: (match[3] ?? '').split(/ {2,}/) });
}

function csvRows(lines: readonly string[], bad: Bad): Row[] {
  const rows: Row[] = [];
  lines.forEach((text, at) => {
    if (!text.startsWith('"') || text.length > 65_536) return;
    const cells = splitCells(text, ',');
    if (cells === null || cells.length < 3) return rows.length > 0 ? bad(at + 1, text) : undefined;
    const [name = '', pid = '', ...rest] = cells.map((cell) => cell.trim());
    if (/^\d{1,10}$/.test(pid) && name !== '') rows.push({ line: at + 1, name, pid: Number(pid), rest });
    // The header stands first, and again where files were appended.
    else if (rows.length > 0 && /\d/.test(text)) bad(at + 1, text);
  });
  return rows;
}

/** `/fo list`: the image's name, then `PID:` in every language, then the rest. */
function listRows(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  lines.forEach((text, at) => {
    const match = /^([^:]{1,40}):\s*(.*)$/.exec(text.slice(0, 4096));
    if (match === null) return;
    const value = (match[2] ?? '').trim();
    if (match[1] === 'PID' && /^\d{1,10}$/.test(value)) {
      const name = /^[^:]{1,40}:\s*(.*)$/.exec(lines[at - 1] ?? '')?.[1]?.trim() ?? '';
      rows.push({ line: at, name, pid: Number(value), rest: [] });
    } else if (!(lines[at + 1] ?? '').startsWith('PID: ')) rows.at(-1)?.rest.push(value);
  });
  return rows;
}

function give(rows: readonly Row[], sink: CompanionSink): void {
  const columns = Math.max(
    0,
    ...rows.slice(0, 50).map(({ rest }) => rest.filter((cell) => !cell.startsWith('\n')).length),
  );
  const isServices = columns === 1 && !rows.some(({ rest }) => /\.(?:dll|drv|ocx)\b/i.test(rest.join(' ')));
  // Idle and System host no service: what stands there is this language's "N/A".
  const nothing = new Set(rows.filter(({ pid }) => pid === 0 || pid === 4).map(({ rest }) => rest.join(' ').trim()));
  nothing.add('N/A');
  for (const { name, pid, rest } of rows) {
    sink.process({
      pid,
      // A table cuts names at 25 characters.
      name,
      services: isServices ? servicesOf(rest.join(' '), nothing) : [],
      user: columns >= 6 ? (rest.find((cell) => /^[^\\/:*?"<>|]+\\[^\\/:*?"<>|]+$/.test(cell)) ?? null) : null,
    });
  }
}

function servicesOf(text: string, nothing: ReadonlySet<string>): string[] {
  const all = text.replaceAll('\n', ' ').trim();
  if (all === '' || nothing.has(all)) return [];
  return all
    .split(/[,\s]+/)
    .filter((name) => /^[\w$.@+{}-]{1,256}$/.test(name))
    .slice(0, 200);
}
