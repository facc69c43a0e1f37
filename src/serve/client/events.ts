import type { Asking, Step } from './types.js';

/** What the server tells, by event. */
interface Told {
  readonly asking: Asking;
  readonly changed: { readonly id: string };
  readonly desk: object;
  readonly reading: Step;
}

const source = new EventSource('/api/events');

/** Hears what the server tells; the function given back ends that. */
export function listen<Event extends keyof Told>(event: Event, hear: (data: Told[Event]) => void): () => void {
  const listener = ({ data }: MessageEvent<string>): void => hear(JSON.parse(data) as Told[Event]);
  source.addEventListener(event, listener);
  return () => source.removeEventListener(event, listener);
}
