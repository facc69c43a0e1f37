import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answersOf, asked, fakeWorld, type HttpServer, httpServer } from '../_fake-world.js';
import { REGISTRIES } from '../registries/registry.js';
import { rdap } from './rdap.js';

let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
});

/** Every registry, and a national one, is this machine, each under a path of its own. */
function worldOf(...more: string[]) {
  const hosts = Object.entries(REGISTRIES).map(
    ([key, { rdap: base }]) => `${new URL(base).hostname}=${server.base}/${key}/`,
  );
  return fakeWorld({ endpoints: [...hosts, ...more] });
}

function network(first: string, last: string, more: object = {}): string {
  return JSON.stringify({
    objectClassName: 'ip network',
    handle: 'NET-EXAMPLE',
    startAddress: first,
    endAddress: last,
    name: 'EXAMPLE-NET',
    type: 'DIRECT ALLOCATION',
    entities: [
      {
        objectClassName: 'entity',
        handle: 'EXMPL',
        roles: ['registrant'],
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', 'Example Inc'],
            ['kind', {}, 'text', 'org'],
            ['adr', { label: '1 Example St\nCity\nDE' }, 'text', ['', '', '', '', '', '', '']],
          ],
        ],
        entities: [
          {
            objectClassName: 'entity',
            roles: ['abuse'],
            vcardArray: ['vcard', [['email', {}, 'text', 'abuse@example.net']]],
          },
        ],
      },
    ],
    events: [{ eventAction: 'last changed', eventDate: '2025-01-02T03:04:05-05:00' }],
    ...more,
  });
}

async function one(address: string, world = worldOf()) {
  return (await answersOf(rdap, asked(address), world.effects)).get(address);
}

test('a network with its abuse contact nested in its holder, country from the address label', async () => {
  server.handler = (_, response) => response.end(network('8.8.8.0', '8.8.8.255'));
  const answer = await one('8.8.8.8');
  expect(server.seen[0].path).toBe('/arin/registry/ip/8.8.8.8');
  expect(server.seen[0].headers.accept).toContain('application/rdap+json');
  expect(answer?.registration).toMatchObject({
    registry: 'arin',
    organisation: 'Example Inc',
    country: 'DE',
    abuse: 'abuse@example.net',
    cidrs: ['8.8.8.0/24'],
    changed: '2025-01-02',
  });
  expect(answer?.facts).toContainEqual({
    what: 'abuse contact',
    value: 'abuse@example.net',
    source: 'RDAP',
    asOf: '2025-01-02',
  });
});

test('an IPv6 address stands in the path as it is written', async () => {
  server.handler = (_, response) => response.end(network('2001:4860::', '2001:4860:ffff:ffff:ffff:ffff:ffff:ffff'));
  expect((await one('2001:4860:4860::8888'))?.answer).toBe('known');
  expect(server.seen[0].path).toBe('/arin/registry/ip/2001:4860:4860::8888');
});

test('persons are not kept, maintainers are no owners, an organisation in parts is read', async () => {
  const person = {
    roles: ['registrant'],
    handle: 'P1',
    vcardArray: [
      'vcard',
      [
        ['fn', {}, 'text', 'Jane Doe'],
        ['kind', {}, 'text', 'individual'],
      ],
    ],
  };
  const maintainer = { roles: ['registrant'], handle: 'X-MNT', vcardArray: ['vcard', [['fn', {}, 'text', 'X-MNT']]] };
  const group = {
    roles: ['administrative'],
    handle: 'G1',
    vcardArray: [
      'vcard',
      [
        ['kind', {}, 'text', 'org'],
        ['org', {}, 'text', ['Parts Ltd', 'Unit']],
      ],
    ],
  };
  server.handler = (_, response) =>
    response.end(network('8.8.8.0', '8.8.8.255', { entities: [person, maintainer, group] }));
  const answer = await one('8.8.8.8');
  expect(answer?.registration?.organisation).toBe('Parts Ltd');
  expect(JSON.stringify(answer)).not.toContain('Jane');
});

test('transferred space is followed to the other registry, by every kind of redirect', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    server.handler = (request, response) => {
      if (request.url?.startsWith('/arin/') === true)
        response.writeHead(status, { location: 'https://rdap.db.ripe.net/ip/8.8.8.8' }).end();
      else response.end(network('8.8.0.0', '8.8.255.255'));
    };
    expect({ status, registry: (await one('8.8.8.8'))?.registration?.registry }).toEqual({
      status,
      registry: 'ripencc',
    });
  }
});

test.each([
  ['to nowhere', '', /nowhere/],
  ['away from TLS', 'http://rdap.db.ripe.net/ip/8.8.8.8', /away from TLS/],
  ['to a stranger', 'https://evil.example/ip/8.8.8.8', /no registry/],
  ['to the metadata of a cloud', 'https://169.254.169.254/', /no registry/],
  ['to a name that only looks like a registry', 'https://rdap.arin.net.evil.example/', /no registry/],
  ['in a circle', 'https://rdap.arin.net/registry/ip/8.8.8.8', /more than 5 redirects/],
])('a redirect %s could not be asked', async (_, location, reason) => {
  server.handler = (__, response) => response.writeHead(302, { location }).end();
  const answer = await one('8.8.8.8');
  expect(answer).toMatchObject({ answer: 'could-not-ask', facts: [] });
  expect(answer?.reason).toMatch(reason);
});

test('404 in RDAP is "not known", 404 as a page and 200 as a page are not', async () => {
  server.handler = (_, response) =>
    response.writeHead(404, { 'content-type': 'application/rdap+json' }).end('{"errorCode":404,"title":"Not Found"}');
  expect(await one('8.8.8.8')).toMatchObject({ answer: 'not-known' });
  server.handler = (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>no</html>');
  expect(await one('8.8.8.8')).toMatchObject({ answer: 'could-not-ask' });
  server.handler = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>');
  expect(await one('8.8.8.8')).toMatchObject({ answer: 'could-not-ask', obstacle: 'server' });
});

test.each([
  '{}',
  '[]',
  'null',
  '{"objectClassName":"entity"}',
  '{"startAddress":"8.8.8.0"}',
  network('9.0.0.0', '9.255.255.255'),
  network('8.8.8.255', '8.8.8.0'),
])('what is no network around the address (%s) could not be asked', async (body) => {
  server.handler = (_, response) => response.end(body);
  expect(await one('8.8.8.8')).toMatchObject({ answer: 'could-not-ask', obstacle: 'server', registration: null });
});

test('a placeholder says that another registry has it', async () => {
  server.handler = (_, response) =>
    response.end(network('62.0.0.0', '62.255.255.255', { name: 'NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK' }));
  expect(await one('62.1.1.1')).toMatchObject({ answer: 'not-known' });
});

test('1,000 answers at the polite rate of five registries, and none of them a 429', async () => {
  const world = worldOf();
  const sent = new Map<string, number[]>();
  let refused = 0;
  server.handler = (request, response) => {
    const [, registry = '', ...rest] = (request.url ?? '').split('/');
    const now = world.effects.now().getTime();
    const before = sent.get(registry) ?? [];
    sent.set(registry, [...before, now]);
    // What the server allows in any minute: a little more than we promise.
    const most = registry === 'lacnic' ? 7 : 62;
    if (before.filter((time) => now - time < 60_000).length >= most) {
      refused++;
      response.writeHead(429).end();
      return;
    }
    const address = rest.at(-1) ?? '';
    response.end(network(address, address, { type: 'ALLOCATION' }));
  };
  const octets = [8, 62, 200, 41, 1];
  const addresses = asked(...Array.from({ length: 1000 }, (_, n) => `${octets[n % 5]}.${1 + (n >> 8)}.${n & 255}.1`));
  const answers = await answersOf(rdap, addresses, world.effects);
  expect(refused).toBe(0);
  expect([...answers.values()].every(({ answer }) => answer === 'known')).toBe(true);
  expect(answers.size).toBe(1000);
});

test('a 429 is waited for, a storm of them ends in could-not-ask', async () => {
  const world = worldOf();
  server.handler = (_, response) => {
    if (server.seen.length === 1)
      response.writeHead(429, { 'retry-after': new Date(Date.parse('2026-11-25T12:01:30Z')).toUTCString() }).end();
    else response.end(network('8.8.0.0', '8.8.255.255'));
  };
  expect((await one('8.8.8.8', world))?.answer).toBe('known');
  expect(world.slept()).toBeGreaterThanOrEqual(90_000);
  server.handler = (_, response) => response.writeHead(429).end();
  server.seen.length = 0;
  const many = asked(...Array.from({ length: 50 }, (_, n) => `8.8.${n}.1`));
  const answers = await answersOf(rdap, many, worldOf().effects);
  expect([...answers.values()].every(({ obstacle }) => obstacle === 'quota')).toBe(true);
  expect(server.seen.length).toBeLessThanOrEqual(4);
});

test('one registry that fails does not fail the others, and a leaf of the tree answers for all in it', async () => {
  server.handler = (request, response) => {
    if (request.url?.startsWith('/lacnic/') === true) response.writeHead(500).end();
    else response.end(network('8.8.8.0', '8.8.9.255', { type: 'ASSIGNED PA' }));
  };
  const answers = await answersOf(rdap, asked('200.1.1.1', '8.8.8.1', '8.8.8.2', '8.8.9.3'), worldOf().effects);
  expect([...answers.values()].filter(({ answer }) => answer === 'known').length).toBe(3);
  expect(answers.get('200.1.1.1')).toMatchObject({ answer: 'could-not-ask' });
  expect(server.seen.filter(({ path }) => path.startsWith('/arin/')).length).toBe(1);
});

test('hostile and endless answers are bounded', async () => {
  const nest = (depth: number): object =>
    depth === 0 ? {} : { roles: ['abuse'], entities: [nest(depth - 1), nest(depth - 1)] };
  server.handler = (_, response) =>
    response.end(
      network('8.8.8.0', '8.8.8.255', {
        name: `\u001b[31m${'x'.repeat(50_000)}`,
        entities: [nest(12)],
        remarks: Array.from({ length: 5000 }, () => ({ description: ['y'.repeat(100)] })),
      }),
    );
  const answer = await one('8.8.8.8');
  expect(answer?.answer).toBe('known');
  expect(JSON.stringify(answer).length).toBeLessThan(10_000);
  expect(JSON.stringify(answer)).not.toContain('\\u001b');
  server.handler = (_, response) => response.end(`"${'x'.repeat(3_000_000)}"`);
  expect(await one('8.8.4.4')).toMatchObject({ answer: 'could-not-ask' });
});
