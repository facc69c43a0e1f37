import type { Rhythm } from '../model/peer.js';

/** `47 s`, `12 min`, `3.5 h`, `9 days`. */
export function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `every 60 s ± 2 s, 143 times`. */
export function rhythmText({ everySeconds, deviationSeconds, starts }: Rhythm): string {
  return `every ${spanText(everySeconds)} ± ${spanText(deviationSeconds)}, ${starts} times`;
}

/** `4.1 MB`, in powers of ten. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 100) / 10} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e5) / 10} MB` : `${Math.round(bytes / 1e8) / 10} GB`;
}
