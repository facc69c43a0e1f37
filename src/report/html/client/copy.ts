/** A button beside every command, made here because it does nothing without a script. */
export function addCopyButtons(root: ParentNode): void {
  for (const code of root.querySelectorAll('code.copy')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${(code.textContent ?? '').slice(0, 60)}`);
    button.addEventListener('click', () => void copy(code, button));
    const command = document.createElement('div');
    command.className = 'command';
    code.replaceWith(command);
    command.append(code, button);
  }
}

async function copy(code: Element, button: HTMLButtonElement): Promise<void> {
  const isCopied = await written(code.textContent ?? '');
  if (!isCopied) select(code);
  button.textContent = isCopied ? 'Copied' : 'Selected: press Ctrl+C';
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

/** Browsers may refuse the clipboard to a page from a file. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function select(element: Element): void {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
