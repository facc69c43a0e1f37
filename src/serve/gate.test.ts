import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { ask, type FakeWorld, fakeWorld, type Reply } from './_fake-world.js';
import { serve, type ServeOptions, type Serving, type Step } from './index.js';

const folder = scratchFolder('library');
let serving: Serving | null = null;
let world: FakeWorld;
afterEach(async () => {
  await serving?.close();
  serving = null;
  rmSync(folder, { recursive: true, force: true });
});

async function started(options: Partial<ServeOptions> = {}): Promise<Serving> {
  world = fakeWorld();
  serving = await serve({ host: '127.0.0.1', port: 0, passphrase: null, folder, ...options }, world);
  return serving;
}

function cookieOf({ headers }: Reply): string {
  return String(headers['set-cookie']).split(';')[0];
}

/** Opens a session; what its cookie and origin are. */
async function signedIn(): Promise<{ base: string; own: Record<string, string> }> {
  const { base, link } = await started();
  const cookie = cookieOf(await ask(link()));
  return { base, own: { cookie, origin: base.slice(0, -1) } };
}

describe('who gets in', () => {
  test('the link opens one session, leaves the address bar, and is worth nothing a second time', async () => {
    const { base, link } = await started();
    const url = link();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const first = await ask(url);
    expect([first.status, first.headers.location]).toEqual([303, '/']);
    expect(String(first.headers['set-cookie'])).toMatch(/^farend-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await ask(url)).status).toBe(401);
    expect((await ask(base, { headers: { cookie: cookieOf(first) } })).status).toBe(200);
  });

  test('once used, the terminal shows a fresh link for another browser', async () => {
    const { link } = await started();
    await ask(link());
    const [, fresh = ''] = /(http\S+)$/.exec(world.said.at(-1) ?? '') ?? [];
    expect((await ask(fresh)).status).toBe(303);
  });

  test.each([
    ['no cookie', {}],
    ['another cookie', { cookie: 'farend-1=AAAA' }],
    ['an empty one', { cookie: '=; ;;' }],
  ])('with %s nothing is told', async (_, headers) => {
    const { base } = await started();
    expect((await ask(base, { headers })).status).toBe(401);
    const reply = await ask(`${base}api/desk`, { headers });
    expect([reply.status, reply.body]).toEqual([401, 'Not signed in.']);
  });

  test.each(['evil.example', 'localhost:1', '127.0.0.1', '127.0.0.1:1', '0.0.0.0'])(
    'a request for the host %s is turned away, whoever is signed in',
    async (host) => {
      const { base, own } = await signedIn();
      expect((await ask(base, { headers: { ...own, host } })).status).toBe(403);
    },
  );

  test.each(['http://evil.example', 'null', 'http://127.0.0.1', 'https://127.0.0.1:1'])(
    'a request from the origin %s is turned away, with or without effect',
    async (origin) => {
      const { base, own } = await signedIn();
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        expect((await ask(`${base}api/uploads`, { method, headers: { ...own, origin } })).status).toBe(403);
      }
    },
  );

  test('what changes something must say where it comes from', async () => {
    const { base, own } = await signedIn();
    const { cookie } = own;
    expect((await ask(`${base}api/uploads`, { method: 'POST', headers: { cookie } })).status).toBe(403);
    expect((await ask(`${base}api/uploads`, { method: 'POST', headers: own })).status).toBe(201);
  });

  test.each(['cross-site', 'same-site'])(
    'a browser that says %s is turned away, but for a link that was followed',
    async (site) => {
      const { base, own } = await signedIn();
      const headers = { cookie: own.cookie, 'sec-fetch-site': site };
      expect((await ask(`${base}api/desk`, { headers })).status).toBe(403);
      expect((await ask(base, { headers })).status).toBe(403);
      const followed = { ...headers, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      expect((await ask(base, { headers: followed })).status).toBe(200);
      const framed = { ...followed, 'sec-fetch-dest': 'iframe' };
      expect((await ask(base, { headers: framed })).status).toBe(403);
    },
  );

  test('a link followed from elsewhere brings no cookie: the page asks once more from its own place', async () => {
    const { base } = await started();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const first = await ask(base, { headers });
    expect(first.body).toContain('url=/?again');
    expect((await ask(`${base}?again`, { headers })).status).toBe(401);
  });
});

describe('what every answer carries', () => {
  test.each(['', 'style.css', 'api/desk', 'nothing', 'api/desk?x=%00'])('/%s', async (path) => {
    const { base, own } = await signedIn();
    for (const headers of [own, {}]) {
      const reply = await ask(base + path, { headers });
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
      expect(reply.headers['content-security-policy']).not.toContain('unsafe');
      expect(reply.headers['x-content-type-options']).toBe('nosniff');
      expect(reply.headers['referrer-policy']).toBe('no-referrer');
      expect(reply.headers['cache-control']).toBe('no-store');
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('the page has no script or style in it', async () => {
    const { base, own } = await signedIn();
    const { body } = await ask(base, { headers: own });
    expect(body).not.toMatch(/<script(?! src="\/app\.js" defer><\/script>)|<style| style=| on\w+=/);
  });
});

describe('a wider binding', () => {
  test('is refused without a passphrase', async () => {
    await expect(started({ host: '0.0.0.0' })).rejects.toThrow('0.0.0.0 can be reached by others');
  });

  test('asks for it, takes no token, and answers to addresses, not to names', async () => {
    const { base, link } = await started({ host: '0.0.0.0', passphrase: 'correct horse battery' });
    const { port } = new URL(base);
    const here = `http://127.0.0.1:${port}`;
    expect(link()).toBe(base);
    expect((await ask(`${here}/?token=x`)).body).toContain('type="password"');
    expect((await ask(here, { headers: { host: `evil.example:${port}` } })).status).toBe(403);
    const logIn = (passphrase: string): Promise<Reply> =>
      ask(`${here}/login`, {
        method: 'POST',
        headers: { origin: here, 'content-type': 'application/x-www-form-urlencoded' },
        body: `passphrase=${encodeURIComponent(passphrase)}`,
      });
    expect((await logIn('wrong')).status).toBe(403);
    const right = await logIn('correct horse battery');
    expect(right.status).toBe(303);
    expect((await ask(here, { headers: { cookie: cookieOf(right) } })).status).toBe(200);
    for (let tries = 0; tries < 5; tries++) await logIn('wrong');
    expect((await logIn('correct horse battery')).status).toBe(429);
  });
});

describe('what is sent', () => {
  test('an upload stays in a folder of this user alone, whatever its name, and is gone afterwards', async () => {
    const { base, own } = await signedIn();
    const { upload } = JSON.parse((await ask(`${base}api/uploads`, { method: 'POST', headers: own })).body) as {
      upload: string;
    };
    const put = (name: string): Promise<Reply> =>
      ask(`${base}api/uploads/${upload}/file?name=${encodeURIComponent(name)}&modified=1781705000000`, {
        method: 'PUT',
        headers: own,
        body: 'x',
      });
    const names: string[] = [];
    for (const name of ['../../etc/passwd', 'C:\\Windows\\x.txt', '-rf', '.ssh/id', 'a\u0000\u202eb', '', 'nul.txt']) {
      names.push((JSON.parse((await put(name)).body) as { name: string }).name);
    }
    expect(names).toEqual(['etc/passwd', 'C_/Windows/x.txt', 'rf', 'ssh/id', 'a__b', 'file', '_nul.txt']);
    expect((await put('-rf')).status).toBe(400);
    const spool = serving?.desk.spool.folder ?? '';
    expect(statSync(spool).mode & 0o777).toBe(0o700);
    const kept = statSync(join(spool, '1', 'etc/passwd'));
    expect([kept.mode & 0o777, kept.mtimeMs]).toEqual([0o600, 1781705000000]);
    await serving?.close();
    expect(existsSync(spool)).toBe(false);
  });

  test.each([
    ['no JSON', 'x', 'application/json'],
    ['a form', 'upload=1', 'application/x-www-form-urlencoded'],
    ['a list', '[]', 'application/json'],
    ['another type', '{"private":"yes"}', 'application/json'],
    ['too much', `{"upload":"${'x'.repeat(300_000)}"}`, 'application/json'],
  ])('%s is refused with a sentence', async (_, body, type) => {
    const { base, own } = await signedIn();
    const reply = await ask(`${base}api/investigations`, {
      method: 'POST',
      headers: { ...own, 'content-type': type },
      body,
    });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toHaveProperty('message');
  });

  test.each(['api/nothing', 'api/investigations/7', 'api/investigations/%E0', 'api/saved/..%2f..%2fetc/open', '/x'])(
    '/%s is not there',
    async (path) => {
      const { base, own } = await signedIn();
      const method = path.endsWith('open') ? 'POST' : 'GET';
      expect((await ask(base + path, { method, headers: own })).status).toBe(404);
    },
  );
});

describe('a long reading', () => {
  test('is told to the pages that listen, and ends when one of them says so', async () => {
    const { base, own } = await signedIn();
    const headers = { ...own, 'content-type': 'application/json' };
    const stop = (): Promise<Reply> => ask(`${base}api/reading/stop`, { method: 'POST', headers, body: '{}' });
    expect((await stop()).status).toBe(200);
    const told: Step[] = [];
    world.readLive = async (words, reading) => {
      told.push({ kind: 'command', name: 'ss -tunap' });
      await new Promise((resume) => reading.signal.addEventListener('abort', resume));
      return fakeWorld().readLive(words, reading);
    };
    const reading = ask(`${base}api/investigations`, { method: 'POST', headers, body: '{}' });
    await expect.poll(() => told.length).toBe(1);
    await stop();
    expect((await reading).status).toBe(201);
  });
});

describe('asking online', () => {
  test('only the plan that was shown last is sent, and only once', async () => {
    const { base, own } = await signedIn();
    const headers = { ...own, 'content-type': 'application/json' };
    const post = async (path: string, body: object): Promise<{ status: number; value: Record<string, unknown> }> => {
      const reply = await ask(`${base}api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: reply.status, value: JSON.parse(reply.body) as Record<string, unknown> };
    };
    const id = String((await post('investigations', {})).value.id);
    const ask1 = (plan: unknown) => post(`investigations/${id}/ask`, { plan });
    expect((await ask1('1')).status).toBe(400);
    const first = await post(`investigations/${id}/plan`, { sources: ['cymru'] });
    const second = await post(`investigations/${id}/plan`, { active: true, exclude: '203.0.113.0/24' });
    expect((await ask1(first.value.id)).status).toBe(400);
    expect((await ask1(second.value.id)).status).toBe(200);
    expect((await ask1(second.value.id)).status).toBe(400);
    expect(world.done.filter((done) => done.startsWith('ask'))).toEqual([
      'ask --online --active --exclude=203.0.113.0/24',
    ]);
  });
});
