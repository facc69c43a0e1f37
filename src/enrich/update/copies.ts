import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceGroup } from './publisher.js';
import { readIfThere, readJsonIfThere, writeWhole } from './write-whole.js';

/** What is known of a raw copy: `sources/KEY/meta.json`. */
export interface CopyMeta {
  readonly key: string;
  readonly title: string;
  readonly group: SourceGroup;
  readonly licence: string;
  /** The address that was asked, for conditional questions. */
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Name of the data file in the same folder. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly entries: number;
  readonly rejected: number;
  /** ISO date of the data: what the file says, else its Last-Modified, else the day it came. */
  readonly asOf: string;
  /** ISO times. */
  readonly fetchedAt: string;
  readonly checkedAt: string;
}

/**
 * Raw copies as they came, one folder for each publisher. The name of the data file is in `meta.json`, so one rename
 * changes both: a process that dies in between leaves the old copy in force.
 */
export class Copies {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'sources');
  }

  /** The copy's description, or null when there is none or its data is missing or damaged. */
  meta(key: string): CopyMeta | null {
    const meta = readJsonIfThere(join(this.#folder, key, 'meta.json')) as CopyMeta | null;
    return meta !== null && this.bytes(meta) !== null ? meta : null;
  }

  /** The data of a copy, or null when its checksum is not the recorded one. */
  bytes({ key, file, sha256 }: CopyMeta): Buffer | null {
    if (!/^data-[0-9a-f]{1,64}$/.test(file)) return null;
    const bytes = readIfThere(join(this.#folder, key, file));
    return bytes !== null && sha256Of(bytes) === sha256 ? bytes : null;
  }

  /** Keeps new data; the old is removed afterwards. */
  keep(meta: Omit<CopyMeta, 'file' | 'sha256' | 'bytes'>, data: Uint8Array): CopyMeta {
    const sha256 = sha256Of(data);
    const whole: CopyMeta = { ...meta, file: `data-${sha256.slice(0, 16)}`, sha256, bytes: data.length };
    writeWhole(join(this.#folder, meta.key, whole.file), data);
    this.describe(whole);
    for (const name of readdirSync(join(this.#folder, meta.key))) {
      if (name !== whole.file && name !== 'meta.json') rmSync(join(this.#folder, meta.key, name), { force: true });
    }
    return whole;
  }

  /** Notes a new description of data that is already there. */
  describe(meta: CopyMeta): void {
    writeWhole(join(this.#folder, meta.key, 'meta.json'), `${JSON.stringify(meta, null, 1)}\n`);
  }
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
