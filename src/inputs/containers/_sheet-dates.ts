/** Days from 1899-12-30, where the serial dates of spreadsheets begin, to 1970-01-01; from 1904-01-01 the second. */
const TO_1970 = 25_569;
const TO_1970_FROM_1904 = 24_107;
const DAY = 86_400_000;

/** Whether numbers of this format are dates (ECMA-376 part 1, 18.8.30): built-in ones, or a code with a date letter. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  }
  // Quoted and escaped text, colours and locales are no date letters; `General` holds none but `e`.
  const bare = code.slice(0, 255).replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare);
}

/** A serial date as ISO 8601 without a zone: a spreadsheet knows none. Out of range it stays the number it is. */
export function serialTime(serial: number, startsIn1904: boolean): string {
  const time = new Date(Math.round((serial - (startsIn1904 ? TO_1970_FROM_1904 : TO_1970)) * DAY));
  // A serial below 1 is a time of no day.
  return serial < 1 || Number.isNaN(time.getTime()) ? String(serial) : time.toISOString().slice(0, -1);
}
