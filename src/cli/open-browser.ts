import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens a link in the person's browser. The link holds a token, and whoever shares this computer can read the arguments
 * of its processes: so the browser is given a file in `folder`, which only this user can read, and that leads on.
 */
export function openBrowser(link: string, folder: string): Promise<void> {
  const path = join(folder, 'open.html');
  const page = `<!doctype html><meta http-equiv="refresh" content="0; url=${link}"><a href="${link}">farend</a>\n`;
  writeFileSync(path, page, { mode: 0o600 });
  const [command, ...args] = opener(pathToFileURL(path).href);
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    // Without a browser the printed link is still there.
    child.once('error', () => resolve());
    child.once('spawn', () => resolve());
    child.unref();
  });
}

function opener(url: string): [string, ...string[]] {
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return process.platform === 'darwin' ? ['open', url] : ['xdg-open', url];
}
