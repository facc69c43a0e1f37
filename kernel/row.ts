// AssemblyScript, a part of kernel/rows.ts: what a row is made into, and what all that read rows know.

/** State columns: text, then `1 + is wildcard` and `length << 4 | state`. */
export const STATES: i32 = 0x2c00;
export const STATE_SIZE: i32 = 32;
/** Ports that hold listeners, a bit each. */
export const LISTENERS: i32 = 0x3c00;
/** Rows of seven words, as in the flow table. */
export const BATCH: i32 = 0x8000;
export const ROW: i32 = 28;

// Bits of a row's manner word: see flow-table.ts.
export const STAR = 1;
export const REMOTE_IS_TOKEN = 2;
export const LOCAL_IS_TOKEN = 4;
export const UDP = 8;
export const STATE_SHIFT = 4;
export const CLASS_SHIFT = 8;
export const PID_SHIFT = 10;
export const WITHOUT_PID = 0x3ff;
export const MAX_PID = (1 << 22) - 2;
export const SYN_SENT = 3;
export const SYN_RECEIVED = 4;
// Which ports a flow keeps: see _port-class.ts.
export const BY_REMOTE_PORT = 0;
export const BY_LOCAL_PORT = 1;
export const BY_BOTH_PORTS = 2;
export const WITHOUT_PEER = 3;

export const TCP_START: u64 = 0x2020_2050_4354_2020;
export const UDP_START: u64 = 0x2020_2050_4455_2020;
/** Where columns start unless one before them is too wide. */
export const LOCAL_COLUMN = 9;
export const REMOTE_COLUMN = 32;
export const STATE_COLUMN = 55;
export const STATE_WIDTH = 16;
export const PID_COLUMN = 71;

/** Where the state column with these sixteen bytes is remembered. */
@inline
export function stateSlot(text: u64, rest: u64, isAny: i32): i32 {
  const mixed = (text ^ (rest * 0x9e37_79b9_7f4a_7c15)) + (isAny as u64);
  return STATES + (((mixed * 0x9e37_79b9_7f4a_7c15) >> 57) as i32) * STATE_SIZE;
}

/** Which ports tell the flow of a row with a peer apart. */
@inline
export function keptPorts(state: i32, isUdp: bool, local: u32, remote: u32): i32 {
  if (state === SYN_SENT) return BY_REMOTE_PORT;
  if (state === SYN_RECEIVED) return BY_LOCAL_PORT;
  if (!isUdp) {
    if ((load<u8>(LISTENERS + (local >> 3)) & (1 << (local & 7))) !== 0) return BY_LOCAL_PORT;
  }
  if (remote < 1024) {
    if (local >= 1024) return BY_REMOTE_PORT;
  }
  return portClass(local, remote);
}

/** See `portClass` in the tests: the cases by which direction is inferred later. */
function portClass(local: u32, remote: u32): i32 {
  if (remote < 1024) return local < 1024 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < 1024) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  if (local >= 32768) return remote < 32768 ? BY_REMOTE_PORT : BY_BOTH_PORTS;
  if (isOldEphemeral(local)) return isOldEphemeral(remote) || remote >= 32768 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  return remote >= 32768 ? BY_LOCAL_PORT : BY_BOTH_PORTS;
}

/** Windows up to XP and 2003 handed out 1025-5000. */
@inline
function isOldEphemeral(port: u32): bool {
  return port >= 1025 && port <= 5000;
}
