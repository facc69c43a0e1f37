import { Problem } from './api.js';
import { button, el } from './dom.js';

const SHOWN_MS = 6_000;

/** Says something in the corner; a problem stays until it is closed. */
export function say(text: string, hint: string | null = null, isProblem = false): void {
  const place = document.getElementById('toasts');
  const toast = el(
    'div',
    { class: isProblem ? 'toast problem' : 'toast' },
    el('p', { text }),
    hint === null ? null : el('p', { class: 'note', text: hint }),
  );
  toast.append(button('Close', () => toast.remove(), { class: 'quiet' }));
  place?.append(toast);
  if (!isProblem) setTimeout(() => toast.remove(), SHOWN_MS);
}

/** Runs what may fail, and says why it did. */
export function attempt(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    if (error instanceof Problem) return say(error.message, error.hint, true);
    say('The page made a mistake', error instanceof Error ? error.message : null, true);
    throw error;
  });
}
