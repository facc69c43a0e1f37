import type { BlindSpot } from '../model/input.js';
import { timeFrom } from './_table-time.js';

const DAY_MS = 86_400_000;
/** Times stand before what a log tells. */
const LOOKED_AT = 120;

const ZONE = String.raw`(?: ?(?:Z|UTC|GMT)| ?[+-]\d{2}:?\d{2})?`;
/** `2026-11-25T12:00:01+00:00` (RFC 5424), `Nov 25 2026 12:00:01` (Cisco), `"11/25/2026, 12:00:01 PM"` (Azure's CSV). */
const WHOLE = [
  new RegExp(String.raw`(?<![\w:.])\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?${ZONE}(?![\w])`),
  new RegExp(String.raw`(?<!\w)[A-Z][a-z]{2} [ \d]?\d \d{4} \d\d:\d\d:\d\d(?:\.\d{1,9})?`),
  /(?<!\w)\d{1,2}\/\d{1,2}\/\d{4},? \d{1,2}:\d\d:\d\d(?:\.\d{1,9})? ?[AP]M(?!\w)/,
];
/** `11/25-12:00:01.123456`, with `-y` a year. */
const SNORT = /^\s{0,4}(\d\d)\/(\d\d)(?:\/(\d{2}|\d{4}))?-(\d\d:\d\d:\d\d(?:\.\d{1,9})?)/;
/** Meraki: `<134>1 1773480413.123456789 mx flows`. */
const EPOCH = /^(?:<\d{1,3}>)?(?:1 )?(\d{10}\.\d{1,9}) /;
/** RFC 3164: `<13>Nov 25 12:00:01`; IOS puts a mark before it where its clock is not sure. */
const YEARLESS =
  /^["\s]{0,4}(?:<\d{1,3}>)?(?:\d{1,10}: )?[*.]?([A-Z][a-z]{2}) ([ \d]?\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?!\d)/;

/**
 * Times at the start of log lines. Where they have no year (RFC 3164) nothing in the file tells it: it is the last one
 * in which that day came before the file was written (`written`, milliseconds since 1970). Without that they have none.
 */
export class LogTimes {
  readonly #written: number | null;
  #isInferred = false;
  #isUnknown = false;

  constructor(written: number | undefined) {
    this.#written = written ?? null;
  }

  /** Milliseconds since 1970 as a record holds a time; undefined: the line begins with none. */
  of(line: string): string | undefined {
    const start = line.slice(0, LOOKED_AT);
    const whole = WHOLE.map((pattern) => pattern.exec(start)?.[0]).find((text) => text !== undefined);
    if (whole !== undefined) return textOf(timeFrom(whole.replace(/ {2}/, ' ')));
    const [, month, day, year, clock] = SNORT.exec(start) ?? [];
    if (year !== undefined) return textOf(timeFrom(`${year.length === 2 ? '20' : ''}${year}-${month}-${day} ${clock}`));
    if (month !== undefined) return this.#inYear((of) => `${of}-${month}-${day} ${clock}`);
    const [, epoch] = EPOCH.exec(start) ?? [];
    if (epoch !== undefined) return textOf(timeFrom(epoch));
    const [, name, date, time] = YEARLESS.exec(start) ?? [];
    return name === undefined ? undefined : this.#inYear((of) => `${name} ${date?.trim()} ${of} ${time}`);
  }

  #inYear(dateIn: (year: number) => string): string | undefined {
    if (this.#written === null) {
      this.#isUnknown = true;
      return undefined;
    }
    this.#isInferred = true;
    const year = new Date(this.#written).getUTCFullYear();
    const time = timeFrom(dateIn(year));
    // Whoever wrote it may have been a zone ahead.
    const isLater = time !== null && time > this.#written + DAY_MS;
    return textOf(isLater ? timeFrom(dateIn(year - 1)) : time);
  }

  /** What these times cannot tell. */
  spots(): BlindSpot[] {
    const fix = '$ActionFileDefaultTemplate RSYSLOG_FileFormat';
    if (this.#isInferred) {
      const says =
        'Its times have no year: taken from when the file was last written, so years may be wrong, gaps are not.';
      return [{ id: 'year-inferred', says, fix }];
    }
    const says = 'Its times have no year and nothing tells when it was written, so they are not known.';
    return this.#isUnknown ? [{ id: 'no-year', says, fix }] : [];
  }
}

function textOf(time: number | null): string | undefined {
  return time === null || time < 1e11 ? undefined : String(time);
}
