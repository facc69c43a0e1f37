// AssemblyScript: takes in the peers and flows of another thread, which come by batches into the place of rows.
import {
  ASIDE,
  COUNT,
  expect,
  FIRST,
  FLOW,
  flowHash,
  flowIn,
  flowOf,
  KEY,
  LAST,
  LAST_FLOW,
  LINE,
  LONGEST,
  NEXT,
  PEER,
  PEER_OF,
  peerAt,
  peerIn,
  peerOf,
  RECEIVED,
  SENT,
  SINK,
  slotOfFlow,
  slotOfPeer,
  STARTS,
  TOLD_PORTS,
} from './peers';

const BATCH: i32 = 0x9000;

/** Takes in `count` peers; puts the number of each into the place of its latest flow, and how many starts it has. */
export function takePeers(count: i32): void {
  expect(count);
  const end = BATCH + count * PEER;
  let fetched = 0;
  // See kernel/far-ends.ts.
  for (let from = BATCH; from < end; from += PEER) store<i32>(from, slotOfPeer(load<u64>(from, KEY)), LAST_FLOW);
  for (let from = BATCH; from < end; from += PEER) store<i32>(from, peerIn(load<i32>(from, LAST_FLOW)), LAST_FLOW);
  for (let from = BATCH; from < end; from += PEER) fetched ^= load<i32>(load<i32>(from, LAST_FLOW));
  store<i32>(SINK, fetched);
  for (let from = BATCH; from < end; from += PEER) {
    const number = peerOf(load<u64>(from, KEY));
    const to = peerAt(number);
    store<f64>(to, min(load<f64>(to, FIRST), load<f64>(from, FIRST)), FIRST);
    store<f64>(to, max(load<f64>(to, LAST), load<f64>(from, LAST)), LAST);
    store<f64>(to, max(load<f64>(to, LONGEST), load<f64>(from, LONGEST)), LONGEST);
    store<f64>(to, sum(load<f64>(to, SENT), load<f64>(from, SENT)), SENT);
    store<f64>(to, sum(load<f64>(to, RECEIVED), load<f64>(from, RECEIVED)), RECEIVED);
    store<u32>(to, load<u32>(to, ASIDE) + load<u32>(from, ASIDE), ASIDE);
    store<i32>(from, number, LAST_FLOW);
    store<i32>(from, load<u16>(to, STARTS), STARTS);
  }
}

/** Below 0 nothing is told. */
@inline
function sum(a: f64, b: f64): f64 {
  return a < 0 ? b : b < 0 ? a : a + b;
}

/** Takes in `count` flows, which speak of addresses, kinds and peers by their numbers here. */
export function takeFlows(count: i32): void {
  expect(count);
  const end = BATCH + count * FLOW;
  let fetched = 0;
  // See kernel/far-ends.ts.
  for (let from = BATCH; from < end; from += FLOW) store<i32>(from, slotOfFlow(flowHash(from)), NEXT);
  for (let from = BATCH; from < end; from += FLOW) store<i32>(from, flowIn(load<i32>(from, NEXT)), NEXT);
  for (let from = BATCH; from < end; from += FLOW) fetched ^= load<i32>(load<i32>(from, NEXT));
  for (let from = BATCH; from < end; from += FLOW) fetched ^= load<i32>(peerAt(load<i32>(from, PEER_OF)));
  store<i32>(SINK, fetched);
  for (let from = BATCH; from < end; from += FLOW) {
    const flow = flowOf(from, load<i32>(from, PEER_OF));
    const before = load<u32>(flow, COUNT);
    store<u32>(flow, before + load<u32>(from, COUNT), COUNT);
    if (before !== 0) continue;
    store<i32>(flow, load<i32>(from, LINE), LINE);
    store<i32>(flow, load<i32>(from, TOLD_PORTS), TOLD_PORTS);
  }
}
