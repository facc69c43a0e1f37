/** More than the engine lets such blocks grow before it collects (64 MB). */
const REMINDER = 80 << 20;

/**
 * Makes a block that nobody uses. Untouched it costs nothing, but the engine then looks for what it can free: tables of
 * tens of megabytes, just before the peers want as much.
 */
export function remindOfMemory(): void {
  void new ArrayBuffer(REMINDER);
}
