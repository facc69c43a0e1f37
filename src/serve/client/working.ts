import { grouped } from '../../report/html/client/words.js';
import { post } from './api.js';
import { button, el } from './dom.js';
import { listen } from './events.js';
import { attempt } from './toast.js';
import type { Step } from './types.js';

/** What is going on right now, over everything else until it is done. */
export class Working {
  readonly #dialog = el('dialog', { class: 'working', set: { 'aria-label': 'Working' } });
  readonly #text = el('p', { set: { role: 'status' } });
  readonly #note = el('p', { class: 'note' });
  readonly #bar = el('progress', { set: { max: '1', 'aria-label': 'Progress' } });
  readonly #stop = button('Stop here', () => this.#end(), { set: { hidden: '' } });
  readonly #deaf: () => void;

  constructor(text: string) {
    this.#dialog.append(this.#text, this.#bar, this.#note, el('p', { class: 'actions' }, this.#stop));
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(this.#dialog);
    this.#deaf = listen('reading', (step) => this.#follow(step));
    this.show(text, null);
    this.#dialog.showModal();
  }

  /** `share` 0..1, or null when nobody can tell. */
  show(text: string, share: number | null, note = ''): void {
    // The same words again would be read out again.
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#note.textContent = note;
    if (share === null) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
  }

  close(): void {
    this.#deaf();
    this.#dialog.close();
    this.#dialog.remove();
  }

  #follow(step: Step): void {
    // What was read so far can be judged; what is being judged already comes to its end.
    this.#stop.hidden = step.kind !== 'input';
    if (step.kind === 'command') return this.show(`Asking this computer: ${step.name}`, null);
    if (step.kind === 'judging') return this.show('All is read: judging', null);
    const { name, number, total, read, size, rows } = step;
    const place = total > 1 ? ` (${number} of ${total})` : '';
    const share = size === null || size === 0 ? null : read / size;
    const far = size === null ? `${bytes(read)} read` : `${Math.floor((share ?? 1) * 100)} % of ${bytes(size)}`;
    this.show(`Reading ${name}${place}`, share, `${far} · ${grouped(rows)} rows`);
  }

  #end(): void {
    this.#stop.hidden = true;
    attempt(() => post('reading/stop'));
  }
}

function bytes(count: number): string {
  if (count < 1e6) return `${Math.ceil(count / 1e3)} KB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB` : `${(count / 1e9).toFixed(1)} GB`;
}
