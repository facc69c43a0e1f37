import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Investigation } from '../model/investigation.js';
import { hostNames, transportOf } from './exchange/_exchanged.js';
import { ecs } from './ecs.js';
import { fakeInvestigation } from './_fake-investigation.js';
import { fieldErrors, fieldList } from './_field-list.js';
import { goldenInvestigation, goldenPeers } from './_golden-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { misp } from './misp.js';
import { ocsf } from './ocsf.js';
import { renderedText } from './_rendered.js';
import type { Report } from './report.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/report/${path}`, import.meta.url));
const hostile = (): Investigation => fakeInvestigation([...goldenPeers(), ...hostilePeers()]);

function lines(report: Report, investigation: Investigation = goldenInvestigation()) {
  return renderedText(report, investigation)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test.each([
  ['ecs', ecs],
  ['ocsf', ocsf],
])('every field of every %s document is one of the list and has its type', (name, report) => {
  const fields = fieldList(fixture(`${name}/fields.txt`));
  for (const document of [...lines(report), ...lines(report, hostile())]) {
    expect(fieldErrors(document, fields)).toEqual([]);
  }
});

test('a field that no list knows, or of another type, is found', () => {
  const fields = fieldList(fixture('ecs/fields.txt'));
  const [document] = lines(ecs);
  expect(fieldErrors({ ...document, 'sauce.ip': '1.2.3.4', event: { severity: 'high' } }, fields)).toHaveLength(2);
});

test('an ecs document says who opened the connection, by whom, to whom, and how bad', () => {
  const [first, second, third] = lines(ecs);
  expect(first).toMatchObject({
    '@timestamp': '2026-06-17T11:30:00.000Z',
    event: { kind: 'alert', category: ['network'], type: ['connection', 'info'], risk_score_norm: 92.64 },
    source: { bytes: 1200 },
    destination: { ip: '185.220.101.34', port: 4070, domain: 'cdn.bad.example', as: { number: 64500 }, bytes: 64000 },
    network: { transport: 'tcp', type: 'ipv4', iana_number: '6', direction: 'egress' },
    process: { name: 'svch0st.exe', pid: 9120 },
    host: { name: 'PC1', os: { type: 'windows' } },
    threat: { indicator: { type: 'ipv4-addr', marking: { tlp: 'AMBER' } }, technique: { id: ['T1036'] } },
  });
  expect(first.threat.enrichments[0]).toMatchObject({ matched: { atomic: '185.220.101.34:4070' } });
  expect(second).toMatchObject({ network: { transport: 'udp', type: 'ipv6' } });
  expect(third).toMatchObject({
    source: { ip: '45.9.20.7' },
    destination: { port: 3389 },
    network: { direction: 'ingress' },
  });
});

test('an ocsf event says the same in its numbers', () => {
  const [first, second, third, , , sixth] = lines(ocsf);
  expect(first).toMatchObject({
    class_uid: 4001,
    activity_id: 6,
    type_uid: 400106,
    severity_id: 4,
    time: Date.UTC(2026, 5, 17, 11, 30),
    connection_info: { direction_id: 2, boundary_id: 3, protocol_num: 6, protocol_ver_id: 4 },
    dst_endpoint: { ip: '185.220.101.34', port: 4070 },
    osint: [{ value: '185.220.101.34', tlp: 'AMBER' }],
  });
  expect(second).toMatchObject({ connection_info: { protocol_num: 17, protocol_ver_id: 6 } });
  expect(third).toMatchObject({ src_endpoint: { ip: '45.9.20.7' }, connection_info: { direction_id: 1 } });
  expect(sixth).toMatchObject({ initiator_id: 0, activity_id: 2 });
  for (const { type_uid, class_uid, activity_id } of lines(ocsf)) expect(type_uid).toBe(class_uid * 100 + activity_id);
});

function misPeers(): { value: string; to_ids: boolean; disable_correlation: boolean }[] {
  const { Event } = JSON.parse(renderedText(misp, goldenInvestigation()));
  return Event.Object.flatMap(({ Attribute }: { Attribute: { type: string }[] }) =>
    Attribute.filter(({ type }) => type.startsWith('ip-')),
  );
}

test('the misp event follows the core format, hostile text or not', () => {
  const validate = new Ajv2020({ strictTypes: false }).compile(
    JSON.parse(readFileSync(fixture('misp/event.schema.json'), 'utf8')),
  );
  for (const investigation of [goldenInvestigation(), hostile(), fakeInvestigation([])]) {
    validate(JSON.parse(renderedText(misp, investigation)));
    expect(validate.errors).toBeNull();
  }
});

test('only malicious public peers are for detection and correlation, and expected ones are left out', () => {
  const peers = misPeers();
  expect(peers.filter(({ to_ids }) => to_ids).map(({ value }) => value)).toEqual([
    '185.220.101.34',
    '2a00:1450:4001:80b::200e',
    '104.16.1.1',
  ]);
  for (const { to_ids, disable_correlation } of peers) expect(disable_correlation).toBe(!to_ids);
  expect(peers.map(({ value }) => value)).not.toContain('35.186.224.47');
  expect(renderedText(misp, goldenInvestigation())).toContain('1 expected peer left out');
});

test.each([
  ['ecs', ecs],
  ['ocsf', ocsf],
  ['misp', misp],
] as const)('the same evidence gives the same %s, to the byte', (_, report) => {
  expect(renderedText(report, hostile())).toBe(renderedText(report, hostile()));
});

test.each([
  ['tcp', 'tcp'],
  ['TCPv6', 'tcp'],
  ['udp4', 'udp'],
  ['icmp6', 'icmp6'],
  ['constructor', null],
  ['<b>', null],
])('the transport of %s is %s', (protocol, expected) => {
  expect(transportOf(protocol)).toBe(expected);
});

test('what is no host name is not handed on as one', () => {
  expect(
    hostNames(['WWW.Example.com.', 'two words', 'bad..dots', '-x.example', 'a.example', 'localhost', '1\n2.example']),
  ).toEqual(['www.example.com', 'a.example']);
});
