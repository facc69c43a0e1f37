// AssemblyScript: times and durations in cells, in milliseconds.
import { decimal, digits, DOT, eight, millionths, POWERS } from './numbers';
import { isUnset } from './places';

const DASH = 0x2d;
/** The first sixteen bytes of the time that was read last, where it was a quick one. */
const LAST_MINUTE: i32 = 0x4e0;

/** Below it seconds have no date. */
const SINCE_START: i32 = 100_000_000;

@inline
function round(value: f64): f64 {
  return floor(value + 0.5);
}

/** The first eight digits of the seconds that were read last, since rows come in order, and milliseconds of them. */
let lastDigits: u64 = u64.MAX_VALUE;
let lastHigh: i64 = 0;

/**
 * Milliseconds of a time, as the line reader makes them: `1767225600.010000` (seconds), a whole number of seconds or
 * milliseconds, `2026-01-01T00:00:00.010Z`. NaN where there is none (seconds since a capture's start are none), negative for
 * any other text.
 */
@inline
export function time(start: i32, end: i32): f64 {
  // The usual one of Zeek, as long as its first eight digits stay the same.
  const isUsual = end - start === 17 && load<u64>(start) === lastDigits && load<u8>(start, 10) === DOT;
  if (isUsual) return afterLast(start);
  return end - start === 24 ? inMinute(start) : anyTime(start, end);
}

/** `00.010000` after the digits before it. */
@inline
function afterLast(start: i32): f64 {
  const micros = eight((load<u64>(start, 9) & ~0xffff) | (load<u16>(start, 8) as u64));
  return micros < 0 ? -1 : ofMicros(lastHigh, micros);
}

function anyTime(start: i32, end: i32): f64 {
  const length = end - start;
  if (length === 17 && load<u8>(start, 10) === DOT) {
    const high = eight(load<u64>(start));
    if (high < 0) return -1;
    if (high < SINCE_START / 100) return NaN;
    lastDigits = load<u64>(start);
    lastHigh = high * 100_000;
    return afterLast(start);
  }
  if (length >= 19 && load<u8>(start, 4) === DASH) return quickTime(start, end);
  if (isUnset(start, end)) return NaN;
  const value = decimal(start, end);
  if (value >= 0 && value < SINCE_START) return NaN;
  return value < 0 || value >= 1e14 ? -1 : round(value < 1e11 ? value * 1000 : value);
}

/**
 * Milliseconds and microseconds (less than hundreds of millions) together, as the line reader rounds them. Halves fall to
 * either side there, since seconds are no exact doubles.
 */
@inline
function ofMicros(high: i64, low: i64): f64 {
  // A division by 1000, halves down.
  const rounded = ((low + 499) * 274_877_907) >> 38;
  if (low - rounded * 1000 === 500) return round(((high * 1000 + low) as f64) / 1_000_000 * 1000);
  return (high + rounded) as f64;
}

/** Date that was read last, and milliseconds from 1970 to it. */
let lastDate: u64 = 0;
let lastDay: u16 = 0;
let lastMidnight: f64 = 0;

/** Milliseconds from 1970 to the minute that is in `LAST_MINUTE`. */
let lastMinute: f64 = 0;

/** `2026-01-01T00:00:00.010Z` of the minute before, or anything else of that length. */
@inline
function inMinute(start: i32): f64 {
  // `:00.010Z`, its marks made zeros.
  const clock = load<u64>(start, 16) ^ 0x5a30_3030_2e30_303a;
  const isOdd = (clock | (clock + 0x0006_0606_0006_0600)) & 0xfff0_f0f0_fff0_f0ff;
  const isOther = v128.any_true(v128.xor(v128.load(start), v128.load(LAST_MINUTE)));
  if (isOdd !== 0 || isOther) return load<u8>(start, 4) === DASH ? quickTime(start, start + 24) : -1;
  const second = ((clock >> 8) & 15) * 10 + ((clock >> 16) & 15);
  const thousandths = ((clock >> 32) & 15) * 100 + ((clock >> 40) & 15) * 10 + ((clock >> 48) & 15);
  return lastMinute + ((second * 1000 + thousandths) as f64);
}

/** As `calendarTime`, for times of the day before that end in `Z`: rows come in order. */
function quickTime(start: i32, end: i32): f64 {
  const between = load<u8>(start, 10);
  const isSame = load<u64>(start) === lastDate && load<u16>(start, 8) === lastDay;
  if (!isSame || (between !== 0x54 && between !== 0x20) || load<u8>(end - 1) !== 0x5a) return calendarTime(start, end);
  const clock = load<u64>(start, 11) ^ 0x3030_3a30_303a_3030;
  const marks = clock | (clock + 0x0606_0f06_060f_0606);
  if ((marks & 0xf0f0_f0f0_f0f0_f0f0) !== 0 || end - start > 30) return calendarTime(start, end);
  const pairs = clock * 10 + (clock >> 8);
  const hour = (pairs & 0xff) as i32;
  const minute = ((pairs >> 24) & 0xff) as i32;
  const second = ((pairs >> 48) & 0xff) as i32;
  if (hour > 24 || minute > 59) return -1;
  v128.store(LAST_MINUTE, v128.load(start));
  lastMinute = lastMidnight + ((hour * 60 + minute) as f64) * 60_000;
  const whole = lastMinute + (second as f64) * 1000;
  const length = end - start - 21;
  if (length === -1) return whole;
  const fraction = digits(start + 20, end - 1);
  if (length < 1 || load<u8>(start, 19) !== DOT || fraction < 0) return -1;
  return whole + floor(((fraction as f64) / load<f64>(POWERS + (length << 3))) * 1000);
}

/**
 * `2026-01-01T00:00:00`, a blank for the `T`, a fraction of nine digits at most, `Z`, `+0200`, `+02:00` or nothing; negative
 * for others.
 */
function calendarTime(start: i32, end: i32): f64 {
  const year = digits(start, start + 4);
  const month = digits(start + 5, start + 7);
  const day = digits(start + 8, start + 10);
  const hour = digits(start + 11, start + 13);
  const minute = digits(start + 14, start + 16);
  const second = digits(start + 17, start + 19);
  const between = load<u8>(start, 10);
  if ((year | month | day | hour | minute | second) < 0) return -1;
  if (load<u8>(start, 7) !== DASH || load<u8>(start, 13) !== 0x3a || load<u8>(start, 16) !== 0x3a) return -1;
  if ((between !== 0x54 && between !== 0x20) || year < 1000) return -1;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return -1;
  let stop = end;
  let zone: i64 = 0;
  if (load<u8>(end - 1) === 0x5a) stop--;
  else if (isSign(end - 5)) {
    // `+0200`
    zone = minutes(end - 5, end - 2);
    stop = end - 5;
  } else if (isSign(end - 6) && load<u8>(end - 3) === 0x3a) {
    zone = minutes(end - 6, end - 2);
    stop = end - 6;
  }
  if (zone === NO_ZONE || stop < start + 19) return -1;
  let fraction: f64 = 0;
  if (stop > start + 19) {
    const length = stop - start - 20;
    if (load<u8>(start, 19) !== DOT || length < 1 || length > 9) return -1;
    const value = digits(start + 20, stop);
    if (value < 0) return -1;
    let scale: i64 = 1;
    for (let digit = 0; digit < length; digit++) scale *= 10;
    fraction = floor(((value as f64) / (scale as f64)) * 1000);
  }
  const days = daysTo(year, month) + day - 1;
  lastDate = load<u64>(start);
  lastDay = load<u16>(start, 8);
  lastMidnight = (days * 86_400_000) as f64;
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second - zone * 60;
  return ((seconds * 1000) as f64) + fraction;
}

const NO_ZONE: i64 = 100_000;

@inline
function isSign(at: i32): bool {
  return load<u8>(at) === 0x2b || load<u8>(at) === DASH;
}

/** Minutes of a zone's sign, its hours behind that and its minutes. */
function minutes(sign: i32, last: i32): i64 {
  const hours = digits(sign + 1, sign + 3);
  const rest = digits(last, last + 2);
  if ((hours | rest) < 0) return NO_ZONE;
  return load<u8>(sign) === DASH ? -(hours * 60 + rest) : hours * 60 + rest;
}

/** Days from 1970 to the first of a month (H. Hinnant, `days_from_civil`), for years from 1000 on. */
function daysTo(year: i64, month: i64): i64 {
  const shifted = month <= 2 ? year - 1 : year;
  const century = shifted / 400;
  const inCentury = shifted - century * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  return century * 146_097 + inCentury * 365 + inCentury / 4 - inCentury / 100 + dayOfYear - 719_468;
}

/** Milliseconds of `1.5` seconds; NaN where there are none, negative for any other text. */
@inline
export function duration(start: i32, end: i32): f64 {
  // The usual one of Zeek first.
  if (end - start < 16) {
    if (load<u8>(end - 7) === DOT) {
      const micros = millionths(start, end);
      if (micros >= 0) return ofMicros((micros & 0xffff_ffff) * 100_000, micros >> 32);
    }
  }
  return slowDuration(start, end);
}

function slowDuration(start: i32, end: i32): f64 {
  if (isUnset(start, end)) return NaN;
  const value = decimal(start, end);
  return value < 0 || value >= 1e9 ? -1 : round(value * 1000);
}
