import { type KeyPlace, type OnlineSource, PAP_CEILING, type Quota } from '../enrich/online/index.js';
import type { AskPlaces } from './ask.js';

export { askPlaces } from './ask.js';

/** What a person wants to know of an online source before asking it. */
export interface SourceFacts {
  readonly name: string;
  readonly title: string;
  readonly service: string;
  readonly tells: string;
  /** How the user set it, or null. */
  readonly settings: string | null;
  readonly kind: 'passive' | 'active';
  /** Asked by `--online` without a name. */
  readonly isDefault: boolean;
  /** What leaves the machine, and to whom. */
  readonly sends: string;
  readonly hosts: readonly string[];
  /** Null: it takes none. */
  readonly key: {
    readonly env: readonly string[];
    readonly place: KeyPlace;
    readonly isOptional: boolean;
    readonly howToGet: string;
  } | null;
  readonly tlpCeiling: string;
  readonly papCeiling: string;
  readonly quota: Quota;
  readonly families: readonly number[];
  readonly batch: number;
  readonly maxAgeHours: number;
  readonly negativeMaxAgeHours: number;
  /** Share of trust in its opinion, 0..1; 0: it has none, only context. */
  readonly reliability: number;
  readonly origins: readonly string[];
  readonly licence: string;
  readonly url: string;
}

/** Every source that could be asked, in the order in which they are asked. Sends nothing. */
export function sourceFacts({ sources, keys }: AskPlaces): SourceFacts[] {
  return sources.map((source) => {
    const { key, service, settings = null, reliability = 0 } = source;
    return {
      name: source.name,
      title: source.title,
      service,
      tells: source.tells,
      settings,
      kind: source.kind,
      isDefault: source.isDefault,
      sends: sends(source),
      hosts: source.hosts,
      key:
        key === null
          ? null
          : { env: key.env, place: keys.place(service, key), isOptional: key.isOptional, howToGet: key.howToGet },
      tlpCeiling: source.tlpCeiling,
      papCeiling: PAP_CEILING[source.kind],
      quota: source.quota,
      families: source.families,
      batch: source.batch,
      maxAgeHours: source.maxAgeHours,
      negativeMaxAgeHours: source.negativeMaxAgeHours,
      reliability,
      origins: source.origins,
      licence: source.licence,
      url: source.url,
    };
  });
}

function sends({ hosts, key, batch, kind }: OnlineSource): string {
  const what = batch === 1 ? 'one address a request' : `up to ${batch} addresses a request`;
  const secret = key === null ? '' : key.isInUrl === true ? ', and the key in the URL' : ', and the key in a header';
  const seen = kind === 'active' ? '; the owner of the address may notice' : '';
  return `${what} to ${hosts.join(', ')}${secret}${seen}`;
}
