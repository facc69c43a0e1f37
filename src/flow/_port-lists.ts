/** Parts of a port's number, as `PeerTable` makes it: protocol, port, and whether it is ours. */
const PORTS = 0x10000;
const KEYS = 1 << 21;
/** Peers with more ports, and lists past so many, are rare or made up: they get no number. */
const MOST_PORTS = 12;
const MOST_LISTS = 1 << 16;

/** No number: see above. */
export const NO_LIST = -1;

/** Numbers for the lists of ports that peers have, most connections first: equal lists have the same one. */
export class PortLists {
  readonly #keys = new Float64Array(MOST_PORTS);
  readonly #counts = new Float64Array(MOST_PORTS);
  #length = 0;
  #isTooMuch = false;
  /** Each list by its beginning and its last port; the empty one is 0. */
  readonly #lists = new Map<number, number>();
  readonly #beginnings = [0];
  readonly #lasts = [0];

  /** Starts on another peer. */
  clear(): void {
    this.#length = 0;
    this.#isTooMuch = false;
  }

  /** Counts connections of the port with the number `key`. */
  count(key: number, connections: number): void {
    let at = 0;
    while (at < this.#length && this.#keys[at] !== key) at++;
    if (at < this.#length) this.#counts[at] += connections;
    else if (at === MOST_PORTS || key >= KEYS) this.#isTooMuch = true;
    else {
      this.#keys[at] = key;
      this.#counts[at] = connections;
      this.#length++;
    }
  }

  /** The number of the list counted since `clear`, or `NO_LIST`. */
  number(): number {
    if (this.#isTooMuch) return NO_LIST;
    this.#sort();
    let list = 0;
    for (let at = 0; at < this.#length; at++) {
      const key = list * KEYS + this.#keys[at];
      let longer = this.#lists.get(key);
      if (longer === undefined) {
        if (this.#lists.size >= MOST_LISTS - 1) return NO_LIST;
        longer = this.#lists.size + 1;
        this.#lists.set(key, longer);
        this.#beginnings.push(list);
        this.#lasts.push(this.#keys[at]);
      }
      list = longer;
    }
    return list;
  }

  /** The ports of the list with that number, in its order. */
  portsOf(list: number): number[] {
    const keys: number[] = [];
    for (let rest = list; rest !== 0; rest = this.#beginnings[rest]) keys.push(this.#lasts[rest]);
    return keys.toReversed();
  }

  /** All ports that are in lists, each once. */
  allPorts(): Set<number> {
    return new Set(this.#lasts.slice(1));
  }

  /** The order of a peer's ports: most connections, then lower port, then first seen. */
  #sort(): void {
    for (let end = 1; end < this.#length; end++) {
      for (let at = end; at > 0 && this.#isBefore(at, at - 1); at--) {
        swap(this.#keys, at);
        swap(this.#counts, at);
      }
    }
  }

  #isBefore(a: number, b: number): boolean {
    const more = this.#counts[a] - this.#counts[b];
    return more > 0 || (more === 0 && portOf(this.#keys[a]) < portOf(this.#keys[b]));
  }
}

function portOf(key: number): number {
  return (key >>> 1) % PORTS;
}

function swap(numbers: Float64Array, at: number): void {
  const number = numbers[at];
  numbers[at] = numbers[at - 1];
  numbers[at - 1] = number;
}
