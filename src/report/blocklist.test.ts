import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { blocklist, flavours } from './blocklist.js';
import { fakeInvestigation, fakePeer } from './_fake-investigation.js';
import { goldenInvestigation } from './_golden-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { blocklistFlavours } from './index.js';
import { PLAIN_OPTIONS, renderedText } from './_rendered.js';

function lines(flavour: string, investigation = goldenInvestigation()): string[] {
  return renderedText(blocklist, investigation, { ...PLAIN_OPTIONS, flavour })
    .trimEnd()
    .split('\n');
}

test('the registry knows the flavours without loading them', () => {
  expect(flavours.map(({ name }) => name)).toEqual(blocklistFlavours);
});

test('plain: one malicious public address a line, nothing expected, private or shared', () => {
  const addresses = lines('plain').filter((line) => !line.startsWith('#'));
  expect(addresses).toEqual(['185.220.101.34', '2a00:1450:4001:80b::200e']);
});

test('an address that many services share is left out and said', () => {
  expect(lines('plain')).toContain('# Left out: 104.16.1.1 belongs to cdn addresses that many services share.');
});

test.each(blocklistFlavours)('%s says what it rests on, that it wants reading, and how to take it back', (flavour) => {
  const { comment, undo } = flavours.find(({ name }) => name === flavour) ?? flavours[0];
  const comments = lines(flavour).filter((line) => line.startsWith(`${comment} `));
  expect(comments[0]).toContain('2 malicious peers');
  expect(comments.join('\n')).toContain('read the report before you apply this');
  expect(comments.join('\n')).toContain(undo);
});

test.each(blocklistFlavours)('%s writes nothing but comments when nobody is malicious', (flavour) => {
  const { comment } = flavours.find(({ name }) => name === flavour) ?? flavours[0];
  const quiet = fakeInvestigation([fakePeer('1.2.3.4', 'suspicious'), fakePeer('8.8.8.8', 'expected')]);
  expect(lines(flavour, quiet).filter((line) => !line.startsWith(comment))).toEqual([]);
});

test.each(blocklistFlavours)('%s holds nothing of what evidence says but addresses', (flavour) => {
  const { comment } = flavours.find(({ name }) => name === flavour) ?? flavours[0];
  const hostile = lines(flavour, fakeInvestigation(hostilePeers())).filter((line) => !line.startsWith(comment));
  const benign = lines(
    flavour,
    fakeInvestigation(hostilePeers().map(({ peer, judgement }) => fakePeer(peer.text, judgement.verdict))),
  );
  expect(hostile).toEqual(benign.filter((line) => !line.startsWith(comment)));
});

test('suricata: rules for local use with ids of their own', () => {
  expect(lines('suricata').at(-1)).toBe(
    'alert ip $HOME_NET any <> [185.220.101.34,2a00:1450:4001:80b::200e] any (msg:"farend malicious peer"; classtype:trojan-activity; sid:1850000; rev:1;)',
  );
});

test('windows-firewall: a group of rules for both directions', () => {
  const rules = lines('windows-firewall').filter((line) => !line.startsWith('#'));
  expect(rules).toHaveLength(2);
  expect(rules[0]).toContain(
    "-Direction Outbound -Action Block -RemoteAddress '185.220.101.34','2a00:1450:4001:80b::200e'",
  );
});

test('cisco: access lists that do not cut off the rest', () => {
  const rules = lines('cisco').filter((line) => !line.startsWith('!'));
  expect(rules).toContain(' deny ip any host 185.220.101.34');
  expect(rules).toContain(' permit ip any any');
  expect(rules.at(-1)).toBe(' permit ipv6 any any');
});

/** Checks rules without applying them; it may need rights that a test does not have. */
function nft(rules: string): boolean {
  return spawnSync('nft', ['--check', '--file', '-'], { input: rules }).status === 0;
}

test.runIf(nft('add table inet farend_probe\n'))('nft reads the nftables flavour', () => {
  expect(nft(`${lines('nftables').join('\n')}\n`)).toBe(true);
});

test('nftables: a table of its own, replaced as a whole', () => {
  const rules = lines('nftables').filter((line) => !line.startsWith('#'));
  expect(rules.slice(0, 3)).toEqual(['add table inet farend', 'delete table inet farend', 'table inet farend {']);
  expect(rules).toContain('    elements = { 185.220.101.34 }');
  expect(rules).toContain('    ip6 daddr @malicious6 counter drop');
});
