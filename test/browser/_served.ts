import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { fakeIo } from '../../src/cli/_fake-io.js';
import { parseArguments } from '../../src/cli/arguments.js';
import { serve as command } from '../../src/cli/commands/serve.js';
import { serveWorld } from '../../src/cli/serve-world.js';
import { serve, type Serving } from '../../src/serve/index.js';
import { scratchFolder } from '../scratch-folder.js';
import { BROWSER, QUIET } from './_browser.js';

export const root = resolve(import.meta.dirname, '../..');
export const PACK = join(root, 'dist/pack');
const COMMAND = join(root, 'dist/farend.cjs');
export const EXAMPLE = join(root, 'examples/connections.txt');

/** A page that is served by farend itself, in a browser that reaches nothing else. */
export interface Served {
  readonly serving: Serving;
  readonly context: BrowserContext;
  readonly folder: string;
  /** What the command line prints there, with the same environment. */
  command(...words: readonly string[]): Promise<string>;
  /** Puts a listing into a file; its path. */
  file(name: string, text: string): string;
  /** A page that is signed in, and everything that it did which it must not do. */
  open(): Promise<{ readonly page: Page; readonly deeds: string[] }>;
  close(): Promise<void>;
}

/** `env`: what farend itself is told beside the place of its data. */
export async function served(env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const folder = scratchFolder('served');
  const own = { FAREND_HOME: join(folder, 'home'), ...env };
  const io = {
    ...fakeIo({ cwd: folder, env: own }),
    packDirectory: PACK,
    now: () => new Date(),
  };
  const world = serveWorld(parseArguments(command, []), io, []);
  const options = { host: '127.0.0.1', port: 0, passphrase: null, folder: join(folder, 'saved') };
  const serving = await serve(options, world);
  const browser: Browser = await chromium.launch({ executablePath: BROWSER, headless: true, args: QUIET });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  return {
    serving,
    context,
    folder,
    async command(...words) {
      const options = { cwd: folder, env: { ...process.env, ...own }, maxBuffer: 1e9 };
      // Not waited for in one piece: it may ask servers of this very process.
      const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...words], options);
      return stdout;
    },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async open() {
      const page = await context.newPage();
      const deeds: string[] = [];
      page.on('dialog', (dialog) => {
        deeds.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('pageerror', ({ message }) => deeds.push(`error ${message}`));
      page.on('console', (message) => deeds.push(`console ${message.text()}`));
      page.on('popup', () => deeds.push('window'));
      page.on('request', (request) => {
        if (!request.url().startsWith(serving.base) && !request.url().startsWith('data:'))
          deeds.push(`request ${request.url()}`);
      });
      await page.goto(serving.link());
      return { page, deeds };
    },
    async close() {
      await browser.close();
      await serving.close();
      await world.close();
    },
  };
}

/** Drops a file on the page, as a person does. */
export async function drop(page: Page, path: string, name: string): Promise<void> {
  const bytes = [...readFileSync(path)];
  await page.evaluate(
    ([given, title]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(given as number[])], title as string));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    [bytes, name] as const,
  );
  await page.locator('.list .rows .row').first().waitFor();
}

/** One of the downloads, whole. */
export async function downloaded(page: Page, title: string): Promise<string> {
  await page.getByRole('button', { name: 'Download…' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: title }).click(),
  ]);
  await page.keyboard.press('Escape');
  return readFileSync(await download.path(), 'utf8');
}
