import { stateOf } from './_states.js';
import type { RawRecord } from './_table-record.js';

const PROTOCOL = /^(TCP|UDP)v?([46]?)$/i;
const OFFSET = /^(?:0x)?[0-9a-f]{6,18}$/i;
const NUMBER = /^\d{1,10}$/;
const NOTHING = /^(?:-|--|N\/A|-1|None)$/i;
/** An address cell: dotted, with colons, `*`, `-`, or one that was shortened in its middle. */
const ADDRESS = /^(?:\*|-|[0-9a-f.]*[:.][0-9a-f:.%\w]*)$/i;

/**
 * A row of netscan, netstat (version 3: address and port in cells of their own; version 2: joined), connscan, sockscan
 * or linux.sockstat, whatever separates the cells: tabs, blanks that replaced them, or bars (-r pretty).
 * Undefined: no row; null: a row that can't be read.
 */
export function readMemoryRow(line: string): RawRecord | null | undefined {
  if (line.length > 2000) return undefined;
  if (/^(?:TCP|UDP|SCTP|RAW)\s/.test(line)) return unixRow(line);
  if (!/[0-9a-f]{6}|AF_INET/.test(line)) return undefined;
  const cells = cellsOf(line);
  const family = cells.findIndex((cell) => /^AF_INET6?$/.test(cell));
  if (family > 0) return linuxRow(cells.slice(family + 1), cells.slice(0, family));
  const at = cells.findIndex((cell, index) => index > 0 && index < 4 && PROTOCOL.test(cell));
  if (at > 0 && OFFSET.test(cells[at - 1] ?? '')) return socketRow(cells[at] ?? '', cells.slice(at + 1));
  return OFFSET.test(cells[0] ?? '') && /^0x/i.test(cells[0] ?? '') ? connectionRow(cells.slice(1)) : undefined;
}

/** linux_netstat sets a colon between columns of fixed width, mac_netstat does without. */
const LINUX_2 =
  /^([A-Z]+) +([0-9a-f.:]{2,45}?) *: *(\d{1,5}) +([0-9a-f.:]{2,45}?) *: *(\d{1,5}) +(?:([A-Z][A-Z_0-9]*) +)?(\S.*\/\d{1,10})\s*$/;
const MAC_2 =
  /^([A-Z]+) +([0-9a-f.:]{2,45}) +(\d{1,5}) +([0-9a-f.:]{2,45}) +(\d{1,5}) +(?:([A-Z][A-Z_0-9]*) +)?(\S.*\/\d{1,10})\s*$/;

/** Version 2 of other systems: no offset, and `name/pid` at the end. */
function unixRow(line: string): RawRecord | undefined {
  const match = LINUX_2.exec(line) ?? MAC_2.exec(line);
  if (match === null) return undefined;
  const [, protocol, localAddress, localPort, remoteAddress, remotePort, state = '', owner = ''] = match;
  return { protocol, localAddress, localPort, remoteAddress, remotePort, ...ownerOf([state, owner]) };
}

/** Tabs keep empty cells apart; bars of `-r pretty` and its tree marks don't belong to any. */
function cellsOf(line: string): string[] {
  const body = line.replace(/^\s*[*|.]+\s*(?=0x)/, '').replace(/\s*\|\s*$/, '');
  if (body.includes('\t')) return body.split('\t', 24).map((cell) => cell.trim());
  return body.split(/\s*\|\s*|\s+/, 40).filter((cell, index) => cell !== '' || index > 0);
}

function socketRow(protocol: string, rest: readonly string[]): RawRecord | null {
  const [local = '', second = ''] = rest;
  // Version 3 has the port beside the address; a lone `-` is an address that is no longer known.
  // A port made unreadable by hand leaves the far end in its place.
  const isSplit =
    NUMBER.test(second) || NOTHING.test(second) || (ADDRESS.test(rest[2] ?? '') && NUMBER.test(rest[3] ?? ''));
  const [localPart, remotePart, tail] = isSplit
    ? [endOf(local, second), endOf(rest[2] ?? '', rest[3] ?? ''), rest.slice(4)]
    : [joined(local), joined(second), rest.slice(2)];
  if (remotePart === null || (localPart === null && !/^[[<(]/.test(local))) return null;
  return {
    protocol,
    localAddress: localPart?.host ?? '*',
    localPort: localPart?.port ?? '',
    remoteAddress: remotePart.host,
    remotePort: remotePart.port,
    ...ownerOf(tail),
  };
}

interface End {
  readonly host: string;
  readonly port: string;
}

function endOf(host: string, port: string): End | null {
  if (!ADDRESS.test(host)) return null;
  return { host: host === '-' ? '*' : host, port: NUMBER.test(port) ? port : '' };
}

function joined(text: string): End | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  return endOf(text.slice(0, colon), text.slice(colon + 1));
}

/** `[state] pid owner created`: the state may be missing, the owner holds blanks, the time two or three cells. */
function ownerOf(tail: readonly string[]): RawRecord {
  const cells = [...tail];
  const record: RawRecord = {};
  if (
    cells[0] === '' ||
    (cells[0] !== undefined && !NUMBER.test(cells[0]) && stateOf(cells[0]) !== null && !NOTHING.test(cells[0]))
  )
    record.state = cells.shift();
  // mac.netstat and linux_netstat print `name/pid`.
  const owner = /^(.*)\/(\d{1,10})$/.exec(cells[0] ?? '');
  if (owner !== null) return { ...record, process: owner[1], pid: owner[2] };
  const pid = cells.shift() ?? '';
  if (NUMBER.test(pid)) record.pid = pid;
  const date = cells.findIndex((cell) => /^\d{4}-\d\d-\d\d/.test(cell));
  const end = date >= 0 ? date : cells.findLastIndex((cell) => !NOTHING.test(cell) && cell !== '') + 1;
  const name = cells
    .slice(0, end)
    .filter((cell) => !NOTHING.test(cell))
    .join(' ')
    .trim();
  if (name !== '') record.process = name;
  if (date >= 0) record.time = timeText(cells.slice(date));
  return record;
}

/** `2021-04-19 17:19:34 UTC+0000` -> one text that names its zone. */
function timeText(cells: readonly string[]): string {
  return cells
    .slice(0, 3)
    .join(' ')
    .replace(/\s*UTC[+-]0000$/, 'Z')
    .replace(/\s+UTC$/, 'Z')
    .trim();
}

/** connscan: `local remote pid`; sockscan: `pid port number protocol address time`. */
function connectionRow(cells: readonly string[]): RawRecord | null | undefined {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = cells;
  if (/:\d+$/.test(first) && /:\d+$/.test(second)) {
    const [local, remote] = [joined(first), joined(second)];
    if (local === null || remote === null) return null;
    const pid = NUMBER.test(third) ? third : '';
    return {
      protocol: 'tcp',
      localAddress: local.host,
      localPort: local.port,
      remoteAddress: remote.host,
      remotePort: remote.port,
      pid,
    };
  }
  if (![first, second, third].every((cell) => NUMBER.test(cell)) || !/^[A-Z][A-Za-z0-9]+$/.test(fourth))
    return undefined;
  if (!ADDRESS.test(fifth)) return null;
  return {
    protocol: fourth.toLowerCase(),
    localAddress: fifth,
    localPort: second,
    remoteAddress: '*',
    pid: first,
    time: timeText(cells.slice(5)),
  };
}

/** `AF_INET STREAM TCP source port destination port state filter` behind `NetNS [name] pid [tid] fd offset`. */
function linuxRow(cells: readonly string[], before: readonly string[]): RawRecord | null | undefined {
  const [type = '', protocol = '', source = '', sourcePort = '', destination = '', destinationPort = '', state = ''] =
    cells;
  if (!/^(?:STREAM|DGRAM|RAW|SEQPACKET)$/.test(type)) return undefined;
  const [local, remote] = [endOf(source, sourcePort), endOf(destination, destinationPort)];
  if (local === null || remote === null) return null;
  const named = before.findIndex((cell, index) => index > 0 && !NUMBER.test(cell) && !OFFSET.test(cell));
  const numbers = before.filter((cell) => NUMBER.test(cell));
  return {
    protocol,
    localAddress: local.host,
    localPort: local.port,
    remoteAddress: remote.host,
    remotePort: remote.port,
    state,
    process: named < 0 ? '' : (before[named] ?? ''),
    pid: numbers[1] ?? '',
  };
}
