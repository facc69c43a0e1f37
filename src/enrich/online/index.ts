export { AnswerCache } from './cache.js';
export { type OnlineWorld, realOnlineEffects } from './effects.js';
export { type Endpoints, parseEndpoints } from './endpoints.js';
export { type Keychain, openKeychain } from './keychain.js';
export { type KeptKey, type KeyPlace, KeyRing } from './keys.js';
export { askedText, type MadePlan, type PlannedJob, planOnline, type PlanInput, type PlanPeer } from './plan.js';
export { type Job, type Progress, runOnline, type RunNotes } from './run.js';
export {
  type Asked,
  type OnlineEffects,
  type OnlineSource,
  PAP,
  type Pap,
  PAP_CEILING,
  type Quota,
  type SourceInfo,
  TLP,
  type Tlp,
} from './source.js';
export { onlineSources, onlineSourcesOf } from './all-sources.js';
export { parseThresholds, type XforceThresholds } from './sources/_xforce.js';
export { Usage, type Used } from './usage.js';
export { reputationWeight, type ReputationContext, type ReputationWeight } from './combine.js';
