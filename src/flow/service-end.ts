import type { Direction } from '../model/connection.js';
import type { OperatingSystem } from '../model/input.js';
import type { ServiceEnd } from '../model/peer.js';
import { type Ends, inferDirection, OLD_RANGE_SERVICES } from './direction.js';

/** Ports that a system hands out by itself, as [from, to] pairs, and how it is called. */
interface HandedOut {
  readonly system: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * Defaults: Windows since Vista 49152-65535 (Microsoft KB 929851), before 1025-5000 (KB 196271); Linux 32768-60999
 * (ip_local_port_range); macOS 49152-65535; FreeBSD 10000-65535 (net.inet.ip.portrange), others 49152-65535.
 */
const HANDED_OUT: Readonly<Record<OperatingSystem, HandedOut>> = {
  windows: {
    system: 'Windows',
    ranges: [
      [49_152, 65_535],
      [1025, 5000],
    ],
  },
  linux: { system: 'Linux', ranges: [[32_768, 60_999]] },
  macos: { system: 'macOS', ranges: [[49_152, 65_535]] },
  bsd: { system: 'BSD', ranges: [[10_000, 65_535]] },
  unknown: {
    system: 'most systems',
    ranges: [
      [32_768, 65_535],
      [1025, 5000],
    ],
  },
};

/** A port counts as repeated from so many distinct ports at the other end: two may be chance. */
export const REPEATED = 3;

/** One flow, and how many distinct ports at the other end have met each of its ports (TCP; 0: not counted). */
export interface SeenFlow extends Ends {
  /** As the capture states it. */
  readonly stated: Direction | null;
  readonly meetOurs: number;
  readonly meetTheirs: number;
}

type Conclusion = Omit<ServiceEnd, 'connections'>;

/**
 * At which end of a flow the service is, how sure that is, and what tells. A capture that says so, a listener or a
 * half-made connection are certain; ranges of ports are likely; a repeated port alone is a guess.
 */
export function serviceEndOf(flow: SeenFlow, os: OperatingSystem): Conclusion {
  const { stated, state, isListening } = flow;
  if (stated === 'outbound' || stated === 'inbound') return concluded(stated, 'certain', 'the capture says who called');
  const direction = inferDirection(flow);
  if (direction === 'unknown') return byRepetition(flow);
  if (state === 'syn-sent' || state === 'syn-received')
    return concluded(direction, 'certain', 'the connection was being opened, and only the caller sends a SYN');
  if (isListening || state === 'listening')
    return concluded(direction, 'certain', 'a listener on our port is in the same capture');
  return byRanges(direction, flow, os);
}

/** The caller's port was handed out; whether it is in a default range can be told of our system alone. */
function byRanges(direction: Direction, { localPort }: SeenFlow, os: OperatingSystem): Conclusion {
  const { system, ranges } = HANDED_OUT[os];
  const texts = ranges.map(([from, to]) => `${from}-${to}`).join(' or ');
  const isHandedOut =
    localPort !== null &&
    !OLD_RANGE_SERVICES.includes(localPort) &&
    ranges.some(([from, to]) => localPort >= from && localPort <= to);
  if (direction === 'inbound') {
    return isHandedOut
      ? concluded(direction, 'guessed', `their port is a caller's, but ours is one that ${system} hands out (${texts})`)
      : concluded(direction, 'likely', `their port is a caller's and ours is none that ${system} hands out (${texts})`);
  }
  return isHandedOut
    ? concluded(direction, 'likely', `our port is one that ${system} hands out (${texts}) and theirs is a service's`)
    : concluded(
        direction,
        'guessed',
        `their port is a service's, but ours is none that ${system} hands out (${texts})`,
      );
}

function byRepetition({ meetOurs, meetTheirs }: SeenFlow): Conclusion {
  const [ours, theirs] = [meetOurs >= REPEATED, meetTheirs >= REPEATED];
  if (ours && !theirs)
    return concluded('inbound', 'guessed', `repetition alone: ${meetOurs} far ports meet the same port here`);
  if (theirs && !ours)
    return concluded('outbound', 'guessed', `repetition alone: ${meetTheirs} ports here meet the same far port`);
  const says = ours ? 'both ports are met by many' : 'neither listeners nor states nor ports tell';
  return { end: 'unknown', certainty: 'none', says };
}

function concluded(direction: Direction, certainty: ServiceEnd['certainty'], says: string): Conclusion {
  return { end: direction === 'outbound' ? 'theirs' : 'ours', certainty, says };
}

const CERTAINTIES: readonly ServiceEnd['certainty'][] = ['certain', 'likely', 'guessed', 'none'];

/** Conclusions with their connections, equal ones together, the surest first. */
export function sumServiceEnds(found: Iterable<readonly [Conclusion, number]>): ServiceEnd[] {
  const sums = new Map<string, ServiceEnd>();
  for (const [conclusion, connections] of found) {
    const key = `${conclusion.end} ${conclusion.says}`;
    sums.set(key, { ...conclusion, connections: (sums.get(key)?.connections ?? 0) + connections });
  }
  return [...sums.values()].sort(
    (a, b) =>
      CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) ||
      b.connections - a.connections ||
      (a.says < b.says ? -1 : 1),
  );
}
