import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HttpServer, httpServer, type TcpServer, tcpServer } from '../../src/enrich/online/_fake-world.js';
import { hasBrowser } from './_browser.js';
import { downloaded, drop, EXAMPLE, PACK, root, type Served, served } from './_served.js';

/** The one that services speak of. */
const BAD = '5.9.0.0';
const FIXTURES = join(root, 'fixtures/enrich/online');

/** What a service answered in its fixture, with its status, about another address. */
function recorded(name: string, address: string): { readonly status: number; readonly body: string } {
  const { status } = JSON.parse(readFileSync(join(FIXTURES, `${name}.expected.json`), 'utf8')) as { status: number };
  const body = readFileSync(join(FIXTURES, `${name}.json`), 'utf8').replaceAll('203.0.113.7', address);
  return { status, body };
}

/** Which of the three questions to X-Force a path is. */
function xforceUnit(path: string): string {
  const [, , question] = path.split('/');
  return question === 'history' || question === 'malware' ? `xforce-${question}` : 'xforce';
}

describe.runIf(hasBrowser && existsSync(PACK))('asking online from the page, real services on this machine', () => {
  let http: HttpServer;
  let cymru: TcpServer;
  let lab: Served;
  /** Answers over HTTP are given once somebody lets them. */
  let mayAnswer: Promise<void>;
  let answer: () => void;
  beforeAll(async () => {
    http = await httpServer();
    cymru = await tcpServer((socket) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (!text.endsWith('end\n')) return;
        const addresses = text.split('\n').slice(2, -2);
        const rows = addresses.map((one) => `64500 | ${one} | 203.0.0.0/8 | DE | ripencc | 2001-02-03 | EXAMPLE, DE\n`);
        socket.end(`Bulk mode; whois.cymru.com\n${rows.join('')}`);
      });
    });
    lab = await served({
      FAREND_ENDPOINTS: `whois.cymru.com=${cymru.place} api.xforce.ibmcloud.com=${http.base} api.abuseipdb.com=${http.base}`,
      FAREND_XFORCE_KEY: 'key-of-the-test',
      FAREND_XFORCE_PASSWORD: 'password-of-the-test',
      FAREND_ABUSEIPDB_KEY: 'key-of-the-test',
    });
    copyFileSync(EXAMPLE, join(lab.folder, 'connections.txt'));
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    http.close();
    cymru.close();
  });
  beforeEach(() => {
    rmSync(join(lab.folder, 'home'), { recursive: true, force: true });
    http.seen.length = 0;
    cymru.connections = 0;
    mayAnswer = Promise.resolve();
    http.handler = (request, response) => {
      const url = new URL(request.url ?? '/', http.base);
      const abuse = url.searchParams.get('ipAddress');
      const address = abuse ?? decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
      const [service, none] = abuse === null ? [xforceUnit(url.pathname), 'not-known'] : ['abuseipdb', 'no-reports'];
      const { status, body } = recorded(`${service}/${address === BAD ? 'known' : none}`, address);
      void mayAnswer.then(() => response.writeHead(status).end(body));
    };
  });

  async function opened(): Promise<{ page: Page; deeds: string[] }> {
    const { page, deeds } = await lab.open();
    await page.locator('.zone').waitFor();
    await drop(page, EXAMPLE, 'connections.txt');
    return { page, deeds };
  }

  async function plan(page: Page, sources: string): Promise<void> {
    await page.getByRole('button', { name: 'Ask online…' }).click();
    await page.getByRole('textbox', { name: 'Sources' }).fill(sources);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.locator('.plan li').first().waitFor();
  }

  const send = (page: Page) => page.getByRole('button', { name: /^Send \d/ });

  async function sendAll(page: Page): Promise<void> {
    await send(page).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
  }

  async function openPeer(page: Page, address: string): Promise<string> {
    await page.fill('#filter', `address:${address}`);
    // Not the first row: the filter waits for a pause in typing.
    const row = page.locator('.list .rows .row').filter({ has: page.getByText(address, { exact: true }) });
    await row.click();
    await page
      .locator('.detail')
      .filter({ has: page.getByText(address, { exact: true }) })
      .locator('.why')
      .waitFor();
    return (await page.locator('.detail').textContent()) ?? '';
  }

  /** JSON without what tells a fresh answer from the same one on disk. */
  const settled = (json: string): unknown =>
    JSON.parse(json, (key, value: unknown) => (key === 'isCached' ? undefined : value));

  test('plan, yes, progress, then the answers in the peer, its ledger and its verdict, as the command line has them', async () => {
    mayAnswer = new Promise((resolve) => (answer = resolve));
    const { page, deeds } = await opened();
    const before = await openPeer(page, BAD);
    await plan(page, 'cymru, xforce');
    const planned = (await page.locator('dialog').textContent()) ?? '';
    expect(planned).toContain('tells whois.cymru.com about');
    expect(planned).toContain('tells api.xforce.ibmcloud.com about');
    expect(planned).toContain(BAD);
    expect(planned).toContain('farend --online=cymru,xforce FILE');
    expect(planned).not.toContain('of-the-test');
    expect([http.seen.length, cymru.connections]).toEqual([0, 0]);
    await send(page).click();
    await page.getByText('Asking. Every answer is kept').waitFor();
    await page.getByText(/^cymru (\d+) of \1, \d+ known$/).waitFor();
    expect(await page.getByRole('button', { name: 'Stop' }).isVisible()).toBe(true);
    answer();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.getByText('Asked', { exact: true }).waitFor();
    const after = await openPeer(page, BAD);
    expect(before).not.toContain('7.1 of 10');
    expect(after).toContain('7.1 of 10');
    expect(after).toContain('Botnet Command and Control Server');
    expect(after).toContain('AS64500 EXAMPLE, DE');
    expect(await page.locator('.detail .why').textContent()).toContain('X-Force');
    const asked = http.seen.length;
    expect(asked).toBeGreaterThan(0);

    const json = await downloaded(page, 'JSON, everything');
    const printed = await lab.command('--online=cymru,xforce', '--yes', '-o', 'json', 'connections.txt');
    expect(http.seen.length).toBe(asked);
    expect(settled(json)).toEqual(settled(printed));
    expect(json).not.toContain('of-the-test');
    expect(deeds).toEqual([]);
    await page.close();
  }, 60_000);

  test('a second asking keeps what others said before it', async () => {
    const { page } = await opened();
    await plan(page, 'xforce');
    await sendAll(page);
    await plan(page, 'abuseipdb');
    expect(await page.locator('dialog').textContent()).toContain('farend --online=xforce --online=abuseipdb FILE');
    await sendAll(page);
    const said = await openPeer(page, BAD);
    expect(said).toContain('7.1 of 10');
    expect(said).toMatch(/abuseipdb/i);
    const json = await downloaded(page, 'JSON, everything');
    const printed = await lab.command(
      '--online=xforce',
      '--online=abuseipdb',
      '--yes',
      '-o',
      'json',
      'connections.txt',
    );
    const verdicts = (text: string) =>
      (JSON.parse(text) as { peers: { address: string; verdict: string; score: number; coverage: number }[] }).peers
        .map(({ address, verdict, score, coverage }) => `${address} ${verdict} ${score} ${coverage}`)
        .sort();
    expect(verdicts(json)).toEqual(verdicts(printed));
    await page.close();
  }, 60_000);

  test('what was saved and reopened is judged anew and asked, as farend judge --online does', async () => {
    const { page, deeds } = await opened();
    await plan(page, 'xforce');
    await sendAll(page);
    await openPeer(page, BAD);
    await page.getByLabel('Status').selectOption('confirmed');
    await page.getByLabel('Tags').focus();
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    const name = ((await page.getByText('Saved as').textContent()) ?? '').replace(/^Saved as /, '');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.locator('.shelf').getByRole('button', { name }).click();
    await page.locator('.list .rows .row').first().waitFor();

    await plan(page, 'abuseipdb');
    expect(await page.locator('dialog').textContent()).toContain(`farend judge --online=abuseipdb ${name}`);
    await sendAll(page);
    const sent = http.seen.length;
    const said = await openPeer(page, BAD);
    expect(said).toContain('7.1 of 10');
    expect(said).toMatch(/abuseipdb/i);
    expect(await page.locator('.summary').textContent()).toContain('Judged again from');
    const json = await downloaded(page, 'JSON, everything');
    const folder = join(lab.folder, 'saved', name);
    const printed = await lab.command('judge', '--online=abuseipdb', '--yes', '-o', 'json', folder);
    expect(http.seen.length).toBe(sent);
    expect(settled(json)).toEqual(settled(printed));
    const [bad] = (JSON.parse(json) as { peers: { address: string; note?: { status: string } }[] }).peers.filter(
      ({ address }) => address === BAD,
    );
    expect(bad.note?.status).toBe('confirmed');
    expect(deeds).toEqual([]);
    await page.close();
  }, 60_000);

  test('a service that refuses is said so, and its ledger line says why', async () => {
    http.handler = (_, response) => response.writeHead(401).end('{}');
    const { page } = await opened();
    await page.getByRole('button', { name: 'Ask online…' }).click();
    await page.getByRole('textbox', { name: 'Sources' }).fill('xforce');
    await page.getByLabel('Ask again although an answer is kept').check();
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await send(page).click();
    await page.getByText('Asked; some could not answer').waitFor();
    const said = await openPeer(page, BAD);
    expect(said).toContain('the key is refused (401)');
    expect(said).not.toContain('of-the-test');
    await page.close();
  }, 60_000);
});
