export { AnswerCache } from './cache.js';
export { type OnlineWorld, realOnlineEffects } from './effects.js';
export { parseEndpoints } from './endpoints.js';
export { type Keychain, openKeychain } from './keychain.js';
export { type KeyPlace, KeyRing } from './keys.js';
export { askedText, type MadePlan, planOnline, type PlanPeer } from './plan.js';
export { type Progress, runOnline } from './run.js';
export {
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
export { Usage } from './usage.js';
export { reputationWeight } from './combine.js';
