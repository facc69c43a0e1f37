import { carriedObject } from './_json-carried.js';
import type { JsonColumns } from './_json-record.js';
import { messageRecord } from './_json-message.js';
import { hasEnds } from './_table-give.js';
import { soleDestination, soleSource, withHosts } from './_sole-end.js';
import type { RawRecord } from './_table-record.js';

/** A connection as a JSON object tells it; `isInitiator`: its source opened it. */
export interface JsonConnection {
  readonly record: RawRecord;
  readonly isInitiator: boolean;
  /** The record names one end, and says nothing new where its connection is told of. */
  readonly isSole?: boolean;
}

/** By its keys, by what jc made of lsof, or by the record or line of a log that it carries as text; null for any other object. */
export function jsonConnection(value: object, columns: JsonColumns): JsonConnection | null {
  const record = withHosts(columns.record(value));
  if (hasEnds(record) && !('hwaddress' in value))
    return { record: { ...record, ...ssOwner(value) }, isInitiator: columns.isInitiator };
  const lsof = lsofRecord(value);
  if (lsof !== null) return { record: lsof, isInitiator: false };
  const carried = carriedConnection(value, record, columns);
  if (carried !== null) return carried;
  const message = messageRecord(value);
  if (message === null) {
    const sole = 'hwaddress' in value ? null : (soleSource(record, value) ?? soleDestination(record, value));
    return sole === null ? null : { record: sole, isInitiator: false, isSole: true };
  }
  const time = message.record.time ?? record.time;
  return { ...message, record: { ...message.record, time, host: record.host } };
}

/** What the carrier tells besides: of which computer, and which event of it. */
function carriedConnection(
  value: object,
  { host, time, eventId }: RawRecord,
  columns: JsonColumns,
): JsonConnection | null {
  const carried = carriedObject(value);
  if (carried === null) return null;
  const record = columns.record(carried);
  if (!hasEnds(record)) return null;
  const about = { host: host ?? record.host, time: record.time ?? time, eventId: eventId ?? record.eventId };
  return { record: { ...record, ...about }, isInitiator: columns.isInitiator };
}

/** `jc --lsof`: `"type":"IPv4","node":"TCP","name":"192.0.2.17:52310->198.51.100.7:443 (ESTABLISHED)"`. */
function lsofRecord(value: object): RawRecord | null {
  const { type, node, name, command, pid, user } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof node !== 'string' || !/^IPv[46]$/.test(String(type))) return null;
  const [, local, remote = '*', state] = /^(\S{1,300}?)(?:->(\S{1,300}))?(?: \((\w{1,20})\))?$/.exec(name) ?? [];
  if (local === undefined) return null;
  const text = (cell: unknown): string | undefined => (typeof cell === 'string' ? cell : undefined);
  return {
    protocol: node,
    localAddress: local,
    remoteAddress: remote,
    state,
    process: text(command),
    pid: typeof pid === 'number' ? String(pid) : text(pid),
    user: text(user),
  };
}

/** `jc --ss` calls the program of a process a user: `"opts":{"process_id":{"1218":{"user":"sshd"}}}`. */
function ssOwner(value: object): RawRecord {
  const { opts } = value as { readonly opts?: { readonly process_id?: unknown } | null };
  const owners = typeof opts === 'object' && opts !== null ? opts.process_id : undefined;
  if (typeof owners !== 'object' || owners === null) return {};
  const [[pid, owner] = ['', null]] = Object.entries(owners);
  const { user } = (owner ?? {}) as { readonly user?: unknown };
  return typeof user === 'string' ? { process: user, pid } : {};
}
