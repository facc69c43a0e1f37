import { Resolver as NodeResolver } from 'node:dns/promises';
import { CouldNotAsk } from '../update/publisher.js';
import type { Resolver } from './source.js';

/** No record of that kind: an answer, not a failure. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks the system's resolvers, or the given one (`127.0.0.1:5353`). Names are bounded by DNS itself. */
export function dnsResolver(server: string | null): Resolver {
  let made: NodeResolver | null = null;
  const resolver = (): NodeResolver => {
    if (made !== null) return made;
    made = new NodeResolver({ timeout: 3000, tries: 2 });
    if (server !== null) made.setServers([server]);
    return made;
  };
  return {
    reverse: (address) => answered(() => resolver().reverse(address)),
    forward: (name, family) => answered(() => (family === 4 ? resolver().resolve4(name) : resolver().resolve6(name))),
  };
}

async function answered(ask: () => Promise<string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NOTHING.has(code)) return [];
    throw new CouldNotAsk(code === 'ETIMEOUT' ? 'no resolver answered' : `the resolver failed (${code.slice(0, 20)})`);
  }
}
