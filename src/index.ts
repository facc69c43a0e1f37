/** The library: the same engine that the command line uses. */
export type { Address } from './address/address.js';
export { parseAddress } from './address/parse.js';
export { formatAddress } from './address/format.js';
export { classify } from './address/classify.js';
export { extractAddresses } from './address/extract.js';
export { openPack, openSharedPack, type Pack, type SharedPack } from './enrich/index.js';
export { investigate, type InvestigateOptions } from './flow/investigate.js';
export { openKnowledge, type Knowledge, type KnowledgeOptions } from './flow/knowledge.js';
export type { ByteSource } from './inputs/format.js';
export { readInput, readInputs } from './inputs/index.js';
export type * from './model/connection.js';
export type * from './model/fact.js';
export type * from './model/input.js';
export type * from './model/investigation.js';
export type * from './model/judgement.js';
export type * from './model/knowledge.js';
export type * from './model/peer.js';
export { reports } from './report/index.js';
