import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { scratchFolder } from '../scratch-folder.js';

/** The browser that these tests drive: Debian's, or the one that CHROMIUM names. */
export const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(BROWSER);

if (!hasBrowser) {
  console.warn(`not run: the tests in a real browser, since there is no ${BROWSER} (CHROMIUM names another)`);
}

export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Lab {
  readonly context: BrowserContext;
  /** The same without JavaScript. */
  readonly scriptless: BrowserContext;
  /** Writes a page to a file of its own; its file:// address. */
  file(name: string, content: string): string;
  close(): Promise<void>;
}

/** A browser without any network and with a profile of its own. */
export async function openLab(): Promise<Lab> {
  const folder = scratchFolder('browser');
  const browser: Browser = await chromium.launch({ executablePath: BROWSER, headless: true, args: QUIET });
  const looks = { viewport: { width: 1280, height: 900 }, offline: true };
  const context = await browser.newContext(looks);
  const scriptless = await browser.newContext({ ...looks, javaScriptEnabled: false });
  return {
    context,
    scriptless,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return pathToFileURL(path).href;
    },
    async close() {
      await browser.close();
    },
  };
}

/** A page, and everything that it did which a report must not do. */
export interface Watched {
  readonly page: Page;
  /** Dialogs, errors, console lines, requests beside the file itself, windows, navigations. */
  readonly deeds: string[];
}

export async function openWatched({ context }: Lab, url: string): Promise<Watched> {
  const page = await context.newPage();
  const deeds: string[] = [];
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => deeds.push(`error ${error.message}`));
  page.on('console', (message) => deeds.push(`console ${message.text()}`));
  page.on('popup', () => deeds.push('window'));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:image/svg+xml'))
      deeds.push(`request ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame.url().split('#')[0] !== url) deeds.push(`navigation ${frame.url()}`);
  });
  await page.goto(url);
  return { page, deeds };
}
