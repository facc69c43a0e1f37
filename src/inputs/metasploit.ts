import type { Endpoint, State } from '../model/connection.js';
import type { OperatingSystem } from '../model/input.js';
import { readEndpoint } from './_endpoint.js';
import { certainty, countRows, Rows, type SocketRow } from './_rows.js';
import { stateOf } from './_states.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
//     Proto  Local address     Remote address    State        User  Inode  PID/Program name
//     tcp    192.0.2.17:52310  198.51.100.7:443  ESTABLISHED  0     0      4242/example.exe

interface Cell {
  readonly at: number;
  text: string;
}

/** Cells of a row stand two or more blanks apart, because names hold single ones. */
function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  const pattern = /\S+(?: \S+)*/g;
  for (let match = pattern.exec(line); match !== null && cells.length < 12; match = pattern.exec(line))
    cells.push({ at: match.index, text: match[0] });
  return cells;
}

const START = /^[\s|]*(?:tcp|udp)6?\s/;

/** `[tcp] [local] [remote] [STATE] user inode pid/program`; `-` for what the target didn't tell. */
function readRow(cells: readonly Cell[]): SocketRow | null | undefined {
  const texts = cells.map((cell) => cell.text);
  const protocol = texts[0] ?? '';
  if (!/^(?:tcp|udp)6?$/.test(protocol) || texts.length < 5) return undefined;
  const [, localText = '', remoteText = '', ...rest] = texts;
  const word = rest[0] ?? '';
  const known = stateOf(word);
  const hasState = /^[A-Z_0-9]*[A-Z][A-Z_0-9]*$/.test(word) && known !== null;
  const [user = '', inode = '', ...owner] = hasState ? rest.slice(1) : rest;
  if (!/^(?:\d+|-|[\w-]+)$/.test(user) || !/^(?:\d+|-)$/.test(inode)) return undefined;
  const local = readEndpoint(localText);
  const remote = readEndpoint(remoteText);
  if (local === null || remote === null) return null;
  const program = /^(\d{1,10})\/(.*)$/.exec(owner.join(' '));
  return {
    protocol: protocol.slice(0, 3),
    local,
    remote,
    state: stateFrom(hasState ? known : null, protocol, remote),
    pid: program === null ? null : Number(program[1]),
    program: nameOf(program?.[2]),
    user: user === '0' && inode === '0' ? null : user === '-' ? null : user,
  };
}

function stateFrom(known: State | null, protocol: string, remote: Endpoint): State {
  if (known !== null) return known;
  if (protocol.startsWith('udp')) return 'none';
  return remote.isAny ? 'listening' : 'unknown';
}

function nameOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' || text === '[System Process]' ? null : text;
}

class MetasploitReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #open: { cells: Cell[]; line: number; text: string } | null = null;
  #hasExe = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    if (START.test(text)) {
      this.#close();
      this.#open = { cells: cellsOf(text), line: number, text };
    } else if (!this.#continues(text)) this.#close();
  }

  /** Long cells are wrapped: the rest stands in the next line under its own column, where nothing else is. */
  #continues(text: string): boolean {
    const open = this.#open;
    if (open === null || text.trim() === '' || /^\S/.test(text)) return false;
    const parts = cellsOf(text).map((part) => ({ part, cell: open.cells.find((cell) => cell.at === part.at) }));
    if (parts.some(({ cell }) => cell === undefined) || parts[0]?.cell === open.cells[0]) return false;
    for (const { part, cell } of parts) if (cell !== undefined && cell.text.length < 500) cell.text += part.text;
    return true;
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const row = readRow(open.cells);
    if (row === undefined && open.cells.length < 3) return;
    if (row == null) this.#sink.badLine(open.line, open.text, 'a socket row without two readable addresses');
    else {
      this.#hasExe ||= row.program?.toLowerCase().endsWith('.exe') === true;
      this.#rows.socket(row, open.line);
    }
  }

  end(): CaptureFacts {
    this.#close();
    const os: OperatingSystem = this.#hasExe ? 'windows' : 'unknown';
    return { tool: 'Metasploit netstat', language: 'en', os, blindSpots: this.#rows.listingSpots(os) };
  }
}

/** Windows netstat reads rows of this shape too, so the marks of this one must be seen. */
function sniff(head: Head): number {
  const rows = countRows(head.lines, (line) => START.test(line) && readRow(cellsOf(line)) != null, 50);
  if (rows === 0) return 0;
  return /Inode\s+PID\/Program name/.test(head.text) ? 0.985 : certainty(rows);
}

/** `netstat` of Meterpreter sessions. */
export const metasploit: InputFormat = {
  name: 'metasploit',
  title: 'Metasploit netstat',
  reads: [
    {
      tool: 'netstat in Meterpreter',
      versions: 'Metasploit Framework 4 to 6, wrapped cells too',
      link: 'https://github.com/rapid7/metasploit-framework',
    },
  ],
  sniff,
  open: (_head, sink) => new MetasploitReader(sink),
};
