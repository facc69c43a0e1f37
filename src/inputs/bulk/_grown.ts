/** A copy with twice the room. */
export function grown<T extends Uint32Array | Float64Array | Uint8Array>(column: T): T {
  const wider = new (column.constructor as new (length: number) => T)(column.length * 2);
  wider.set(column);
  return wider;
}
