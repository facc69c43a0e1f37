/** `2026-06-17 14:03:09 UTC`, or in this machine's zone with its offset: `2026-06-17 16:03:09 +02:00`. */
export function timeText(milliseconds: number, utc: boolean): string {
  const iso = isoTime(milliseconds);
  if (iso === null) return 'no valid time';
  if (utc) return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  const offset = -new Date(milliseconds).getTimezoneOffset();
  const local = isoTime(milliseconds + offset * 60_000) ?? iso;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offsetText(offset)}`;
}

/** ISO 8601 in UTC, or null beyond what a date can hold (evidence may carry any number). */
export function isoTime(milliseconds: number | null): string | null {
  if (milliseconds === null || !(Math.abs(milliseconds) <= 8.64e15)) return null;
  return new Date(milliseconds).toISOString();
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}
