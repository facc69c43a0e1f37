import type { Connection } from '../../model/connection.js';
import { type FlowGroups, NO_PORT } from '../../model/flow-group.js';
import { ANY, exact } from '../_endpoint.js';

const NOTHING_MORE = { remoteNames: [], time: null, bytesSent: null, bytesReceived: null };

/** For tests: the flows of groups as connections; their local ends are without address. */
export function* eachFlow(groups: FlowGroups): Generator<Connection> {
  for (let group = 0, at = 0; group < groups.length; group++) {
    const address = groups.remote(group);
    for (; at < groups.ends[group]; at++) {
      const kind = groups.kinds[groups.kindOf[at]];
      yield {
        ...NOTHING_MORE,
        direction: null,
        host: null,
        ...kind,
        local: { ...ANY, port: portOf(groups.localPorts[at]) },
        remote: exact(address, portOf(groups.remotePorts[at])),
        process: groups.process(groups.pids[at]),
        line: groups.lines[at],
        count: groups.counts[at],
      };
    }
  }
}

function portOf(word: number): number | null {
  return word === NO_PORT ? null : word;
}
