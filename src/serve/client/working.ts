import { el } from './dom.js';
import { listen } from './events.js';

/** What is going on right now, over everything else until it is done. */
export class Working {
  readonly #dialog = el('dialog', { class: 'working', set: { 'aria-label': 'Working' } });
  readonly #text = el('p', { set: { role: 'status' } });
  readonly #bar = el('progress', { set: { max: '1', 'aria-label': 'Progress' } });
  readonly #stop: () => void;

  constructor(text: string) {
    this.#dialog.append(this.#text, this.#bar);
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(this.#dialog);
    this.#stop = listen('reading', ({ name, number, total }) =>
      this.show(`Reading ${name} (${number} of ${total})`, number / total),
    );
    this.show(text, null);
    this.#dialog.showModal();
  }

  /** `share` 0..1, or null when nobody can tell. */
  show(text: string, share: number | null): void {
    this.#text.textContent = text;
    if (share === null) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
  }

  close(): void {
    this.#stop();
    this.#dialog.close();
    this.#dialog.remove();
  }
}
