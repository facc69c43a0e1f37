import { parseAddress } from '../../address/parse.js';
import { formatAddress } from '../../address/format.js';
import type { Address } from '../../address/address.js';
import type { Connection } from '../../model/connection.js';
import type { BlindSpot, OperatingSystem } from '../../model/input.js';
import { Rows } from '../_rows.js';
import type { RawRecord } from '../_table-record.js';
import { timeFrom } from '../_table-time.js';
import type { Sink } from '../format.js';
import type { WindowsEvent } from './windows-event.js';

const KEPT_PROCESSES = 20_000;
const KEPT_NAMES = 50_000;
const NAMES_PER_ADDRESS = 4;
/** How long a name that another process asked for still explains a connection. */
const SHARED_NAME_MS = 3_600_000;

interface Started {
  readonly commandLine: string | undefined;
  readonly parent: string | undefined;
  readonly user: string | undefined;
}

interface Answer {
  readonly name: string;
  readonly pid: string;
  readonly time: number | null;
}

/**
 * Rows from Windows events: Sysmon 3, Security 5156 and 5157 are connections; Sysmon 1 and Security 4688 tell how
 * their programs were started, Sysmon 22 which names led to their addresses. Events must come in the log's order.
 */
export class EventRows {
  readonly #rows: Rows;
  readonly #started = new Map<string, Started>();
  readonly #answers = new Map<string, Answer[]>();
  #names: readonly string[] = [];
  #events = 0;

  constructor(sink: Sink) {
    const named = (row: Connection): Connection => this.#named(row);
    this.#rows = new Rows(
      {
        connection: (row) => sink.connection(named(row)),
        secondEnd: (row) => sink.secondEnd(named(row)),
        badLine: (line, text, reason) => sink.badLine(line, text, reason),
      },
      { isInitiator: false },
    );
  }

  get rows(): number {
    return this.#rows.rows;
  }

  event(event: WindowsEvent, line: number): void {
    this.#events += 1;
    const id = event.system.get('EventID');
    // The one for Linux writes the same events as XML.
    const isSysmon = /^(?:Microsoft-Windows|Linux)-Sysmon$/.test(event.system.get('Provider') ?? '');
    if (isSysmon && id === '3') this.#connection(event, sysmonRecord(event), line);
    else if (isSysmon && id === '22') this.#answer(event);
    else if (isSysmon && id === '1') this.#start(event, 'ProcessId', 'ParentImage', 'User');
    else if (id === '5156' || id === '5157') this.#connection(event, filterRecord(event), line);
    else if (id === '4688') this.#start(event, 'NewProcessId', 'ParentProcessName', 'SubjectUserName');
  }

  #connection({ system, data }: WindowsEvent, record: RawRecord, line: number): void {
    const pid = record.pid ?? '';
    const started = this.#started.get(pidKey(pid));
    const full: RawRecord = {
      ...(started?.commandLine === undefined ? {} : { commandLine: started.commandLine }),
      ...(started?.parent === undefined ? {} : { parent: started.parent }),
      ...(started?.user === undefined ? {} : { user: started.user }),
      ...record,
      host: system.get('Computer'),
    };
    this.#rows.record(
      full,
      line,
      `event ${system.get('EventID') ?? ''}: ${[...data.values()].join(' ').slice(0, 200)}`,
    );
  }

  #start({ data }: WindowsEvent, pidName: string, parentName: string, userName: string): void {
    const pid = data.get(pidName);
    if (pid === undefined) return;
    if (this.#started.size >= KEPT_PROCESSES) this.#started.clear();
    const [commandLine, parent, user] = [data.get('CommandLine'), data.get(parentName), data.get(userName)];
    this.#started.set(pidKey(pid), { commandLine, parent, user });
  }

  /** `QueryResults`: `type:  5 alias.example;::ffff:198.51.100.7;2001:db8::7;`. */
  #answer({ data, system }: WindowsEvent): void {
    const name = data.get('QueryName')?.replace(/\.$/, '') ?? '';
    if (name === '' || name.length > 253 || parseAddress(name) !== null) return;
    const pid = data.get('ProcessId') ?? '';
    const time = timeFrom(data.get('UtcTime') ?? system.get('TimeCreated'));
    for (const part of (data.get('QueryResults') ?? '').split(';', 64)) {
      const address = parseAddress(part.trim());
      if (address === null) continue;
      const key = keyOf(address);
      const known = this.#answers.get(key) ?? [];
      if (this.#answers.size >= KEPT_NAMES && known.length === 0) this.#answers.clear();
      const others = known.filter((answer) => answer.name !== name || answer.pid !== pid);
      this.#answers.set(key, [{ name, pid, time }, ...others].slice(0, NAMES_PER_ADDRESS * 2));
    }
  }

  #named(row: Connection): Connection {
    if (row.remote.address === null) return row;
    const answers = this.#answers.get(keyOf(row.remote.address));
    if (answers === undefined) return row;
    const own = answers.filter(({ pid }) => row.process !== null && Number(pid) === row.process.pid);
    const fit = own.length > 0 ? own : answers.filter(({ time }) => isNear(time, row.time));
    if (fit.length === 0) return row;
    this.#names = [...new Set([...fit.map(({ name }) => name), ...row.remoteNames])].slice(0, NAMES_PER_ADDRESS);
    return { ...row, remoteNames: this.#names };
  }

  /** What these events cannot show. */
  blindSpots(): BlindSpot[] {
    if (this.rows > 0) return this.#rows.logSpots();
    if (this.#events === 0) return [];
    return [
      {
        id: 'no-connection-events',
        says: `The log holds ${this.#events} events, none of which tells of a connection (Sysmon 3, Security 5156).`,
        fix: 'auditpol /set /subcategory:"Filtering Platform Connection" /success:enable',
      },
    ];
  }

  readonly os: OperatingSystem = 'windows';
}

function sysmonRecord({ data, system }: WindowsEvent): RawRecord {
  return {
    time: data.get('UtcTime') ?? system.get('TimeCreated'),
    protocol: data.get('Protocol'),
    initiated: data.get('Initiated'),
    processPath: data.get('Image'),
    pid: data.get('ProcessId'),
    user: data.get('User'),
    sourceAddress: data.get('SourceIp') ?? '',
    sourcePort: data.get('SourcePort'),
    sourceHost: data.get('SourceHostname'),
    destinationAddress: data.get('DestinationIp') ?? '',
    destinationPort: data.get('DestinationPort'),
    destinationHost: data.get('DestinationHostname'),
  };
}

/** The filtering platform gives the own end as source in both directions (Microsoft's description of event 5156). */
function filterRecord({ data, system }: WindowsEvent): RawRecord {
  return {
    time: system.get('TimeCreated'),
    protocol: data.get('Protocol'),
    direction: data.get('Direction'),
    processPath: data.get('Application'),
    pid: data.get('ProcessID') ?? data.get('ProcessId'),
    sourceAddress: data.get('SourceAddress') ?? '',
    sourcePort: data.get('SourcePort'),
    destinationAddress: data.get('DestAddress') ?? '',
    destinationPort: data.get('DestPort'),
  };
}

function pidKey(pid: string): string {
  return String(Number(pid));
}

function isNear(asked: number | null, seen: number | null): boolean {
  return asked !== null && seen !== null && seen >= asked - 60_000 && seen - asked <= SHARED_NAME_MS;
}

/** Text of an address; IPv4 in IPv6 clothes counts as the IPv4. */
function keyOf(address: Address): string {
  const isMapped = address.family === 6 && address.w0 === 0 && address.w1 === 0 && address.w2 === 0xffff;
  return formatAddress(isMapped ? { ...address, family: 4, w2: 0, zone: null } : { ...address, zone: null });
}
