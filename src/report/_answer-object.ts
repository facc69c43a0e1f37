import type { OnlineAnswer, Registration, Reputation, ReputationEvidence } from '../model/answer.js';

/** What independent services say of a peer, by the names of the published schema. */
export function reputationObject(evidence: ReputationEvidence): object {
  const { meaning, direction, strength, says, label, lastSeen, sources, origins } = evidence;
  return { meaning, direction, strength, says, label, lastSeen, sources, origins };
}

/** One answer as it came, by the names of the published schema. */
export function answerObject(one: OnlineAnswer): object {
  const { source, address, answer, reason, obstacle, facts, names, askedAt, isCached, link } = one;
  return {
    source,
    address,
    answer,
    reason,
    obstacle,
    facts: facts.map(({ what, value, source: from, asOf }) => ({ what, value, source: from, asOf })),
    reputation: one.reputation.map(opinionObject),
    registration: one.registration === null ? null : registrationObject(one.registration),
    names: names.map(({ name, isConfirmed }) => ({ name, isConfirmed })),
    askedAt,
    isCached,
    link,
  };
}

function opinionObject({ meaning, direction, score, raw, label, lastSeen, port = null, origins }: Reputation): object {
  return { meaning, direction, score, raw, label, lastSeen, port, origins };
}

function registrationObject(one: Registration): object {
  const { registry, handle, first, last, cidrs, name, type, country, organisation, description } = one;
  const { abuse, registered, changed, originAs, parent } = one;
  const block = { registry, handle, first, last, cidrs, name, type, country, organisation, description };
  return { ...block, abuse, registered, changed, originAs, parent };
}
