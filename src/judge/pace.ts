import type { Peer, PeerTiming, Rhythm } from '../model/peer.js';

/** It was seen at more than one moment. */
export const LASTING = 1;
/** It is new in the last week of long evidence. */
export const NEW = 2;
/** One connection lasted an hour, and one eight. */
export const LONG = 4;
export const HOURS_LONG = 8;
/** Attempt after attempt was refused or not answered. */
export const REFUSED = 16;
/** Far more was sent than came back. */
export const UPLOADED = 32;
/** It is called at even intervals, and at very even ones. */
export const REGULAR = 64;
export const STRICT = 128;
/** Its gaps alone are even. */
export const EVEN_GAPS = 256;
/** Far more came back than was sent, steadily for minutes. */
export const STREAMED = 512;
/** How many values a pace has. */
export const PACES = 1024;
/** All but what is said and not counted: no verdict changes with the rest (`regular-beacon.fair`, `known-scheduler`). */
export const COUNTED_PACE = PACES - 1 - REGULAR - EVEN_GAPS;

/** Fewer starts are regular by chance; nothing is made of their rhythm. */
export const LEAST_STARTS = 8;
/** Attempts on end that count. */
export const LEAST_REFUSED = 10;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Evidence must go back this far, and have something on most days, before "new" means anything: RITA v5 calls new what is at most a week old. */
const LEAST_COVERED = 14 * DAY;
const WEEK = 7 * DAY;
/** RITA v5 begins to count here (1, 4, 8 and 12 hours are its steps). */
const LONG_FROM = HOUR;
const HOURS_FROM = 8 * HOUR;
/** Less than this is requests and telemetry. */
const UPLOAD_FROM = 5_000_000;
/** Sent for each byte received. */
const RATIO = 5;
/** A stream: received for each byte sent, milliseconds at least, and bytes a second (a third of radio's 128 kbit/s). */
const STREAM_RATIO = 20;
const STREAM_FROM = 2 * 60_000;
const STREAM_RATE = 6_000;
/** RITA v5 calls a beacon high from 0.9 and medium from 0.7. */
const STRICT_FROM = 0.9;
const FAIR_FROM = 0.7;
/** Gaps less even are never `STRICT`, however even the sizes, spread and duration are: 0.6, and room for rounding. */
export const LEAST_GAPS = 0.59;
/** The same of the mean of gaps and sizes, or of gaps where sizes are not known: 0.8, and room for rounding. */
export const LEAST_CORE = 0.79;
/** Shorter gaps are a program at work, not one that waits. */
export const LEAST_SECONDS = 5;
const EVEN_FROM = 0.7;

type Measured = Pick<Peer, 'firstSeen' | 'lastSeen' | 'bytesSent' | 'bytesReceived' | 'timing'>;

/**
 * The flags above: all that rules may weigh of a peer's times and sizes, below `PACES`. Of two peers with the same one
 * rules say the same, if in other numbers.
 */
export function paceOf(peer: Measured): number {
  const { firstSeen, lastSeen, bytesSent, bytesReceived, timing } = peer;
  let pace = isUpload(bytesSent, bytesReceived) ? UPLOADED : 0;
  if (firstSeen !== null && lastSeen !== null && lastSeen > firstSeen) pace |= LASTING;
  if (timing === null) return pace;
  if (firstSeen !== null && isLate(firstSeen, timing)) pace |= NEW;
  const longest = timing.longestMs ?? 0;
  if (longest >= STREAM_FROM && isStream(peer)) pace |= STREAMED;
  if (longest >= LONG_FROM) pace |= longest < HOURS_FROM ? LONG : LONG | HOURS_LONG;
  if (timing.failedRun >= LEAST_REFUSED) pace |= REFUSED;
  return timing.rhythm === null ? pace : pace | paceOfRhythm(timing.rhythm);
}

function isLate(firstSeen: number, { from, to, days }: PeerTiming): boolean {
  const covered = to - from;
  return covered >= LEAST_COVERED && days * DAY >= covered / 2 && to - firstSeen <= WEEK;
}

function isUpload(sent: number | null, received: number | null): boolean {
  return sent !== null && received !== null && sent >= UPLOAD_FROM && sent >= RATIO * received;
}

function isStream({ firstSeen, lastSeen, bytesSent, bytesReceived }: Measured): boolean {
  if (firstSeen === null || lastSeen === null || bytesSent === null || bytesReceived === null) return false;
  return bytesReceived >= STREAM_RATIO * bytesSent && bytesReceived >= STREAM_RATE * ((lastSeen - firstSeen) / 1000);
}

function paceOfRhythm(rhythm: Rhythm): number {
  if (rhythm.starts < LEAST_STARTS) return 0;
  const even = rhythm.gaps < EVEN_FROM ? 0 : EVEN_GAPS;
  const score = scoreOf(rhythm);
  if (rhythm.everySeconds < LEAST_SECONDS || score < FAIR_FROM) return even;
  return even | (score < STRICT_FROM ? REGULAR : REGULAR | STRICT);
}

/**
 * Mean of the components that the evidence allows. RITA's other two, spread and duration, say how much of a day it went
 * on; evidence here is often minutes, so that they may raise the mean and not lower it.
 */
function scoreOf({ gaps, sizes, spread, duration }: Rhythm): number {
  const core = sizes === null ? gaps : (gaps + sizes) / 2;
  return duration === null ? core : Math.max(core, (2 * core + spread + duration) / 4);
}
