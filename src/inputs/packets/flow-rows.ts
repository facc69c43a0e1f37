import type { Address } from '../../address/address.js';
import { classify } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Connection, Direction, Endpoint } from '../../model/connection.js';
import { exact } from '../_endpoint.js';
import { protocolFrom } from '../_table-values.js';
import type { Sink } from '../format.js';
import { type Flow, openerOf, tcpState } from './packet-flows.js';

const NONE: readonly string[] = [];

/** Names that are known for an address, most telling first. */
export type NamesOf = (address: Address) => readonly string[];

interface Side {
  readonly end: Endpoint;
  readonly flags: number;
  readonly bytes: number;
  readonly isPublic: boolean;
  readonly names: readonly string[];
}

/**
 * Gives a flow as a row. Neither end is ours by name: exactly one public end is the remote one, else the end that was
 * connected to is; where both are public, both are told. `spoken`: the name that the client asked the server for.
 */
export function giveFlow(flow: Flow, spoken: string | null, namesOf: NamesOf, sink: Sink): void {
  const source = sideOf(flow, 'source', namesOf);
  const destination = sideOf(flow, 'destination', namesOf);
  const opener = openerOf(flow);
  const isSourceClient = opener === null ? looksLikeClient(flow) : opener === 'source';
  const [client, plain] = isSourceClient ? [source, destination] : [destination, source];
  const server =
    spoken === null ? plain : { ...plain, names: [spoken, ...plain.names.filter((name) => name !== spoken)] };
  const isKnown = opener !== null;
  const outward = row(flow, client, server, isKnown ? 'outbound' : null);
  const inward = row(flow, server, client, isKnown ? 'inbound' : null);
  if (!client.isPublic) sink.connection(outward);
  else if (!server.isPublic) sink.connection(inward);
  else {
    sink.connection(outward);
    sink.secondEnd(inward);
  }
}

/** Without a handshake the lower port is the service's; of two alike, who spoke first asked. */
function looksLikeClient({ sourcePort, destinationPort }: Flow): boolean {
  return sourcePort >= destinationPort;
}

function row(flow: Flow, local: Side, remote: Side, direction: Direction | null): Connection {
  const isTcp = flow.protocol === 6;
  return {
    protocol: protocolFrom(String(flow.protocol), `ip-${flow.protocol}`),
    local: local.end,
    remote: remote.end,
    state: isTcp ? tcpState(local.flags, remote.flags, direction === null ? null : direction === 'outbound') : 'none',
    direction,
    process: null,
    host: null,
    remoteNames: remote.names,
    time: Number.isFinite(flow.first) ? Math.round(flow.first) : null,
    ...(Number.isFinite(flow.last) ? { until: Math.round(flow.last) } : {}),
    bytesSent: local.bytes,
    bytesReceived: remote.bytes,
    line: flow.packet,
    count: 1,
  };
}

function sideOf(flow: Flow, side: 'source' | 'destination', namesOf: NamesOf): Side {
  const words = flow[side];
  const address: Address =
    flow.family === 4
      ? ipv4(words[3])
      : { family: 6, w0: words[0], w1: words[1], w2: words[2], w3: words[3], zone: null };
  const hasPorts = [6, 17, 33, 132, 136].includes(flow.protocol);
  const isPublic = classify(address).isGlobal;
  return {
    end: exact(address, hasPorts ? flow[`${side}Port`] : null),
    flags: flow[`${side}Flags`],
    bytes: flow[`${side}Bytes`],
    isPublic,
    names: isPublic ? namesOf(address) : NONE,
  };
}
