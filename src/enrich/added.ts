import { readFileSync } from 'node:fs';
import type { Address } from '../address/address.js';
import { UserError } from '../model/errors.js';
import type { Fact } from '../model/fact.js';
import type { PackInfo } from '../model/investigation.js';
import type { Owner } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import { compileLists } from './lists/compile.js';
import { evidenceOf } from './lists/evidence.js';
import { encodeLists } from './lists/list-file.js';
import { type ListMatcher, openLists, type PortAsked } from './lists/matcher.js';
import { readUserList, type UserList } from './lists/user-list.js';
import type { Mmdb } from './offline/mmdb.js';
import { ownerJoiner, rangeFacts } from './ranges/owner-with-range.js';
import { openState, openStateFolder, type State } from './update/open-state.js';
import { packFolder } from './update/transfer.js';

export interface AddedOptions {
  /** Folder of the updated knowledge, or null. */
  readonly home: string | null;
  /** An exported pack or a version folder to use instead of what is in `home`. */
  readonly pack: string | null;
  /** A user's own MaxMind, IPinfo or DB-IP file. */
  readonly mmdb: string | null;
  /** The user's lists of addresses to watch for, and of accepted ones. */
  readonly watch: readonly string[];
  readonly allow: readonly string[];
  readonly now: Date;
}

/** What updates and the user's own files add to the embedded knowledge. */
export interface Added {
  /** Folder of a fresher owner pack, or null. */
  readonly ipDirectory: string | null;
  readonly sources: PackInfo['sources'];
  /** What the reader of a report should know: expired exceptions, refused lines, damage. */
  readonly notes: readonly string[];
  /** Lists that can be asked. */
  readonly lists: number;
  /** Their keys. */
  readonly listNames: readonly string[];
  owner(owner: Owner, a: Address): Owner;
  facts(a: Address, owner: Owner): Fact[];
  evidence(a: Address, ports: readonly PortAsked[], as: number | null): ListEvidence[];
}

/** Opens what there is; nothing is asked of anybody. Throws UserError for a file of the user's that can't be used. */
export async function openAdded(options: AddedOptions): Promise<Added> {
  const state = stateOf(options);
  const own = [...userLists(options, 'watch'), ...userLists(options, 'allow')];
  const matchers = [state?.lists ?? null, ownMatcher(own)].filter((matcher) => matcher !== null);
  const mmdb = await mmdbOf(options.mmdb);
  const join = ownerJoiner();
  const ranges = state?.ranges ?? null;
  return {
    ipDirectory: state?.ipDirectory ?? null,
    sources: (state?.info.sources ?? []).map(({ title, asOf, licence, url }) => ({
      name: title,
      date: asOf,
      licence,
      url,
    })),
    notes: [...own.flatMap(notesOf), ...(state?.info.problem == null ? [] : [state.info.problem])],
    lists: matchers.reduce((sum, { sources }) => sum + sources.length, 0),
    listNames: matchers.flatMap(({ sources }) => sources.map(({ name }) => name)),
    owner: (owner, a) => join(owner, ranges?.lookup(a) ?? null),
    facts: (a, owner) => [...rangeFacts(ranges?.lookup(a) ?? null), ...(mmdb?.facts(a, owner) ?? [])],
    evidence: (a, ports, as) =>
      evidenceOf(
        matchers.flatMap((matcher) => matcher.hits(a, ports, as)),
        options.now,
      ),
  };
}

function stateOf({ home, pack }: AddedOptions): State | null {
  if (pack !== null) return openStateFolder(packFolder(pack, home ?? ''));
  return home === null ? null : openState(home);
}

function userLists(options: AddedOptions, meaning: 'watch' | 'allow'): UserList[] {
  return options[meaning].map((path) => {
    const list = readUserList(path, readList(path), { meaning, now: options.now });
    if (list.refused !== null) throw new UserError(`${path} cannot be used as a list: ${list.refused}`, LIST_HINT);
    return list;
  });
}

const LIST_HINT = 'One address, block, address:port or AS a line, `# reason, until DATE`; or CSV, STIX, MISP.';

function readList(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'not allowed' }[code] ?? code;
    throw new UserError(`the list ${path} cannot be read: ${why}`, LIST_HINT);
  }
}

function ownMatcher(own: readonly UserList[]): ListMatcher | null {
  return own.length === 0 ? null : openLists(encodeLists(compileLists(own)).buffer);
}

function notesOf({ source, expired, rejectedCount, rejected, withoutReason }: UserList): string[] {
  const notes = expired.map(
    ({ text, until }) => `${source.title}: the exception "${text}" ended on ${until} and no longer counts.`,
  );
  if (rejectedCount > 0) {
    notes.push(
      `${source.title}: ${rejectedCount} ${rejectedCount === 1 ? 'line' : 'lines'} could not be read, first line ${rejected[0].line}: ${rejected[0].reason}.`,
    );
  }
  if (source.meaning === 'allow' && withoutReason > 0) {
    notes.push(
      `${source.title}: ${withoutReason === 1 ? '1 exception gives' : `${withoutReason} exceptions give`} no reason.`,
    );
  }
  return notes;
}

async function mmdbOf(path: string | null): Promise<Mmdb | null> {
  return path === null ? null : (await import('./offline/mmdb.js')).openMmdb(path);
}
