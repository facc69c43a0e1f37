import type { Address } from '../address/address.js';
import type { JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';

/**
 * How values are compared. `code`: the whole text; `text`: anywhere in it; `share`: a number that may be written as
 * a percentage; `verdict`: ordered from expected to malicious; `port`: numbers, with `/protocol` allowed.
 */
export type FieldKind = 'code' | 'text' | 'number' | 'share' | 'verdict' | 'address' | 'port';

export type FieldValue = string | number | Address;

/** A property of a peer that a filter can ask for. A peer matches when any of its values does. */
export interface Field {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: FieldKind;
  values(judged: JudgedPeer): readonly FieldValue[];
}

/** Mildest first. */
export const VERDICT_ORDER: readonly Verdict[] = ['expected', 'unexplained', 'suspicious', 'malicious'];

let fields: readonly Field[] | null = null;

/** Every field, alphabetical. Built on first use. */
export function filterFields(): readonly Field[] {
  fields ??= buildFields();
  return fields;
}

/** The field of a name or alias, whatever its case; null when there is none. */
export function fieldNamed(name: string): Field | null {
  const asked = name.toLowerCase();
  return filterFields().find((field) => field.name === asked || field.aliases.includes(asked)) ?? null;
}

function buildFields(): readonly Field[] {
  const field = (name: string, kind: FieldKind, values: Field['values'], ...aliases: string[]): Field => ({
    name,
    aliases,
    kind,
    values,
  });
  return [
    field('address', 'address', ({ peer }) => [peer.address], 'ip', 'addr'),
    field('as', 'text', ({ owner }) => (owner.as === null ? [] : [`AS${owner.as.number}`, owner.as.name]), 'asn'),
    field('attack', 'code', ({ judgement }) => judgement.findings.flatMap(({ attack }) => attack)),
    field('connections', 'number', ({ peer }) => [peer.connections], 'count'),
    field('country', 'code', ({ owner }) => known(owner.country?.code, owner.country?.name), 'cc'),
    field('coverage', 'share', ({ judgement }) => [judgement.coverage]),
    field('direction', 'code', ({ peer }) => Object.keys(peer.directions)),
    field('family', 'code', ({ judgement }) => judgement.findings.map(({ family }) => family)),
    field('host', 'text', ({ peer }) => peer.hosts),
    field('kind', 'code', ({ owner }) => [owner.network.kind], 'network'),
    field('name', 'text', ({ peer }) => peer.names, 'domain'),
    field('organisation', 'text', ({ owner }) => known(owner.organisation), 'organization', 'org', 'owner'),
    field('path', 'text', ({ peer }) => peer.processes.flatMap(({ path }) => known(path))),
    field('pid', 'number', ({ peer }) => peer.processes.flatMap(({ pid }) => (pid === null ? [] : [pid]))),
    field('port', 'port', ({ peer }) => peer.ports.map(({ port, protocol }) => `${port}/${protocol}`), 'dport'),
    field('probability', 'share', ({ judgement }) => [judgement.probability], 'prob'),
    field('process', 'text', ({ peer }) => peer.processes.flatMap(({ name, path }) => known(name, path)), 'program'),
    field('protocol', 'code', ({ peer }) => peer.ports.map(({ protocol }) => protocol), 'proto'),
    field('provider', 'code', ({ owner }) => known(owner.network.provider)),
    field('rule', 'code', ({ judgement }) => judgement.findings.map(({ rule }) => rule)),
    field('score', 'number', ({ judgement }) => [judgement.score]),
    field('service', 'text', ({ owner, peer }) => [
      ...known(owner.network.service),
      ...peer.processes.flatMap(({ services }) => services),
    ]),
    field('state', 'code', ({ peer }) => Object.keys(peer.states)),
    field('user', 'text', ({ peer }) => peer.processes.flatMap(({ user }) => known(user))),
    field('verdict', 'verdict', ({ judgement }) => [judgement.verdict]),
  ];
}

function known(...values: (string | null | undefined)[]): string[] {
  return values.filter((value) => value != null);
}
