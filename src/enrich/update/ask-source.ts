import { checkContent } from './check.js';
import { type CopyMeta, Copies } from './copies.js';
import { download, type DownloadEffects, type DownloadJob } from './download.js';
import { CouldNotAsk, type Publisher, Refused, type SourceGroup, type UrlContext } from './publisher.js';

export type Outcome =
  | 'updated' // new content, kept
  | 'unchanged' // asked, nothing new
  | 'not-due' // not asked: it was not long ago
  | 'refused' // content came that must not be used
  | 'could-not-ask'; // no content came

/** What one copy holds, for "before" and "after". */
export interface CopyState {
  readonly entries: number;
  /** ISO date of the data. */
  readonly asOf: string;
}

/** What became of one publisher. */
export interface SourceReport {
  readonly key: string;
  readonly title: string;
  readonly group: SourceGroup;
  /** Who was (or would have been) asked. */
  readonly host: string;
  readonly licence: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly before: CopyState | null;
  readonly after: CopyState | null;
  /** Bytes that came. */
  readonly bytes: number;
}

export interface AskOptions {
  /** Takes what is merely improbable, and asks although it is not due. */
  readonly isForced: boolean;
  /** Folder URL that serves every publisher's file under its key; null: ask the publishers. */
  readonly mirror: URL | null;
  readonly clientId: string;
}

/** Even when forced, what came a moment ago is not asked again: this is the run that was interrupted. */
const RUN_WINDOW_MS = 600_000;
const HOUR_MS = 3_600_000;

/** The addresses that will be asked for a publisher, in order. */
export function addressesOf(publisher: Publisher, mirror: URL | null, context: UrlContext): readonly string[] {
  if (mirror === null) return publisher.page === null ? publisher.urls(context) : [publisher.page.url];
  const base = mirror.href.endsWith('/') ? mirror.href : `${mirror.href}/`;
  return [new URL(publisher.key, base).href];
}

/** True when the publisher should be asked now. */
function isDue(publisher: Publisher, copy: CopyMeta | null, now: Date, isForced: boolean): boolean {
  if (copy === null) return true;
  const age = now.getTime() - Date.parse(copy.checkedAt);
  // A clock that was set back must not keep a copy for ever.
  return age < 0 || age >= (isForced ? RUN_WINDOW_MS : publisher.everyHours * HOUR_MS);
}

/** Asks one publisher and keeps what is sound. Never throws for what a publisher does: the report says it. */
export async function askSource(
  publisher: Publisher,
  copies: Copies,
  options: AskOptions,
  effects: DownloadEffects,
): Promise<SourceReport> {
  const now = effects.now();
  const copy = copies.meta(publisher.key);
  const [first = ''] = addressesOf(publisher, options.mirror, { now, clientId: options.clientId });
  const host = new URL(first).host;
  const before = copy === null ? null : stateOf(copy);
  const { key, title, group, licence } = publisher;
  const report = (outcome: Outcome, reason: string | null, after: CopyState | null, bytes = 0): SourceReport => ({
    key,
    title,
    group,
    host,
    licence,
    outcome,
    reason,
    before,
    after,
    bytes,
  });
  if (!isDue(publisher, copy, now, options.isForced)) return report('not-due', null, before);
  try {
    const got = await get(publisher, copy, options, effects);
    if (got.kind === 'not-modified' && copy !== null) {
      copies.describe({ ...copy, checkedAt: now.toISOString() });
      return report('unchanged', null, before);
    }
    if (got.kind === 'not-modified') throw new CouldNotAsk('304 without having been asked whether anything changed');
    const checked = checkContent(publisher, got.body, copy?.entries ?? null, options.isForced);
    const kept = copies.keep({ ...metaOf(publisher, got, now), ...countsOf(checked, got.lastModified, now) }, got.body);
    const isSame = copy?.sha256 === kept.sha256;
    return report(isSame ? 'unchanged' : 'updated', null, stateOf(kept), got.body.length);
  } catch (error) {
    if (error instanceof CouldNotAsk) return report('could-not-ask', error.message, before);
    if (error instanceof Refused) return report('refused', error.message, before);
    throw error;
  }
}

type Got = Awaited<ReturnType<typeof download>>;
type Body = Extract<Got, { kind: 'body' }>;

async function get(
  publisher: Publisher,
  copy: CopyMeta | null,
  { mirror, clientId }: AskOptions,
  effects: DownloadEffects,
): Promise<Got> {
  const { hosts, maxBytes } = publisher;
  const context = { now: effects.now(), clientId };
  const found = mirror === null && publisher.page !== null ? [await linkOn(publisher, effects)] : null;
  const urls = found ?? addressesOf(publisher, mirror, context);
  const validators = copy === null ? null : { url: copy.url, etag: copy.etag, lastModified: copy.lastModified };
  const job: DownloadJob = { urls, hosts: mirror === null ? hosts : [], maxBytes, validators, isPage: false };
  return download(job, effects);
}

const PAGE_BYTES = 4 * 1024 * 1024;

/** The address of the week's file, from the publisher's download page. */
async function linkOn({ page, hosts }: Publisher, effects: DownloadEffects): Promise<string> {
  const job = { urls: [page?.url ?? ''], hosts, maxBytes: PAGE_BYTES, validators: null, isPage: true };
  const got = await download(job, effects);
  const html = got.kind === 'body' ? new TextDecoder().decode(got.body) : '';
  const link = page?.link.exec(html)?.[0] ?? '';
  if (!URL.canParse(link)) throw new Refused('its download page names no file; place it by hand under a --base-url');
  const url = new URL(link);
  if (!hosts.includes(url.hostname)) throw new Refused(`its download page leads to a stranger, ${url.host}`);
  return url.href;
}

function metaOf({ key, title, group, licence }: Publisher, { url, etag, lastModified }: Body, now: Date) {
  const at = now.toISOString();
  return { key, title, group, licence, url, etag, lastModified, fetchedAt: at, checkedAt: at };
}

function countsOf(
  { entries, rejected, asOf }: { entries: number; rejected: number; asOf: string | null },
  lastModified: string | null,
  now: Date,
) {
  return { entries, rejected, asOf: asOf ?? dateOf(lastModified) ?? now.toISOString().slice(0, 10) };
}

function dateOf(lastModified: string | null): string | null {
  const time = lastModified === null ? Number.NaN : Date.parse(lastModified);
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}

function stateOf({ entries, asOf }: CopyMeta): CopyState {
  return { entries, asOf };
}
