import type { Protocol } from './connection.js';

/** Protocol of a connection whose listing does not say it (iftop, lists of addresses). */
export const NOT_TOLD: Protocol = 'unknown';

/** A port for people: `443/tcp`, `443 (protocol not told)`. */
export function portText({ port, protocol }: { readonly port: number; readonly protocol: Protocol }): string {
  return protocol === NOT_TOLD ? `${port} (protocol not told)` : `${port}/${protocol}`;
}
