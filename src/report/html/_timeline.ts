import { counted } from '../_numbers.js';
import { timeText } from '../_time.js';
import { html, type Markup } from './_markup.js';
import type { Span, Survey } from './_survey.js';

const WIDTH = 1000;
const LEFT = 210;
const LANE = 22;
const TOP = 30;

/** When each peer was seen first and last, worst first; a sentence when all of it is one moment. */
export function timeline({ spans, timed }: Survey): Markup {
  const first = Math.min(...spans.map((span) => span.first));
  const last = Math.max(...spans.map((span) => span.last));
  if (first === last) return html`<p>Every time in the evidence is the same: ${timeText(first, true)}.</p>`;
  const place = (time: number): number => LEFT + ((time - first) / (last - first)) * (WIDTH - LEFT - 14);
  const height = TOP + spans.length * LANE + 6;
  return html`<svg class="time" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Timeline of ${counted(spans.length, 'peer')} from ${timeText(first, true)} to ${timeText(last, true)}; each peer's entry says its times.">${ticks(first, last, place, height)}${spans.map((span, lane) => laneShapes(span, lane, place))}</svg>${timed > spans.length ? html`<p class="cut">The first ${spans.length} of ${counted(timed, 'peer')} with times, worst first.</p>` : null}`;
}

function ticks(first: number, last: number, place: (time: number) => number, height: number): Markup[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const time = first + (last - first) * share;
    const x = place(time).toFixed(1);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    const text = timeText(time, true).replace(' UTC', '');
    // Seconds matter within an hour, the day only beyond one.
    const label = last - first < 36e5 ? text.slice(11) : text.slice(0, 16);
    return html`<line x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${height}"/><text class="tick" x="${x}" y="14" text-anchor="${anchor}">${label}</text>`;
  });
}

function laneShapes(
  { index, text, verdict, first, last }: Span,
  lane: number,
  place: (time: number) => number,
): Markup {
  const y = TOP + lane * LANE;
  const from = place(first);
  const width = Math.max(6, place(last) - from);
  return html`<text class="lane" x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${text.length > 26 ? `${text.slice(0, 25)}…` : text}</text><rect class="${verdict}" x="${(Math.min(from, WIDTH - 8)).toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="11" rx="3"><title>${index + 1}. ${text}: ${verdict}, ${timeText(first, true)} to ${timeText(last, true)}</title></rect>`;
}
