import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { scratchFolder } from '../../test/scratch-folder.js';
import { UserError } from '../model/errors.js';
import type { AddressDossier } from '../model/dossier.js';
import { FAKE_PEERS } from '../report/_fake-investigation.js';
import { fakeIo } from './_fake-io.js';
import { parseArguments } from './arguments.js';
import { type AddressLookup, ip, runIp } from './commands/ip.js';
import { type PortLookup, port, runPort } from './commands/port.js';
import { main } from './main.js';

const [{ owner, facts, ports }] = FAKE_PEERS;

/** Finds the dotted quads of a text. */
const lookup: AddressLookup = async () => (text) =>
  (text.match(/\d+\.\d+\.\d+\.\d+/g) ?? []).map(
    (address): AddressDossier => ({
      address,
      class: 'global-unicast',
      isGlobal: true,
      embedded: null,
      note: null,
      owner,
      facts,
      lists: [],
    }),
  );

const portLookup: PortLookup = async () => (number, protocol) => ({
  port: number,
  uses: (protocol === null ? ['tcp', 'udp'] : [protocol]).map((name) => ({
    ...ports[0],
    port: number,
    protocol: name,
  })),
});

async function askIp(argv: readonly string[], stdin?: string): Promise<string> {
  const io = fakeIo({ stdin });
  expect(await runIp(parseArguments(ip, argv), io, lookup)).toBe(0);
  return io.out();
}

test('ip shows a dossier for each address, once', async () => {
  const said = await askIp(['185.220.101.34', '1.1.1.1', '1.1.1.1']);
  expect(said.match(/public address/g)?.length).toBe(2);
  expect(said).toContain('Germany (DE)');
});

test('ip reads addresses out of standard input, with - and without', async () => {
  for (const argv of [
    ['-o', 'json'],
    ['-o', 'json', '-'],
  ]) {
    const dossiers = JSON.parse(await askIp(argv, 'from 1.1.1.1 and 8.8.8.8\n')) as AddressDossier[];
    expect(dossiers.map(({ address }) => address)).toEqual(['1.1.1.1', '8.8.8.8']);
  }
});

test.each([
  [['router.example'], 'no IP address in "router.example"'],
  [['10.0.0.0/8'], 'is a block'],
  [['10.0.0.1-10.0.0.9'], 'is a block'],
  [[], 'no address given'],
])('ip %j is refused with a reason', async (argv, message) => {
  const asked = runIp(parseArguments(ip, argv), fakeIo(), lookup);
  await expect(asked).rejects.toThrow(UserError);
  await expect(runIp(parseArguments(ip, argv), fakeIo(), lookup)).rejects.toThrow(message);
});

test('port shows registered and observed uses for both protocols, or the one asked for', async () => {
  const io = fakeIo();
  expect(await runPort(parseArguments(port, ['4070', '443/UDP']), io, portLookup)).toBe(0);
  const [first, second] = io.out().split('port 443');
  expect(first).toContain('registered as tripe');
  expect(first.match(/^ {2}(tcp|udp) /gm)?.length).toBe(2);
  expect(second.match(/^ {2}(tcp|udp) /gm)?.length).toBe(1);
});

test('port as json is an array', async () => {
  const io = fakeIo();
  await runPort(parseArguments(port, ['-ojson', '4070']), io, portLookup);
  expect(JSON.parse(io.out())[0].port).toBe(4070);
});

test('what became of own lists is said beside the dossier, not in it', async () => {
  const packDirectory = await builtKnowledge();
  const folder = scratchFolder('lists');
  writeFileSync(join(folder, 'ours.txt'), '1.1.1.1 # old reason, until 2020-01-01\n\u001b[31m\n');
  const now = (): Date => new Date('2026-11-25T00:00:00Z');
  const io = { ...fakeIo({ cwd: folder, env: { FAREND_HOME: join(folder, 'home') } }), packDirectory, now };
  expect(await main(['ip', '--allow', join(folder, 'ours.txt'), '1.1.1.1'], io)).toBe(0);
  expect(io.err()).toContain('ended on 2020-01-01 and no longer counts');
  expect(io.err()).toContain('1 line could not be read, first line 2');
  expect(io.err()).not.toContain('\u001b');
  expect(io.out()).not.toContain('Listed');
}, 60_000);
