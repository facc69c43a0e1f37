import { memorySource } from '../_memory-source.js';
import type { ByteSource } from '../format.js';
import { type Limits, MOST_HELD } from './limits.js';
import type { Member } from './member.js';

// A mail as it is saved (RFC 2045, 2046), whose bodies and attachments are encoded:
// Content-Type: text/plain; name="netstat.txt"
// Content-Transfer-Encoding: base64

const DEEPEST = 8;

interface Entity {
  /** Names in lower case; folded lines joined. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Bodies and attachments of a mail, decoded. Of alternatives the plain text. */
export async function* mailMembers(source: ByteSource, limits: Limits): AsyncGenerator<Member> {
  const bytes = await wholeOf(source);
  if (bytes === null) {
    limits.held();
    return;
  }
  let number = 0;
  for (const leaf of leavesOf(entityOf(bytes.toString('latin1')), 0)) {
    if (!limits.entry()) return;
    number += 1;
    const content = decoded(leaf);
    if (!limits.take(content.length, content.length, leaf.body.length)) return;
    const name = parameter(leaf, 'content-disposition', 'filename') ?? parameter(leaf, 'content-type', 'name');
    yield { name: name ?? `part-${number}`, source: memorySource('', content), damage: () => null };
  }
}

async function wholeOf(source: ByteSource): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  for (let size = 0; ; ) {
    if (source.ready !== undefined) await source.ready();
    const piece = Buffer.alloc(262_144);
    const got = source.read(piece);
    if (got <= 0) return Buffer.concat(pieces);
    size += got;
    if (size > MOST_HELD) return null;
    pieces.push(piece.subarray(0, got));
  }
}

function entityOf(text: string): Entity {
  const end = /^\r?\n|\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end === null ? '' : text.slice(end.index + end[0].length) };
}

function* leavesOf(entity: Entity, depth: number): Generator<Entity> {
  const type = entity.headers.get('content-type') ?? 'text/plain';
  const boundary = parameter(entity, 'content-type', 'boundary');
  if (!/^multipart\//i.test(type) || boundary === null || depth >= DEEPEST) {
    yield entity;
    return;
  }
  const parts = partsOf(entity.body, boundary).map(entityOf);
  const plain = parts.find(({ headers }) => /^text\/plain\b/i.test(headers.get('content-type') ?? 'text/plain'));
  const chosen = /^multipart\/alternative/i.test(type) && plain !== undefined ? [plain] : parts;
  for (const part of chosen) yield* leavesOf(part, depth + 1);
}

/** What stands between lines of the boundary; the last part may lack its end. */
function partsOf(body: string, boundary: string): string[] {
  const mark = `--${boundary}`;
  const parts: string[] = [];
  let start = -1;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== '\n') continue;
    if (start >= 0) parts.push(body.slice(start, at).replace(/\r?\n$/, ''));
    const lineEnd = body.indexOf('\n', at);
    start = lineEnd < 0 || body.startsWith('--', at + mark.length) ? -1 : lineEnd + 1;
  }
  if (start >= 0) parts.push(body.slice(start));
  return parts;
}

function parameter({ headers }: Entity, header: string, name: string): string | null {
  const found = new RegExp(String.raw`;\s*${name}\s*=\s*(?:"([^"]{1,300})"|([^\s;"]{1,300}))`, 'i').exec(
    headers.get(header)?.slice(0, 4_096) ?? '',
  );
  return found?.[1] ?? found?.[2] ?? null;
}

function decoded({ headers, body }: Entity): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const joined = body.replace(/=[ \t]{0,80}\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}
