import { button, el } from './dom.js';

/** A window in the page with a title and a way out (Esc too); `fill` puts its content in. */
export function openDialog(title: string, fill: (body: HTMLElement, close: () => void) => void): void {
  const body = el('div', { class: 'dialog-body' });
  const dialog = el(
    'dialog',
    { class: 'window', set: { 'aria-labelledby': 'dialog-title' } },
    el(
      'div',
      { class: 'dialog-head' },
      el('h2', { id: 'dialog-title', text: title }),
      button('Close', () => dialog.close()),
    ),
    body,
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  fill(body, () => dialog.close());
  dialog.showModal();
}
