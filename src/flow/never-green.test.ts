import { beforeAll, describe, expect, test } from 'vitest';
import { builtTables, readTable } from '../../test/built-tables.js';
import { openPorts } from '../enrich/offline/ports.js';
import { openPrograms, type Programs } from '../enrich/offline/programs.js';
import { example, type Example, type ExampleProgram, listed } from '../judge/_example.js';
import { judge } from '../judge/index.js';
import type { NetworkKind, PortKnowledge, ProgramKind, ProgramKnowledge } from '../model/knowledge.js';

// Every described program, one that nobody described and none, at every kind of network, on ports of every kind. Green is
// a promise: what may come out *expected* is stated here, and nothing else may.

interface Network {
  readonly kind: NetworkKind;
  readonly provider: string | null;
  readonly organisation: string | null;
}
/** One combination. `program` is null where the listing names none. */
interface Case {
  readonly program: ProgramKnowledge | null;
  readonly isDescribed: boolean;
  readonly network: Network;
  readonly port: number;
  readonly protocol: string;
  readonly knowledge: PortKnowledge;
}

const network = (kind: NetworkKind, provider: string | null = null, organisation = provider): Network => {
  return { kind, provider, organisation };
};
const NETWORKS: readonly Network[] = [
  network('hosting', null, 'Some Hoster'),
  network('hosting', 'ovh'),
  network('cloud-tenant', 'digitalocean'),
  network('cloud-tenant', 'amazon'),
  network('cloud-tenant', 'google'),
  network('cloud-tenant', 'microsoft'),
  network('access', null, 'Some Line'),
  network('mobile', null, 'Some Mobile'),
  network('anonymiser', null, 'Some VPN'),
  network('unknown', null, 'Small Firm'),
  network('unknown'),
  network('transit', null, 'Some Carrier'),
  network('education', null, 'Some University'),
  network('government', null, 'Some Office'),
  network('enterprise', null, 'Some Firm'),
  network('cdn', 'cloudflare'),
  network('cdn', 'akamai'),
  network('cdn', 'fastly'),
  network('cloud-platform', 'microsoft'),
  network('cloud-platform', 'google'),
  network('cloud-platform', 'apple'),
  network('cloud-platform', 'amazon'),
  network('cloud-platform', 'meta'),
  network('cloud-platform', 'telegram'),
  network('cloud-platform', 'github'),
  network('cloud-platform', 'dropbox'),
  network('resolver', 'google'),
];
const PORTS =
  '20/tcp 21/tcp 22/tcp 23/tcp 25/tcp 53/tcp 53/udp 80/tcp 110/tcp 123/udp 135/tcp 139/tcp 143/tcp 389/tcp 443/tcp 443/udp 445/tcp 465/tcp 587/tcp 853/tcp 993/tcp 1194/udp 1234/tcp 1337/tcp 1433/tcp 1883/tcp 3306/tcp 3333/tcp 3389/tcp 3478/udp 4070/tcp 4444/tcp 5222/tcp 5223/tcp 5228/tcp 5555/tcp 5900/tcp 5938/tcp 5985/tcp 6379/tcp 6667/tcp 6881/tcp 7070/tcp 7777/tcp 8000/tcp 8080/tcp 8333/tcp 8443/tcp 8801/udp 8808/tcp 8883/tcp 9001/tcp 14444/tcp 27017/tcp 31337/tcp 50001/udp 51820/udp 60123/tcp'.split(
    ' ',
  );

/** What whoever runs it has it do. */
const LOOSE: readonly ProgramKind[] = ['lolbin', 'miner', 'offensive', 'remote-access', 'script-host', 'shell'];
/** Anybody is there, or nobody knows who. */
const ANYBODYS: readonly NetworkKind[] = ['hosting', 'access', 'mobile', 'anonymiser', 'unknown'];
const LARGE_CLOUDS: readonly (string | null)[] = ['amazon', 'google', 'microsoft'];

const isAnybodys = ({ network: { kind, provider } }: Case): boolean =>
  ANYBODYS.includes(kind) || (kind === 'cloud-tenant' && !LARGE_CLOUDS.includes(provider));
const isTime = ({ port, protocol }: Case): boolean => port === 123 && protocol === 'udp';
const isWeb = ({ port }: Case): boolean => [80, 443, 8080, 8443].includes(port);
const isProfiled = ({ program, port }: Case): boolean =>
  program !== null && (program.ports.length === 0 || program.ports.some(([from, to]) => port >= from && port <= to));
const names = ({ program, network: { provider, kind } }: Case): boolean =>
  program !== null && program.owners.some((owner) => owner === provider || owner === `kind:${kind}`);
/** A use that this port has nowhere else. */
const isOwnersPort = ({ knowledge, network: { provider } }: Case): boolean =>
  knowledge.observed.some(({ owners }) => provider !== null && owners.includes(provider));

const MAY: Readonly<Record<string, (one: Case) => boolean>> = {
  'a clock set by anybody': isTime,
  'name look-ups at a public resolver': ({ network: { kind }, port }) =>
    kind === 'resolver' && [53, 443, 853].includes(port),
  'a name server asking any other': (one) => one.program?.kind === 'dns' && isProfiled(one),
  'mail between mail programs': ({ program, port, network: { kind } }) =>
    program?.kind === 'mail' &&
    [25, 110, 143, 465, 587, 993, 995].includes(port) &&
    kind !== 'access' &&
    kind !== 'mobile',
  'browsing of the Web, but not of machines that anybody rents': (one) =>
    one.program?.kind === 'browser' && (isWeb(one) || isProfiled(one)) && !isAnybodys(one),
  'a program at an owner that it is known for, on its port': (one) => names(one) && isProfiled(one),
  'a port that is used at this owner alone': isOwnersPort,
  "a provider's own service where no program is seen, on a port of everyday": ({
    program,
    isDescribed,
    network: own,
  }) => program === null && isDescribed && ['cloud-platform', 'cdn', 'resolver'].includes(own.kind),
};

let programs: Programs;
let ports: (port: number, protocol: string) => PortKnowledge;
let described: readonly ProgramKnowledge[];
let green: readonly Case[];

beforeAll(async () => {
  const directory = await builtTables();
  programs = openPrograms(directory);
  ports = openPorts(directory);
  const rows = (readTable('data/programs.json') as { programs: { key: string }[] }).programs;
  described = rows.map(({ key }) => knowledgeOf(key)).filter((known) => known !== null);
  green = sweep([...described, null, 'undescribed']);
}, 60_000);

function knowledgeOf(name: string): ProgramKnowledge | null {
  const nobody = { pid: null, services: [], commandLine: null, user: null, parent: null, signer: null };
  return programs.program({ ...nobody, name, path: null });
}

/** The combinations that come out expected; `scene` adds the same to all of them. */
function sweep(
  of: readonly (ProgramKnowledge | 'undescribed' | null)[],
  scene: (known: ProgramKnowledge | null) => Example & { readonly program?: ExampleProgram } = () => ({}),
): Case[] {
  const found: Case[] = [];
  for (const one of of) {
    const known = one === 'undescribed' ? null : one;
    const { program, ...rest } = scene(known);
    const running = { name: known?.key ?? 'zorvex', known, ...program };
    for (const place of NETWORKS) {
      for (const text of PORTS) {
        const [port, protocol] = text.split('/');
        const knowledge = ports(Number(port), protocol);
        const shape = example({ ...place, ports: [text], programs: one === null ? [] : [running], ...rest });
        if (judge({ ...shape, ports: [knowledge] }).verdict === 'expected')
          found.push({
            program: known,
            isDescribed: one !== 'undescribed',
            network: place,
            port: Number(port),
            protocol,
            knowledge,
          });
      }
    }
  }
  return found;
}

const told = (cases: readonly Case[]): string[] =>
  cases.map(
    ({ program, isDescribed, network: { kind, provider }, port, protocol }) =>
      `${isDescribed ? (program?.key ?? 'no program') : 'undescribed'} -> ${kind}/${provider ?? ''} ${port}/${protocol}`,
  );

describe('what comes out green', () => {
  test('is one of the things that are stated here', () => {
    const grounds = Object.values(MAY);
    expect(told(green.filter((one) => !grounds.some((may) => may(one))))).toEqual([]);
  });

  test.each(Object.keys(MAY))('includes %s', (ground) => {
    expect(green.some(MAY[ground])).toBe(true);
  });

  test('is never a program that nobody has described, nor one that does as it is told', () => {
    expect(told(green.filter(({ isDescribed }) => !isDescribed))).toEqual([]);
    expect(told(green.filter(({ program }) => program !== null && LOOSE.includes(program.kind)))).toEqual([]);
    expect(told(green.filter(({ program }) => program?.habit === 'rare'))).toEqual([]);
  });

  test('is never a machine that anybody rents or has at home, but for clocks, names, mail and a VPN of that name', () => {
    const anybodys = green.filter((one) => isAnybodys(one) && !isTime(one));
    expect(told(anybodys.filter(({ program }) => !['dns', 'mail', 'vpn'].includes(program?.kind ?? '')))).toEqual([]);
  });

  test('is never a port of attack tools, of mining or of services that belong inside, but of a program at its maker', () => {
    const never = [23, 135, 139, 445, 1337, 1433, 3306, 3333, 4444, 5555, 5985, 6379, 6667, 14444, 27017, 31337, 60123];
    const there = green.filter(({ port }) => never.includes(port));
    expect(told(there.filter((one) => !(names(one) && isProfiled(one))))).toEqual([]);
  });
});

describe('no sign of danger comes out green', () => {
  const DANGERS: Readonly<Record<string, (known: ProgramKnowledge | null) => Example & { program?: ExampleProgram }>> =
    {
      'a folder where anybody may write': (known) => ({
        program: { path: `C:\\Users\\Public\\${known?.key ?? 'zorvex'}.exe` },
      }),
      'a list of control servers': () => ({ lists: [listed('c2', 1)] }),
      'a list of criminal networks': () => ({ lists: [listed('criminal-network', 1)] }),
      'a host name as generators make them': () => ({ names: ['xkqzvwpjhtbrdn.top'] }),
      'a name of a free sub-domain service': () => ({ names: ['winupdate.duckdns.org'] }),
    };

  test.each(Object.keys(DANGERS))('%s', (danger) => {
    // Each tenth program is enough: all are described by the same few things.
    const some = described.filter((_, at) => at % 10 === 0);
    expect(told(sweep([...some, 'undescribed'], DANGERS[danger]))).toEqual([]);
  });
});
