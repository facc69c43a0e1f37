const source = new EventSource('/api/events');

/** Hears what the server tells; the function given back ends that. */
export function listen<T>(event: string, hear: (data: T) => void): () => void {
  const listener = ({ data }: MessageEvent<string>): void => hear(JSON.parse(data) as T);
  source.addEventListener(event, listener);
  return () => source.removeEventListener(event, listener);
}
