import type { JudgedPeer } from '../../model/investigation.js';
import type { PeerFlow, PeerProcess } from '../../model/peer.js';
import { hostNames, known, type SeenTimes, stamp, transportOf } from './_exchanged.js';
import { observable, processObject, type StixObject } from './_stix-objects.js';

/** What was observed of a peer: addresses, names, traffic, programs. Ids are the same wherever they were seen. */
export interface Observed {
  readonly address: StixObject;
  readonly objects: readonly StixObject[];
}

export function observedOf({ peer, owner }: JudgedPeer, seen: SeenTimes): Observed {
  const type = peer.address.family === 4 ? 'ipv4-addr' : 'ipv6-addr';
  const as =
    owner.as === null
      ? null
      : observable('autonomous-system', known({ number: owner.as.number, name: owner.as.name }) as object as Props);
  const address = observable(type, { value: peer.text, ...(as === null ? {} : { belongs_to_refs: [as.id] }) });
  const names = hostNames(peer.names).map((value) =>
    observable('domain-name', { value, resolves_to_refs: [address.id] }),
  );
  const traffic = new Map<string, { object: StixObject; flow: PeerFlow }>();
  const opened = new Map<number, Set<string>>();
  const groups = trafficGroups(peer.flows);
  for (const flows of groups) {
    const object = trafficObject(flows, address, seen, groups.length === 1 && seen.isOwn);
    traffic.set(object.id, { object, flow: flows[0] });
    for (const { process, isLocal } of flows) {
      if (process === null || isLocal) continue;
      opened.set(process, (opened.get(process) ?? new Set()).add(object.id));
    }
  }
  const programs = [...opened].flatMap(([index, ids]) => programObjects(peer.processes[index], [...ids], peer.hosts));
  const others = [...names, ...[...traffic.values()].map(({ object }) => object), ...programs];
  return { address, objects: [...(as === null ? [] : [as]), address, ...others] };
}

type Props = Readonly<Record<string, unknown>>;

/** Flows of one port and protocol are one traffic object: STIX has neither programs nor states in it. */
function trafficGroups(flows: readonly PeerFlow[]): PeerFlow[][] {
  const groups = new Map<string, PeerFlow[]>();
  for (const flow of flows) {
    const key = `${flow.protocol}|${flow.port}|${flow.isLocal}`;
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  return [...groups.values()];
}

/** A peer that came to us is the source; one that we went to the destination. Our own address is not told. */
function trafficObject(
  flows: readonly PeerFlow[],
  address: StixObject,
  seen: SeenTimes,
  hasTimes: boolean,
): StixObject {
  const [{ port, protocol, isLocal }] = flows;
  const transport = transportOf(protocol);
  const network = address.type === 'ipv4-addr' ? 'ipv4' : 'ipv6';
  const isActive = !hasTimes && flows.some(({ state }) => state === 'established');
  return observable('network-traffic', {
    // `end` and `is_active` exclude each other.
    ...(hasTimes ? { start: stamp(seen.first), end: stamp(seen.last) } : {}),
    ...(isActive ? { is_active: true } : {}),
    ...(isLocal ? { src_ref: address.id } : { dst_ref: address.id }),
    ...(port === null ? {} : { dst_port: port }),
    protocols: transport === null ? [network] : [network, transport],
  });
}

/** The program with its image and folder; nothing for a program of which nothing is told. */
function programObjects(program: PeerProcess, opened: readonly string[], hosts: readonly string[]): StixObject[] {
  const { pid, commandLine } = program;
  const image = imageObjects(program);
  const file = image.at(-1);
  const properties = known({ pid, command_line: commandLine, image_ref: file?.id });
  if (Object.keys(properties).length === 0) return [];
  const key = { hosts, pid, commandLine, image: file?.id ?? null, opened };
  return [...image, processObject(key, { ...properties, opened_connection_refs: opened })];
}

function imageObjects({ name, path }: PeerProcess): StixObject[] {
  const cut = path === null ? -1 : Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  const shown = path === null || cut === path.length - 1 ? name : path.slice(cut + 1);
  if (shown === null || shown === '') return [];
  if (path === null || cut <= 0) return [observable('file', { name: shown })];
  const folder = observable('directory', { path: path.slice(0, cut) });
  return [folder, observable('file', { name: shown, parent_directory_ref: folder.id })];
}
