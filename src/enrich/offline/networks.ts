import type { NetworkKind } from '../../model/knowledge.js';
import type { KNOWN_BY } from './known-by.js';
import { kindFromName } from './network-kind.js';
import { NETWORK_KINDS } from './networks-kinds.js';
import { NETWORK_NAMES, type NameRow } from './networks-names.js';
import { NETWORKS } from './networks-table.js';

/** What is known of an AS beyond its name. `organisation` is null when the AS name serves. Used while building the pack. */
export interface Network {
  readonly kind: NetworkKind;
  readonly organisation: string | null;
  readonly service: string | null;
  readonly knownBy: (typeof KNOWN_BY)[number];
}

let byNumber: ReadonlyMap<number, Network> | null = null;

/** Looks an AS up in the hand-kept tables, then by its operator's name, then by the words of its name. */
export function networkOf(as: number, name: string): Network {
  byNumber ??= numberTable();
  const known = byNumber.get(as);
  if (known !== undefined) return known;
  const operator = operatorOf(name);
  if (operator !== null) {
    const [, organisation, kind, service] = operator;
    return { kind, organisation, service: service ?? null, knownBy: 'operator name' };
  }
  const kind = kindFromName(name);
  return { kind, organisation: null, service: null, knownBy: kind === 'unknown' ? 'nothing' : 'words of the AS name' };
}

function numberTable(): ReadonlyMap<number, Network> {
  const table = new Map<number, Network>();
  for (const [kind, numbers] of NETWORK_KINDS) {
    for (const as of numbers) table.set(as, { kind, organisation: null, service: null, knownBy: 'table' });
  }
  for (const [organisation, kind, numbers, service] of NETWORKS) {
    for (const as of numbers) table.set(as, { kind, organisation, service: service ?? null, knownBy: 'table' });
  }
  return table;
}

function operatorOf(name: string): NameRow | null {
  const lower = name.toLowerCase();
  return NETWORK_NAMES.find(([start]) => lower.startsWith(start) && endsWord(lower, start)) ?? null;
}

function endsWord(text: string, start: string): boolean {
  return start.endsWith(' ') || !/[\p{L}\p{N}]/u.test(text[start.length] ?? '');
}
