import {
  addressesOf,
  askSource,
  type Built,
  buildVersion,
  clientId,
  Copies,
  type DownloadEffects,
  lockHome,
  type PackStatus,
  packStatus,
  type Publisher,
  publishers,
  type SourceReport,
} from '../enrich/update/index.js';
import { UserError } from '../model/errors.js';

export { exportPack, importPack, type PackStatus, realEffects, verifyHome } from '../enrich/update/index.js';

export interface UpdateOptions {
  /** Folder of the updated knowledge. */
  readonly home: string;
  /** Folder of the embedded pack. */
  readonly packDirectory: string;
  /** Keys of the publishers to ask; empty: all that are asked by default. */
  readonly only: readonly string[];
  /** Also those that are big or seldom useful. */
  readonly all: boolean;
  /** Takes what is merely improbable, and asks although it is not due. */
  readonly force: boolean;
  /** Folder URL that serves every publisher's file under its key, or null. */
  readonly mirror: URL | null;
}

/** One line of the plan: who would be asked for what. */
export interface PlannedSource {
  readonly key: string;
  readonly title: string;
  readonly group: Publisher['group'];
  /** The first address; a download page may lead on from it. */
  readonly url: string;
  readonly licence: string;
  readonly everyHours: number;
  readonly isDefault: boolean;
}

export interface UpdateReport {
  readonly home: string;
  readonly sources: readonly SourceReport[];
  readonly built: Built;
}

/** What the updated knowledge holds. */
export function statusOf(home: string): PackStatus {
  return packStatus(home, publishers());
}

/** Asked at once; more would be rude to nobody, but gains little. */
const AT_ONCE = 4;

/** What `update` would ask, without asking. Throws UserError for an unknown key. */
export function planUpdate(
  options: UpdateOptions,
  now: Date,
  table: readonly Publisher[] = publishers(),
): PlannedSource[] {
  // The id of this installation is nobody's business until something is really sent.
  const context = { now, clientId: '(id of this installation)' };
  return chosen(options, table).map((publisher) => {
    const { key, title, group, licence, everyHours, isDefault } = publisher;
    const [url = ''] = addressesOf(publisher, options.mirror, context);
    return { key, title, group, url, licence, everyHours, isDefault };
  });
}

/**
 * Asks the publishers, keeps what is sound, builds a version of all copies and puts it in force.
 * `tell` hears of each source as it is done. Throws UserError for an unknown key, a held lock, a folder without room.
 */
export async function update(
  options: UpdateOptions,
  effects: DownloadEffects,
  tell: (report: SourceReport) => void,
  table: readonly Publisher[] = publishers(),
): Promise<UpdateReport> {
  const asked = chosen(options, table);
  const release = lockHome(options.home, effects.now());
  try {
    const sources = await askAll(asked, options, effects, tell);
    const { home, packDirectory } = options;
    const built = buildVersion({ home, publishers: table, packDirectory, now: effects.now() });
    return { home, sources, built };
  } finally {
    release();
  }
}

function chosen({ only, all }: UpdateOptions, table: readonly Publisher[]): Publisher[] {
  const unknown = only.filter((key) => !table.some((publisher) => isNamed(publisher, key)));
  if (unknown.length > 0) {
    const keys = table.flatMap(({ key, aliases }) => [key, ...aliases]);
    throw new UserError(`no source ${unknown.join(', ')}`, `Sources: ${keys.join(', ')}`);
  }
  if (only.length > 0) return table.filter((publisher) => only.some((key) => isNamed(publisher, key)));
  return table.filter(({ isDefault }) => all || isDefault);
}

function isNamed({ key, aliases, group }: Publisher, name: string): boolean {
  return key === name || aliases.includes(name) || `${group}s` === name || group === name;
}

async function askAll(
  asked: readonly Publisher[],
  { home, force, mirror }: UpdateOptions,
  effects: DownloadEffects,
  tell: (report: SourceReport) => void,
): Promise<SourceReport[]> {
  const copies = new Copies(home);
  const options = { isForced: force, mirror, clientId: clientId(home) };
  const reports: SourceReport[] = [];
  const waiting = asked.entries();
  const worker = async (): Promise<void> => {
    for (const [index, publisher] of waiting) {
      reports[index] = await askSource(publisher, copies, options, effects);
      tell(reports[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, asked.length) }, worker));
  return reports;
}
