import { readCaFile } from '../_ca-file.js';
import type { DownloadEffects } from './download.js';
import { HTTP_LIMITS, type HttpLimits, httpFetcher } from './http.js';
import { type Environment, proxyFor } from './proxy.js';

export interface World {
  readonly env: Environment;
  now(): Date;
  /** How the program calls itself: `farend/0.1.0`. */
  readonly agent: string;
  /** PEM file of a CA to trust besides the platform's, or null. */
  readonly caFile: string | null;
  readonly limits?: HttpLimits;
}

/** Longest wait that a publisher may ask for. */
const PATIENCE_MS = 30_000;

/** The network as it is: node's own http and https, proxies from the environment. Throws UserError for a bad CA file. */
export function realEffects(world: World): DownloadEffects {
  const { env, agent, caFile, limits = HTTP_LIMITS } = world;
  return {
    fetch: httpFetcher({ limits, proxy: (url) => proxyFor(url, env), ca: caFile === null ? null : readCaFile(caFile) }),
    now: () => world.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    agent,
    patienceMs: PATIENCE_MS,
  };
}
