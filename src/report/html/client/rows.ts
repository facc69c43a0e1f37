/** Places in the list of texts. */
type Texts = readonly number[];

/**
 * One peer as the page carries it: likelihood, score, coverage, connections, then the texts of verdict, address, ports,
 * programs with paths, organisation, country, AS, network kind, services, provider, names, hosts, users, rules,
 * ATT&CK ids, states, directions, protocols, families of findings, paths and process numbers.
 */
export type RowRecord = readonly [
  probability: number,
  score: number,
  coverage: number,
  connections: number,
  verdict: Texts,
  address: Texts,
  port: Texts,
  process: Texts,
  organisation: Texts,
  country: Texts,
  as: Texts,
  kind: Texts,
  service: Texts,
  provider: Texts,
  name: Texts,
  host: Texts,
  user: Texts,
  rule: Texts,
  attack: Texts,
  state: Texts,
  direction: Texts,
  protocol: Texts,
  family: Texts,
  path: Texts,
  pid: Texts,
];

/** The JSON block of the page. */
export interface RowData {
  readonly texts: readonly string[];
  readonly rows: readonly RowRecord[];
}

export const NUMBERS = ['probability', 'score', 'coverage', 'connections'] as const;
export const TEXTS = [
  'verdict',
  'address',
  'port',
  'process',
  'organisation',
  'country',
  'as',
  'kind',
  'service',
  'provider',
  'name',
  'host',
  'user',
  'rule',
  'attack',
  'state',
  'direction',
  'protocol',
  'family',
  'path',
  'pid',
] as const;

export type NumberField = (typeof NUMBERS)[number];
export type TextField = (typeof TEXTS)[number];

/** All peers, read once: lower-case texts by field, and one text of everything to search in. */
export class Rows {
  readonly length: number;
  readonly #data: RowData;
  readonly #lower: readonly string[];
  readonly #everything: string[] = [];

  constructor(data: RowData) {
    this.#data = data;
    this.length = data.rows.length;
    this.#lower = data.texts.map((text) => text.toLowerCase());
  }

  number(row: number, field: NumberField): number {
    return this.#data.rows[row][NUMBERS.indexOf(field)] as number;
  }

  /** Lower case. */
  texts(row: number, field: TextField): string[] {
    const places = this.#data.rows[row][NUMBERS.length + TEXTS.indexOf(field)] as Texts;
    return places.map((place) => this.#lower[place]);
  }

  /** As they are shown. */
  shown(row: number, field: TextField): string[] {
    const places = this.#data.rows[row][NUMBERS.length + TEXTS.indexOf(field)] as Texts;
    return places.map((place) => this.#data.texts[place]);
  }

  /** All texts of a row, lower case, made when first searched. */
  everything(row: number): string {
    return (this.#everything[row] ??= (this.#data.rows[row].slice(NUMBERS.length) as Texts[])
      .flatMap((places) => places.map((place) => this.#lower[place]))
      .join('\n'));
  }
}
