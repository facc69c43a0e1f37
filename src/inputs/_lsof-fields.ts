import { readLsofName, stateFrom, unescapeCommand } from './_lsof-row.js';
import type { SocketRow } from './_rows.js';

type Give = (row: SocketRow | null | undefined, line: number, text: string) => void;

/** `lsof -F`: one field a line, `p` begins a process, `f` a file of it (lsof(8), "OUTPUT FOR OTHER PROGRAMS"). */
export class LsofFields {
  readonly #give: Give;
  #pid: number | null = null;
  #program: string | null = null;
  #user: string | null = null;
  #name: string | null = null;
  #type: string | null = null;
  #protocol: string | null = null;
  #state: string | undefined;
  #line = 0;

  constructor(give: Give) {
    this.#give = give;
  }

  line(text: string, number: number): void {
    const value = text.slice(1);
    switch (text[0]) {
      case 'p':
        if (!/^\d{1,10}$/.test(value)) return;
        this.#file();
        [this.#pid, this.#program, this.#user] = [Number(value), null, null];
        return;
      case 'f':
        return this.#file();
      case 'c':
        this.#program = unescapeCommand(value);
        return;
      case 'L':
        this.#user = value;
        return;
      case 'u':
        this.#user ??= value;
        return;
      case 't':
        this.#fileWithoutNumber();
        this.#type = value;
        return;
      case 'P':
        this.#fileWithoutNumber();
        if (/^[a-z][a-z0-9]{1,11}$/i.test(value)) this.#protocol = value.toLowerCase();
        return;
      case 'T':
        if (value.startsWith('ST=')) this.#state = value.slice(3);
        return;
      case 'n':
        this.#fileWithoutNumber();
        [this.#name, this.#line] = [value, number];
    }
  }

  /** Without `f` among the fields, type, protocol and name (in this order, the state after them) begin the next file. */
  #fileWithoutNumber(): void {
    if (this.#name !== null) this.#file();
  }

  /** Gives the file that the fields so far describe; one without a network type counts if its name has two ends. */
  #file(): void {
    const [name, type, protocol, state] = [this.#name, this.#type, this.#protocol, this.#state];
    [this.#name, this.#type, this.#protocol, this.#state] = [null, null, null, undefined];
    if (name === null) return;
    const isNetwork = type === null ? protocol !== null || looksLikeSocket(name) : /^(?:IPv[46]|inet6?)$/.test(type);
    if (!isNetwork) return;
    const transport = protocol ?? (state === undefined && !name.includes('->') && !name.includes('(') ? 'udp' : 'tcp');
    const row = readLsofName(transport, name);
    if (row == null) return this.#give(row, this.#line, `n${name}`);
    const told = state === undefined ? row.state : stateFrom(state, transport, row.remote);
    this.#give(
      { ...row, state: told, program: this.#program, pid: this.#pid, user: this.#user },
      this.#line,
      `n${name}`,
    );
  }

  end(): void {
    this.#file();
  }
}

function looksLikeSocket(name: string): boolean {
  return /^(?:\*|\[[0-9a-f:.]+\]|[\w.-]+):[\w*-]+(?:->|\s+\(|$)/i.test(name);
}
