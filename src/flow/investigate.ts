import type { ByteSource } from '../inputs/format.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { weightsVersion } from '../judge/index.js';
import { JudgedPeers } from './_judged-peers.js';
import { ownersOf } from './_owners.js';
import { type ReadingOptions, readPeers } from './_read-peers.js';
import { sceneOf, systemOf } from './_scene.js';
import type { Join } from './join.js';
import type { Knowledge } from './knowledge.js';
import { PeerTable } from './peer-table.js';

export interface InvestigateOptions extends ReadingOptions {
  /** The command as the report names it. */
  readonly command: string;
  readonly version: string;
  /** Keeps only peers for which it holds; null keeps all. */
  readonly only: ((peer: JudgedPeer) => boolean) | null;
  /** Decibans before any evidence; the judge's own when absent. */
  readonly prior?: number;
}

/**
 * The main job: bytes -> connections -> peers by remote end -> owners, ports, programs -> findings and verdicts,
 * worst first. Same input and same pack give the same investigation.
 */
export async function investigate(
  sources: readonly ByteSource[],
  options: InvestigateOptions,
  embedded: Knowledge,
): Promise<Investigation> {
  let ahead: Promise<void> | undefined;
  // Who fails now fails again once owners are asked for.
  const table = new PeerTable(() => (ahead ??= embedded.ahead?.().catch(() => {})));
  const { inputs, join, set, hashing } = await readPeers(sources, table, options);
  const knowledge = withCompanions(embedded, join);
  table.setSystem(systemOf(inputs));
  await ahead;
  const owners = ownersOf(table, knowledge);
  const scene = sceneOf(table, owners, inputs, knowledge);
  const peers = new JudgedPeers(table, owners, scene, knowledge, { prior: options.prior });
  if (options.only !== null) peers.keepOnly(options.only);
  // Big inputs are hashed beside all this.
  await Promise.all(hashing);
  return {
    farend: options.version,
    schema: 1,
    command: options.command,
    weights: weightsVersion(),
    pack: knowledge.info,
    inputs,
    companions: join.summaries(),
    counts: {
      rows: inputs.reduce((sum, { rows }) => sum + rows, 0),
      external: set.external,
      peers: peers.length,
      byClass: set.byClass(),
      byVerdict: peers.verdictCounts(),
    },
    scene,
    peers,
    organisations: peers.organisations(),
  };
}

function withCompanions(knowledge: Knowledge, join: Join): Knowledge {
  return {
    ...knowledge,
    ownerFacts: (address, owner) => [...knowledge.ownerFacts(address, owner), ...join.factsOf(address)],
  };
}
