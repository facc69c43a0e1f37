import type { Address } from '../../address/address.js';
import { classify } from '../../address/classify.js';
import { formatAddress } from '../../address/format.js';
import { UserError } from '../../model/errors.js';
import type { Fact } from '../../model/fact.js';
import type { Owner } from '../../model/knowledge.js';
import { countryName } from './country-names.js';

/** A user's own MaxMind, IPinfo or DB-IP database. */
export interface Mmdb {
  /** The file's own name for itself: `GeoLite2-Country`. */
  readonly type: string;
  /** ISO date when it was built, or null. */
  readonly asOf: string | null;
  /** What the file says of an address, beside what `owner` says; disagreement is a fact of its own. */
  facts(a: Address, owner: Owner): Fact[];
}

/** What the layouts have in common. Absent knowledge is null. */
interface Said {
  readonly country: string | null;
  readonly as: number | null;
  readonly asName: string | null;
}

type Row = Readonly<Record<string, unknown>>;

/** The part of the reader that is used; its answers are taken for what they are, not for what its types promise. */
interface RowReader {
  readonly metadata: { readonly databaseType: unknown; readonly buildEpoch: unknown; readonly ipVersion: unknown };
  get(address: string): unknown;
}

/**
 * Opens an mmdb file with the reader of the `maxmind` package, loaded only now.
 * Throws UserError when the file is missing, packed or no such database.
 */
export async function openMmdb(path: string): Promise<Mmdb> {
  const reader = await openReader(path);
  const { databaseType, buildEpoch, ipVersion } = reader.metadata;
  const type = typeof databaseType === 'string' && databaseType !== '' ? databaseType.slice(0, 80) : 'mmdb file';
  const isDated = buildEpoch instanceof Date && !Number.isNaN(buildEpoch.getTime());
  const asOf = isDated ? buildEpoch.toISOString().slice(0, 10) : null;
  return {
    type,
    asOf,
    facts(a, owner) {
      const { lookup } = classify(a);
      // Asking an IPv4 tree for IPv6 would answer for some other address.
      if (lookup === null || (lookup.family === 6 && ipVersion === 4)) return [];
      const said = ask(reader, lookup, path);
      return said === null ? [] : factsOf(said, owner, { source: `${type} (your file)`, asOf });
    },
  };
}

async function openReader(path: string): Promise<RowReader> {
  const { open } = await import('maxmind');
  try {
    return (await open(path)) as RowReader;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError(`no file ${path}`, 'Check the name after --mmdb.');
    throw new UserError(
      `${path} is no database that can be read: ${code ?? message}`,
      '--mmdb wants an unpacked .mmdb file of MaxMind, IPinfo or DB-IP.',
    );
  }
}

/** A row of a damaged file may lead the reader anywhere: whatever it throws is the file's fault. */
function ask(reader: RowReader, a: Address, path: string): Said | null {
  let row: unknown;
  try {
    row = reader.get(formatAddress({ ...a, zone: null }));
  } catch (error) {
    throw new UserError(`${path} is damaged: ${(error as Error).message.slice(0, 100)}`, 'Get the file again.');
  }
  return isRow(row) ? saidIn(row) : null;
}

/**
 * MaxMind and DB-IP: `country.iso_code`, `autonomous_system_number`. IPinfo: `country` as code, or `country_code`
 * beside a name, `asn` as `AS64500`, `as_name`.
 */
function saidIn(row: Row): Said {
  const nested = [row.country, row.registered_country].find(isRow)?.iso_code;
  const code = [nested, row.country_code, row.country].find(isCountryCode);
  const number = row.autonomous_system_number ?? row.asn;
  const name = row.autonomous_system_organization ?? row.as_name ?? row.name;
  const as = typeof number === 'number' ? number : Number(/^(?:AS)?(\d{1,10})$/.exec(String(number))?.[1] ?? 0);
  return {
    country: code ?? null,
    as: as > 0 ? as : null,
    asName: typeof name === 'string' && name !== '' ? name : null,
  };
}

function factsOf({ country, as, asName }: Said, owner: Owner, from: { source: string; asOf: string | null }): Fact[] {
  const facts: Fact[] = [];
  const add = (what: string, value: string): void => void facts.push({ what, value, ...from });
  if (country !== null) add('country', `${country} ${countryName(country)}`);
  if (country !== null && owner.country !== null && owner.country.code !== country) {
    add('country-differs', `your file says ${country}, the pack says ${owner.country.code}`);
  }
  if (as !== null) add('as', `AS${as}`);
  if (asName !== null) add('as-name', asName.slice(0, 200));
  if (as !== null && owner.as !== null && owner.as.number !== as) {
    add('as-differs', `your file says AS${as}, the pack says AS${owner.as.number}`);
  }
  return facts;
}

function isCountryCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}
