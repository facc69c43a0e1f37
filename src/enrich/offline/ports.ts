import type { PortKnowledge } from '../../model/knowledge.js';
import { type ObservedTable, openObserved, usesOf } from './observed-ports.js';
import { PROTOCOLS, protocolIndex } from './protocols.js';
import { openRegistered } from './registered-ports.js';

/** Files of the pack that this opens. */
export const REGISTERED_FILE = 'ports-registered.bin';
export const OBSERVED_FILE = 'ports-observed.bin';

/**
 * What a port is registered for (IANA) and used for in practice, likeliest first. Files are read when first asked.
 * `protocol` as in a Connection; `tcp6` asks for tcp. Answers are shared: treat as immutable. A protocol or number
 * that is no port has an empty answer. The look-up throws UserError when the pack is missing or damaged.
 */
export function openPorts(directory: string): (port: number, protocol: string) => PortKnowledge {
  let tables: Tables | null = null;
  const known = new Map<number, PortKnowledge>();
  return (port, protocol) => {
    const index = protocolIndex(protocol);
    if (index < 0 || !Number.isInteger(port) || port < 0 || port > 65_535)
      return { port, protocol, registered: null, observed: [] };
    const key = index * 65_536 + port;
    let knowledge = known.get(key);
    if (knowledge === undefined) {
      tables ??= openTables(directory);
      knowledge = ask(tables, port, index);
      known.set(key, knowledge);
    }
    return knowledge;
  };
}

interface Tables {
  readonly registered: (port: number, protocol: number) => string | null;
  readonly observed: ObservedTable;
}

function openTables(directory: string): Tables {
  return {
    registered: openRegistered(directory, REGISTERED_FILE),
    observed: openObserved(directory, OBSERVED_FILE),
  };
}

function ask({ registered, observed }: Tables, port: number, protocol: number): PortKnowledge {
  const name = registered(port, protocol);
  return {
    port,
    protocol: PROTOCOLS[protocol],
    registered: name === null ? null : { name, source: 'IANA' },
    observed: usesOf(observed, port, 1 << protocol),
  };
}
