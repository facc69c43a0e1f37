/** Folders above a file that are looked through; no collection is as deep. */
const DEEPEST = 64;
/** Another listing or a companion within one file: `all.txt#ss`. */
const WITHIN_FILE = /#[a-z][a-z0-9-]*$/;

/**
 * Where listings lie. What was gathered together lies together: collectors keep processes in one folder and the network in
 * another, both below that of the computer. So a companion belongs to the listings nearest to it: in its own folder, else
 * below the first folder above it that holds any.
 */
export class Places {
  readonly #holders = new Set<string>();
  readonly #folders = new Set<string>();

  /** `listings` by their names: paths, members of archives behind `!`. */
  constructor(listings: Iterable<string>) {
    for (const name of listings) {
      const file = fileOf(name);
      this.#folders.add(above(file));
      for (const place of upwards(file)) this.#holders.add(place);
    }
  }

  isNear(companion: string, listing: string): boolean {
    const own = above(companion);
    const file = fileOf(listing);
    if (this.#folders.has(own)) return above(file) === own;
    for (const place of upwards(own)) if (this.#holders.has(place)) return isWithin(file, place);
    return true;
  }
}

function fileOf(name: string): string {
  return name.replace(WITHIN_FILE, '');
}

/** The folder, the archive or, for what stands within a file, the file. */
function above(name: string): string {
  const file = fileOf(name);
  if (file.length < name.length) return file;
  return name.slice(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'), name.lastIndexOf('!'), 0));
}

/** A place and those above it, up to the one that has no name. */
function* upwards(place: string): Generator<string> {
  let at = place;
  for (let depth = 0; at !== '' && depth < DEEPEST; depth += 1) {
    yield at;
    at = above(at);
  }
  yield '';
}

function isWithin(file: string, place: string): boolean {
  return place === '' || file === place || (file.startsWith(place) && /[/\\!]/.test(file[place.length] ?? ''));
}
