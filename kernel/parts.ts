// AssemblyScript: takes in the peers and flows of another thread, which come by batches into the place of rows.
import {
  ASIDE,
  COUNT,
  expect,
  fetchFlows,
  fetchPeers,
  FIRST,
  FIRST_FLOW,
  FLOW,
  flowHash,
  flowOf,
  KEY,
  LAST,
  LINE,
  LONGEST,
  MANNER,
  PEER,
  PEER_OF,
  peerAt,
  peerHash,
  peerOf,
  PORTS,
  RECEIVED,
  SENT,
  TOLD_PORTS,
} from './peers';

const BATCH: i32 = 0x9000;
/** In what is taken in: the hash of a peer or flow. */
const PEER_HASH = 56;
const FLOW_HASH = 28;

/** Takes in `count` peers; puts the number of each into the place of its first flow. */
export function takePeers(count: i32): void {
  expect(count);
  const end = BATCH + count * PEER;
  for (let from = BATCH; from < end; from += PEER) store<i32>(from, peerHash(load<u64>(from, KEY)), PEER_HASH);
  fetchPeers(BATCH + PEER_HASH, end + PEER_HASH, PEER);
  for (let from = BATCH; from < end; from += PEER) {
    const number = peerOf(load<u64>(from, KEY), load<i32>(from, PEER_HASH));
    const to = peerAt(number);
    store<f64>(to, min(load<f64>(to, FIRST), load<f64>(from, FIRST)), FIRST);
    store<f64>(to, max(load<f64>(to, LAST), load<f64>(from, LAST)), LAST);
    store<f64>(to, max(load<f64>(to, LONGEST), load<f64>(from, LONGEST)), LONGEST);
    store<f64>(to, sum(load<f64>(to, SENT), load<f64>(from, SENT)), SENT);
    store<f64>(to, sum(load<f64>(to, RECEIVED), load<f64>(from, RECEIVED)), RECEIVED);
    store<u32>(to, load<u32>(to, ASIDE) + load<u32>(from, ASIDE), ASIDE);
    store<i32>(from, number, FIRST_FLOW);
  }
}

/** Below 0 nothing is told. */
@inline
function sum(a: f64, b: f64): f64 {
  return a < 0 ? b : b < 0 ? a : a + b;
}

/** Takes in `count` flows, which speak of peers and kinds by their numbers here. */
export function takeFlows(count: i32): void {
  expect(count);
  const end = BATCH + count * FLOW;
  for (let from = BATCH; from < end; from += FLOW) store<i32>(from, hashOf(from), FLOW_HASH);
  fetchFlows(BATCH + FLOW_HASH, end + FLOW_HASH, FLOW);
  for (let from = BATCH; from < end; from += FLOW) {
    const peer = load<i32>(from, PEER_OF);
    const flow = flowOf(peer, load<i32>(from, PORTS), load<i32>(from, MANNER), load<i32>(from, FLOW_HASH));
    const before = load<u32>(flow, COUNT);
    store<u32>(flow, before + load<u32>(from, COUNT), COUNT);
    if (before !== 0) continue;
    store<i32>(flow, load<i32>(from, LINE), LINE);
    store<i32>(flow, load<i32>(from, TOLD_PORTS), TOLD_PORTS);
  }
}

@inline
function hashOf(flow: i32): i32 {
  return flowHash(load<i32>(flow, PEER_OF), load<i32>(flow, PORTS), load<i32>(flow, MANNER));
}
