/** 1601-01-01 to 1970-01-01 in milliseconds: Windows FILETIME counts 100 ns from the former. */
const FILETIME_OFFSET = 11_644_473_600_000;

const ISO =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,_.-]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2})?(?: UTC)?$/i;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([AP])\.?M\.?$/i;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?([AP])\.?M\.?)?\s*(?:Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2})?`;
/** `Nov 20, 2026 @ 10:15:30.123` (Kibana), `Nov 20 2026 10:15:30` (Cisco). */
const MONTH_FIRST = new RegExp(
  String.raw`^(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2})[a-z]{0,6} {1,2}(\d{1,2}),? (\d{4}),?(?: @)? ${CLOCK}$`,
);
/** `20/Nov/2026:10:15:30 +0000` (web servers), `Fri, 20 Nov 2026 10:15:30 GMT`. */
const DAY_FIRST = new RegExp(String.raw`^(?:[A-Z][a-z]{2}, )?(\d{1,2})[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})[: ] ?${CLOCK}$`);
/** `2026-Nov-20 10:15:30` (NetWitness). */
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/ ]([A-Z][a-z]{2})[-/ ](\d{1,2})[T ]${CLOCK}$`);
/** `9:14:22 AM 11/20/2026` (System Informer). */
const CLOCK_FIRST = /^(\d{1,2}:\d{2}(?::\d{2})? [AP]M) (\d{1,2}\/\d{1,2}\/\d{4})$/i;
/** `Fri Nov 20 10:15:30 2026` (ctime), `Fri Nov 20 10:15:30 UTC 2026` (date). */
const YEAR_LAST = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} {1,2}\d{1,2}) (\d{2}:\d{2}:\d{2})(?: (?:UTC|GMT))? (\d{4})$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * Milliseconds since 1970 UTC from ISO 8601 and its relatives, epoch seconds, milliseconds, microseconds or
 * nanoseconds, FILETIME, `/Date(ms)/`, US and German dates, English names of months. A time without a zone is taken as UTC.
 * Numbers below 10^8 (until March 1973) are seconds since a capture's start (packet lists), which are no date: null.
 */
export function timeFrom(text: string | undefined): number | null {
  if (text === undefined || text.length > 64) return null;
  if (/^\d+(?:\.\d+)?$/.test(text)) return fromNumber(text);
  const wrapped = /^\/?\\?\/Date\((-?\d{1,16})/.exec(text);
  if (wrapped !== null) return Number(wrapped[1]);
  const iso = ISO.exec(text);
  if (iso !== null) return fromParts(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[7], iso[9]);
  const us = US.exec(text);
  if (us !== null) {
    const hour = (Number(us[4]) % 12) + (us[8]?.toUpperCase() === 'P' ? 12 : 0);
    return fromParts(us[3], us[1], us[2], String(hour), us[5], us[6], us[7], undefined);
  }
  const dotted = DOTTED.exec(text);
  if (dotted === null) return named(text);
  return fromParts(dotted[3], dotted[2], dotted[1], dotted[4], dotted[5], dotted[6], dotted[7], undefined);
}

function named(text: string): number | null {
  const [, monthAndDay, hours, lastYear] = YEAR_LAST.exec(text) ?? [];
  if (lastYear !== undefined) return timeFrom(`${monthAndDay} ${lastYear} ${hours}`);
  const [, clock, date] = CLOCK_FIRST.exec(text) ?? [];
  if (date !== undefined) return timeFrom(`${date} ${clock}`);
  const [, month, day, year, ...time] =
    MONTH_FIRST.exec(text) ?? swapped(DAY_FIRST.exec(text), 2, 1, 3) ?? swapped(YEAR_FIRST.exec(text), 2, 3, 1) ?? [];
  const [hour, minute, second, fraction, half, zone] = time;
  const at = MONTHS.indexOf(month ?? '?');
  if (at < 0 || at % 3 !== 0) return null;
  const whole = half === undefined ? hour : String((Number(hour) % 12) + (half === 'P' ? 12 : 0));
  return fromParts(year, String(at / 3 + 1), day, whole, minute, second, fraction, zone);
}

/** The parts of a date in the order of `MONTH_FIRST`. */
function swapped(
  found: RegExpExecArray | null,
  ...order: readonly [number, number, number]
): (string | undefined)[] | null {
  return found === null ? null : [found[0], ...order.map((at) => found[at]), ...found.slice(4)];
}

/** Below it a number of seconds tells how long after something else, not when. */
const SINCE_START = 1e8;

function fromNumber(text: string): number | null {
  const value = Number(text);
  if (value < SINCE_START) return null;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  if (value < 1e17) return Math.round(value / 1000);
  if (value < 1e18) return Math.round(value / 10_000) - FILETIME_OFFSET;
  return value < 1e20 ? Math.round(value / 1e6) : null;
}

function fromParts(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  zone: string | undefined,
): number | null {
  const [m, d, h, min] = [Number(month), Number(day), Number(hour ?? 0), Number(minute ?? 0)];
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 24 || min > 59) return null;
  const ms = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000);
  const time = Date.UTC(Number(year), m - 1, d, h, min, Number(second ?? 0), ms);
  if (zone === undefined) return time;
  const sign = zone.startsWith('-') ? 1 : -1;
  return time + sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** Milliseconds that a connection lasted, from seconds (Zeek, NetFlow) or `h:mm:ss` (firewalls). */
export function durationFrom(text: string | undefined): number | null {
  if (text === undefined || text.length > 32) return null;
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const clock = /^(\d{1,5}):([0-5]\d):([0-5]\d)(?:\.\d+)?$/.exec(text);
  return clock === null ? null : ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000;
}
