import type { ObservedUse, PortKnowledge } from '../../model/knowledge.js';
import { NOT_TOLD } from '../../model/port-text.js';
import { CONFIDENCES, type ObservedTable, openObserved, usesOf } from './observed-ports.js';
import { PROTOCOLS, protocolIndex } from './protocols.js';
import { openRegistered } from './registered-ports.js';

/** Files of the pack that this opens. */
export const REGISTERED_FILE = 'ports-registered.bin';
export const OBSERVED_FILE = 'ports-observed.bin';

/**
 * What a port is registered for (IANA) and used for in practice, likeliest first. Files are read when first asked.
 * `protocol` as in a Connection; `tcp6` asks for tcp. One that is not told is answered for TCP and UDP together: what
 * holds for one of them alone says so, and is less sure. Answers are shared: treat as immutable. A protocol or number
 * that is no port has an empty answer. The look-up throws UserError when the pack is missing or damaged.
 */
export function openPorts(directory: string): (port: number, protocol: string) => PortKnowledge {
  let tables: Tables | null = null;
  const known = new Map<number, PortKnowledge>();
  return (port, protocol) => {
    const index = protocol === NOT_TOLD ? PROTOCOLS.length : protocolIndex(protocol);
    if (index < 0 || !Number.isInteger(port) || port < 0 || port > 65_535)
      return { port, protocol, registered: null, observed: [] };
    const key = index * 65_536 + port;
    let knowledge = known.get(key);
    if (knowledge === undefined) {
      tables ??= openTables(directory);
      knowledge = index < PROTOCOLS.length ? ask(tables, port, index) : askBoth(tables, port);
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

const [TCP, UDP] = [0, 1];

/** Both protocols at once; what holds for one of them alone says which. */
function askBoth(tables: Tables, port: number): PortKnowledge {
  const [tcp, udp] = [ask(tables, port, TCP), ask(tables, port, UDP)];
  const observed = usesOf(tables.observed, port, (1 << TCP) | (1 << UDP)).map((use) => {
    const [isTcp, isUdp] = [has(tcp, use), has(udp, use)];
    return isTcp && isUdp ? use : onlyOver(isTcp ? 'TCP' : 'UDP', use);
  });
  return { port, protocol: NOT_TOLD, registered: registeredAs(tcp, udp), observed: observed.sort(byConfidence) };
}

function has({ observed }: PortKnowledge, { use, source }: ObservedUse): boolean {
  return observed.some((other) => other.use === use && other.source === source);
}

/** An attacker's use of one protocol is a step less sure where the protocol is not told. */
function onlyOver(protocol: string, use: ObservedUse): ObservedUse {
  const isAttack = use.kind === 'c2-default' || use.kind === 'mining';
  const confidence = !isAttack ? use.confidence : use.confidence === 'high' ? 'medium' : 'low';
  return { ...use, use: `${use.use} (${protocol})`, confidence };
}

function byConfidence(a: ObservedUse, b: ObservedUse): number {
  return CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence);
}

function registeredAs(
  { registered: tcp }: PortKnowledge,
  { registered: udp }: PortKnowledge,
): PortKnowledge['registered'] {
  if (tcp === null || udp === null) {
    const one = tcp ?? udp;
    return one === null ? null : { ...one, name: `${one.name} (${tcp === null ? 'UDP' : 'TCP'} only)` };
  }
  return tcp.name === udp.name ? tcp : { ...tcp, name: `${tcp.name} (TCP), ${udp.name} (UDP)` };
}
