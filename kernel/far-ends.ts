// AssemblyScript: counts a batch of rows (see kernel/cells.ts) by their far ends, one or two of each.
import { countRowsOfOther, expectOthers } from './others';
import {
  addAside,
  BY_PORTS,
  COUNT,
  expect,
  FIRST,
  flowHash,
  flowIn,
  flowOf,
  HAS_LOCAL,
  HAS_REMOTE,
  IS_OTHER,
  IS_TURNED,
  isSameFlow,
  keyOf,
  LAST,
  LINE,
  LONGEST,
  MANNER,
  PEER_OF,
  peerAt,
  peerIn,
  PORTS,
  RECEIVED,
  SENT,
  SINK,
  slotOfFlow,
  slotOfPeer,
  STARTS,
  TOLD_PORTS,
  WORD,
} from './peers';
import { countRows, expectRows } from './row-counts';

export { SEEDS } from './peers';

/** What an IPv4 word is, and which of the two ports of a row the listening one is: asked for what tables don't tell. */
@external('env', 'reachOf')
declare function askReach(word: i32): i32;
@external('env', 'isListening')
declare function askListening(kind: i32, port: i32): i32;

// Memory, from its start.
/** Words: rows that were connections, those of them with a time; days and starts that wait to be fetched. */
const RESULT: i32 = 0x80;
/** Words: whether the ends are source and destination, starts that may still be kept. */
const SETTINGS: i32 = 0xa0;
/** What IPv4 words are by their first bytes, then those that were asked for: word and reach. */
const FIRST_BYTES: i32 = 0x100;
const ASKED: i32 = 0x400;
const ASKED_SLOTS: i32 = 4096;
const BATCH: i32 = 0x9000;
export const BATCH_ROWS: i32 = 256;
/** Rows whose peers and flows the processor's first cache holds. */
const TOGETHER: i32 = 96;
const ROW: i32 = 56;
/** Far ends: word, ports and manner as in a flow; row and turned; slot, flow and peer that are looked at. */
const ENDS: i32 = 0xd000;
const END: i32 = 32;
/** Of those the ones whose flows are not where they were looked for. */
const OTHER_ENDS: i32 = 0xf000;
/** Days, and starts by columns, where the columns of groups are later. */
const DAYS: i32 = 0x11000;
const MOST_DAYS: i32 = 4096;
/** IPv4 words whose rows are only counted, and how many those are: those met first, each in its place. Not while flows are told. */
const ASIDES: i32 = 0x18000;
const ASIDE_BITS: i32 = 13;
/** All rows are only counted. */
let areRowsAlone: bool = false;
const START_PEERS: i32 = 0x80000;
const START_FAILED: i32 = 0x88000;
const START_TIMES: i32 = 0x90000;
const START_SENT: i32 = 0xa0000;
const MOST_STARTS: i32 = 8192;
/** By kind and turned what is known of such rows. */
const RULES: i32 = 0x60000;

// Reaches.
const GLOBAL = 1;
const KEPT = 2;
/** The word is the number of an address that is no IPv4 one: see kernel/others.ts. */
const OTHER = 4;
const ASK = 8;

// Rules: which ports tell flows apart, when nobody answered, and whether rows tell of something else.
const PORT_RULE = 7;
const BY_REMOTE_PORT = 0;
const BY_LOCAL_PORT = 1;
const BY_BOTH_PORTS = 2;
/** Nothing but ports says who called. */
const SAYS_NOT = 3;
const FAILED = 8;
const FAILED_WITHOUT_ANSWER = 16;
const OTHER_KIND = 32;
const HAS_LISTENERS = 64;

// A row: see kernel/cells.ts.
const TIME = 0;
const DURATION = 8;
const BYTES = 16;
const ADDRESSES = 32;
const ROW_PORTS = 40;
const MARKS = 44;
const ROW_LINE = 48;
const OURS_IS_TOLD = 0x10000;
const REACHES = 20;
const REACH_BITS = 3;
const REACH_MASK = 7;

// An end.
const END_ROW = 12;
const END_SLOT = 16;
const END_FLOW = 20;
const END_PEER = 24;

const DAY: f64 = 86_400_000;
const STARTS_OF_ONE = 4096;

/** As in `flow/direction`, which infers the direction later from what is kept. */
const HANDED_OUT_FROM = 32_768;
const SYSTEM_PORTS_BELOW = 1024;

let today: f64 = NaN;

/** Rows are only counted: no flow will be told, of no address. Before the first row. */
export function tellNoFlows(): void {
  areRowsAlone = true;
}

/** What an end of a row is: the first one or, for `theirs` 1, the second one. */
@inline
function reachOf(row: i32, theirs: i32): i32 {
  const marks = load<i32>(row, MARKS);
  if ((marks & (OURS_IS_TOLD << theirs)) !== 0) return (marks >>> (REACHES + theirs * REACH_BITS)) & REACH_MASK;
  return reachOfWord(wordOf(row, theirs));
}

@inline
function wordOf(row: i32, theirs: i32): i32 {
  return load<i32>(row + ADDRESSES + (theirs << 2));
}

@inline
function reachOfWord(word: i32): i32 {
  const reach = load<u8>(FIRST_BYTES + (word >>> 24)) as i32;
  return reach === ASK ? askedReach(word) : reach;
}

/** Whether an IPv4 word is a global address. */
export function isGlobal(word: i32): bool {
  return (reachOfWord(word) & GLOBAL) !== 0;
}

/** What was asked for before is remembered, with `ASK` set; no answer has it. */
function askedReach(word: i32): i32 {
  const slot = ASKED + ((((word * 0x9e37_79b1) >>> 20) & (ASKED_SLOTS - 1)) << 3);
  if (load<i32>(slot) !== word || load<i32>(slot, 4) === 0) {
    store<i32>(slot, word);
    store<i32>(slot, askReach(word) | ASK, 4);
  }
  return load<i32>(slot, 4) & ~ASK;
}

/**
 * Counts rows. All slots first, then all flows, then all peers: memory answers many questions at once if none waits for
 * another and there is little between them.
 */
function takeSome(from: i32, rows: i32): void {
  const ends = listEnds(from, rows);
  for (let end = ENDS; end < ends; end += END) store<i32>(end, slotOfFlow(flowHash(end)), END_SLOT);
  for (let end = ENDS; end < ends; end += END) store<i32>(end, flowIn(load<i32>(end, END_SLOT)), END_FLOW);
  findPeers(ends);
  let fetched = 0;
  for (let end = ENDS; end < ends; end += END) fetched ^= load<i32>(load<i32>(end, END_PEER));
  store<i32>(SINK, fetched);
  for (let end = ENDS; end < ends; end += END) count(end);
}

/** Where the peers of ends are: flows know theirs, for flows that seem to be new they are looked up. */
@inline
function findPeers(ends: i32): void {
  let others = OTHER_ENDS;
  for (let end = ENDS; end < ends; end += END) {
    const flow = load<i32>(end, END_FLOW);
    store<i32>(end, peerAt(load<i32>(flow, PEER_OF)), END_PEER);
    store<i32>(others, end);
    others += isSameFlow(flow, end) ? 0 : 4;
  }
  for (let at = OTHER_ENDS; at < others; at += 4) {
    const end = load<i32>(at);
    store<i32>(end, slotOfPeer(keyOf(end)), END_PEER);
  }
  for (let at = OTHER_ENDS; at < others; at += 4) {
    const end = load<i32>(at);
    store<i32>(end, peerIn(load<i32>(end, END_PEER)), END_PEER);
  }
}

/** Counts the first `rows` rows of the batch; returns whether days and starts are to be fetched before the next ones. */
export function takeRows(rows: i32): bool {
  // As many as the next rows can tell of.
  expectOthers(BATCH_ROWS * 2);
  if (areRowsAlone) {
    countEnds(rows);
    return false;
  }
  expect(rows * 2);
  for (let first = 0; first < rows; first += TOGETHER) takeSome(BATCH + first * ROW, min(TOGETHER, rows - first));
  const more = BATCH_ROWS * 2;
  const starts = load<i32>(RESULT, 12);
  const areLast = starts > 0 && load<i32>(SETTINGS, 4) === 0;
  return areLast || starts + more > MOST_STARTS || load<i32>(RESULT, 8) + more > MOST_DAYS;
}

/** Counts the addresses of the far ends of rows, and nothing else. */
function countEnds(rows: i32): void {
  expectRows(rows * 2);
  const isFlow = load<i32>(SETTINGS) !== 0;
  let taken = 0;
  for (let row = BATCH; row < BATCH + rows * ROW; row += ROW) {
    const kind = load<u16>(row, MARKS) as i32;
    if ((load<u8>(RULES + kind * 2) & OTHER_KIND) !== 0) continue;
    taken++;
    const theirReach = reachOf(row, 1);
    const ourReach = isFlow ? reachOf(row, 0) : 0;
    if ((ourReach & GLOBAL) === 0 || (theirReach & GLOBAL) !== 0) countEnd(wordOf(row, 1), theirReach);
    if ((ourReach & GLOBAL) !== 0) countEnd(wordOf(row, 0), ourReach);
  }
  store<i32>(RESULT, load<i32>(RESULT) + taken);
}

@inline
function countEnd(word: i32, reach: i32): void {
  if ((reach & OTHER) !== 0) countRowsOfOther(word, 1);
  else countRows(word, 1);
}

/** Lists the far ends; returns where the list ends. */
function listEnds(from: i32, rows: i32): i32 {
  const isFlow = load<i32>(SETTINGS) !== 0;
  let end = ENDS;
  let taken = 0;
  let withTime = 0;
  for (let row = from; row < from + rows * ROW; row += ROW) {
    const kind = load<u16>(row, MARKS) as i32;
    if ((load<u8>(RULES + kind * 2) & OTHER_KIND) !== 0) continue;
    taken++;
    // Comparing with NaN is false.
    if (load<f64>(row, TIME) >= 0) withTime++;
    const theirReach = reachOf(row, 1);
    const ourReach = isFlow ? reachOf(row, 0) : 0;
    if ((ourReach & GLOBAL) === 0 || (theirReach & GLOBAL) !== 0) end = addEnd(end, row, 0, kind, theirReach);
    if ((ourReach & GLOBAL) !== 0) end = addEnd(end, row, 1, kind, ourReach);
  }
  store<i32>(RESULT, load<i32>(RESULT) + taken);
  store<i32>(RESULT, load<i32>(RESULT, 4) + withTime, 4);
  return end;
}

/** Notes an end as seen from the source of its row (0) or from its destination (1); returns where the next one goes. */
@inline
function addEnd(end: i32, row: i32, turned: i32, kind: i32, reach: i32): i32 {
  const word = wordOf(row, 1 - turned);
  const other = (reach & OTHER) !== 0 ? IS_OTHER : 0;
  if ((reach & KEPT) === 0) {
    countAside(word, other);
    return end;
  }
  store<i32>(end, word, WORD);
  decide(end, row, turned, kind | other);
  return end + END;
}

/** Of such rows nothing but their number is told. */
@inline
function countAside(word: i32, other: i32): void {
  const place = ASIDES + (((word * 0x9e37_79b1) >>> (32 - ASIDE_BITS)) << 3);
  const before = load<u32>(place, 4);
  if (((other === 0) as i32) & (((before === 0) as i32) | ((load<i32>(place) === word) as i32))) {
    store<i32>(place, word);
    store<u32>(place, before + 1, 4);
  } else addAside((word as u32 as u64) | (other !== 0 ? (1 as u64) << 32 : 0), 1);
}

/** Brings home to their peers what was counted apart from them. Before they are asked for. */
export function settle(): void {
  expect(1 << ASIDE_BITS);
  for (let place = ASIDES; place < ASIDES + (8 << ASIDE_BITS); place += 8) {
    const rows = load<u32>(place, 4);
    if (rows !== 0) addAside(load<u32>(place) as u64, rows);
    store<u32>(place, 0, 4);
  }
}

/** Which flow of its peer an end belongs to. */
@inline
function decide(end: i32, row: i32, turned: i32, kind: i32): void {
  let ports = load<i32>(row, ROW_PORTS);
  let has = load<i32>(row, MARKS) & (HAS_LOCAL | HAS_REMOTE);
  let manner = kind;
  const rules = RULES + (kind & 0xffff) * 2;
  if (turned !== 0) {
    ports = rotl(ports, 16);
    has = ((has & HAS_LOCAL) << 1) | ((has & HAS_REMOTE) >>> 1);
    manner |= IS_TURNED;
  }
  if (has === (HAS_LOCAL | HAS_REMOTE)) {
    const rule = load<u8>(rules + turned) as i32;
    let by = rule & PORT_RULE;
    if (by === SAYS_NOT) {
      manner |= BY_PORTS;
      by = (rule & HAS_LISTENERS) !== 0 && askListening(kind & 0xffff, ports & 0xffff) !== 0 ? BY_LOCAL_PORT : ruleOfPorts(ports);
    }
    if (by === BY_REMOTE_PORT) has = HAS_REMOTE;
    else if (by === BY_LOCAL_PORT) has = HAS_LOCAL;
  }
  const counting = ((has & HAS_LOCAL) !== 0 ? 0xffff : 0) | ((has & HAS_REMOTE) !== 0 ? 0xffff_0000 : 0);
  store<i32>(end, ports & counting, PORTS);
  store<i32>(end, manner | has, MANNER);
  // Rows are where four divides.
  store<i32>(end, row | turned, END_ROW);
}

/** Which ports tell a row's flow apart where nothing but its ports tells who called. */
@inline
function ruleOfPorts(ports: i32): i32 {
  const local = ports & 0xffff;
  const remote = ports >>> 16;
  if (remote < SYSTEM_PORTS_BELOW) return local < SYSTEM_PORTS_BELOW ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < SYSTEM_PORTS_BELOW) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  // The old range below 5000 has services in it: both ports are kept, and it is decided later.
  return local >= HANDED_OUT_FROM && remote < HANDED_OUT_FROM ? BY_REMOTE_PORT : BY_BOTH_PORTS;
}

/** Counts one end. */
@inline
function count(end: i32): void {
  const row = load<i32>(end, END_ROW) & ~1;
  const turned = load<i32>(end, END_ROW) & 1;
  const manner = load<i32>(end, MANNER);
  let flow = load<i32>(end, END_FLOW);
  let peer = load<i32>(end, END_PEER);
  if (!isSameFlow(flow, end)) {
    flow = flowOf(end, -1);
    peer = peerAt(load<i32>(flow, PEER_OF));
  }
  const before = load<i32>(flow, COUNT);
  store<i32>(flow, before + 1, COUNT);
  if (before === 0) {
    const ports = rotl(load<i32>(row, ROW_PORTS), turned << 4);
    store<i32>(flow, load<i32>(row, ROW_LINE), LINE);
    store<i32>(flow, (manner & BY_PORTS) !== 0 ? ports : load<i32>(end, PORTS), TOLD_PORTS);
  }
  const sent = load<f64>(row + BYTES + (turned << 3));
  const received = load<f64>(row + BYTES + 8 - (turned << 3));
  // Nothing was told before below 0.
  if (sent >= 0) store<f64>(peer, max(load<f64>(peer, SENT), 0) + sent, SENT);
  if (received >= 0) store<f64>(peer, max(load<f64>(peer, RECEIVED), 0) + received, RECEIVED);
  const time = load<f64>(row, TIME);
  if (!(time >= 0)) return;
  const lasted = load<f64>(row, DURATION);
  if (lasted > load<f64>(peer, LONGEST)) store<f64>(peer, lasted, LONGEST);
  const until = lasted >= 0 ? time + lasted : time;
  if (time < load<f64>(peer, FIRST)) store<f64>(peer, time, FIRST);
  if (until > load<f64>(peer, LAST)) store<f64>(peer, until, LAST);
  if (!(time >= today && time < today + DAY)) newDay(time);
  if (load<i32>(SETTINGS, 4) > 0) keepStart(load<i32>(flow, PEER_OF), peer, time, sent, manner, received);
}

function newDay(time: f64): void {
  today = floor(time / DAY) * DAY;
  const days = load<i32>(RESULT, 8);
  store<i32>(DAYS + (days << 2), (time / DAY) as i32);
  store<i32>(RESULT, days + 1, 8);
}

@inline
function keepStart(number: i32, peer: i32, time: f64, sent: f64, manner: i32, received: f64): void {
  const kept = load<u16>(peer, STARTS) as i32;
  if (kept >= STARTS_OF_ONE) return;
  store<u16>(peer, kept + 1, STARTS);
  store<i32>(SETTINGS, load<i32>(SETTINGS, 4) - 1, 4);
  const rule = load<u8>(RULES + ((manner & 0xffff) << 1) + ((manner & IS_TURNED) !== 0 ? 1 : 0)) as i32;
  const isFailed = (rule & FAILED) !== 0 || ((rule & FAILED_WITHOUT_ANSWER) !== 0 && received === 0);
  const starts = load<i32>(RESULT, 12);
  store<i32>(RESULT, starts + 1, 12);
  store<i32>(START_PEERS + (starts << 2), number);
  store<u8>(START_FAILED + starts, isFailed ? 1 : 0);
  store<f64>(START_TIMES + (starts << 3), time);
  store<f64>(START_SENT + (starts << 3), sent);
}
