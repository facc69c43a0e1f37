const MOST_RECORDS = 64;
const MOST_JUMPS = 16;
const TLS_HANDSHAKE = 22;
/** What names are made of; anything else is no name that a report should show. */
const NAME = /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/;

/** A host name in lower case without its last dot, or null when it is none. */
export function hostName(text: string): string | null {
  const name = text.toLowerCase().replace(/\.$/, '');
  return NAME.test(name) && /[a-z]/.test(name) ? name : null;
}

/** Where an answer's address lies in the packet: 4 or 16 bytes. */
export type AnswerTarget = (name: string, at: number, size: 4 | 16) => void;

/** Tells of the A and AAAA answers of a DNS response (RFC 1035 section 4). Aliases lead to the name that was asked. */
export function readDnsAnswers(bytes: Uint8Array, start: number, end: number, target: AnswerTarget): void {
  if (start + 12 > end || ((bytes[start + 2] ?? 0) & 0x80) === 0 || ((bytes[start + 3] ?? 0) & 0x0f) !== 0) return;
  const questions = word(bytes, start + 4);
  const answers = Math.min(word(bytes, start + 6) + word(bytes, start + 10), MOST_RECORDS);
  let at = start + 12;
  let asked: string | null = null;
  for (let i = 0; i < Math.min(questions, 4); i += 1) {
    asked ??= nameAt(bytes, start, at, end);
    at = behindName(bytes, at, end) + 4;
  }
  for (let i = 0; i < answers && at < end; i += 1) {
    const data = behindName(bytes, at, end) + 10;
    if (data > end) return;
    const [type, size] = [word(bytes, data - 10), word(bytes, data - 2)];
    const isAddress = (type === 1 && size === 4) || (type === 28 && size === 16);
    if (isAddress && data + size <= end) {
      const name = hostName(asked ?? nameAt(bytes, start, at, end) ?? '');
      if (name !== null) target(name, data, size === 4 ? 4 : 16);
    }
    at = data + size;
  }
}

function behindName(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const size = bytes[at] ?? 0;
    if (size === 0) return at + 1;
    if (size >= 0xc0) return at + 2;
    at += size + 1;
  }
  return end;
}

function nameAt(bytes: Uint8Array, start: number, from: number, end: number): string | null {
  let at = from;
  let name = '';
  for (let jumps = 0; at < end; ) {
    const size = bytes[at] ?? 0;
    if (size === 0) return name === '' ? null : name;
    if (size >= 0xc0) {
      jumps += 1;
      if (jumps > MOST_JUMPS) return null;
      at = start + (word(bytes, at) & 0x3fff);
      continue;
    }
    if (at + 1 + size > end || name.length + size > 254) return null;
    name += (name === '' ? '' : '.') + latin(bytes, at + 1, at + 1 + size);
    at += size + 1;
  }
  return null;
}

/** What the first bytes of a client say: a name, that more bytes are needed, or nothing to find. */
export type Spoken = { readonly name: string } | 'more' | 'nothing';

/** The name in a TLS ClientHello (RFC 6066 section 3) or an HTTP request's Host header. */
export function spokenName(bytes: Uint8Array, start: number, end: number): Spoken {
  if (end - start < 6) return 'nothing';
  if (bytes[start] === TLS_HANDSHAKE && bytes[start + 1] === 3 && bytes[start + 5] === 1)
    return serverName(bytes, start, end);
  return isRequest(bytes, start) ? requestHost(bytes, start, end) : 'nothing';
}

function serverName(bytes: Uint8Array, start: number, end: number): Spoken {
  const told = start + 5 + word(bytes, start + 3);
  const missing: Spoken = told > end ? 'more' : 'nothing';
  // Record 5, handshake 4, version 2, random 32, then session id, cipher suites, compression.
  let at = start + 43;
  if (at >= end) return missing;
  at += 1 + (bytes[at] ?? 0);
  if (at + 2 > end) return missing;
  at += 2 + word(bytes, at);
  if (at + 1 > end) return missing;
  at += 1 + (bytes[at] ?? 0) + 2;
  while (at + 4 <= end) {
    const [type, size] = [word(bytes, at), word(bytes, at + 2)];
    if (type === 0) {
      const length = word(bytes, at + 7);
      if (at + 9 + length > end) return missing;
      const name = hostName(latin(bytes, at + 9, at + 9 + Math.min(length, 255)));
      return name === null ? 'nothing' : { name };
    }
    at += 4 + size;
  }
  return missing;
}

const METHODS = ['GET ', 'POST ', 'HEAD ', 'PUT ', 'CONNECT ', 'OPTIONS ', 'DELETE ', 'PROPFIND '];

function isRequest(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start] ?? 0;
  return METHODS.some(
    (method) => method.charCodeAt(0) === first && latin(bytes, start, start + method.length) === method,
  );
}

function requestHost(bytes: Uint8Array, start: number, end: number): Spoken {
  const text = latin(bytes, start, Math.min(end, start + 4_096));
  const host = /\r?\nhost:[ \t]*([^\r\n:]{1,253})/i.exec(text)?.[1];
  if (host === undefined) return text.includes('\r\n\r\n') || end - start > 4_096 ? 'nothing' : 'more';
  const name = hostName(host.trim());
  return name === null ? 'nothing' : { name };
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end && at < bytes.length; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
