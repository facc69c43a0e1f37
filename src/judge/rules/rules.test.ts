import { expect, test } from 'vitest';
import type { InputSummary } from '../../model/input.js';
import { type Example, example, listed, said } from '../_example.js';
import { viewOf } from '../view.js';
import { WEIGHTS } from '../weights.js';
import { behaviourCases, type Cases } from './_behaviour-cases.js';
import { rules } from './index.js';

const rented = { kind: 'hosting', organisation: 'Example Hosting' } as const;
const microsoft = { kind: 'cloud-platform', provider: 'microsoft', organisation: 'Microsoft' } as const;
const tenant = { kind: 'cloud-tenant', provider: 'microsoft', organisation: 'Microsoft' } as const;
const svchost = {
  name: 'svchost.exe',
  known: { key: 'svchost', title: 'Service host', kind: 'service-host', owners: ['microsoft', 'kind:cdn'] },
} as const;
const chrome = {
  name: 'chrome.exe',
  known: {
    key: 'chrome',
    title: 'Chrome',
    kind: 'browser',
    owners: ['*'],
    ports: [
      [443, 443],
      [80, 80],
    ],
  },
} as const;
const powershell = {
  name: 'powershell.exe',
  known: { key: 'powershell', title: 'PowerShell', kind: 'script-host', habit: 'depends', attack: ['T1059.001'] },
} as const;
const remote = {
  name: 'remote.exe',
  known: { key: 'remote', title: 'Remote', kind: 'remote-access', owners: ['amazon'], ports: [[443, 443]] },
} as const;
const torrent = {
  name: 'qbittorrent.exe',
  known: { key: 'qbittorrent', title: 'qBittorrent', kind: 'p2p', owners: ['*'] },
} as const;
const clock = {
  name: 'chronyd',
  known: { key: 'chronyd', title: 'Chrony', kind: 'time', ports: [[123, 123]], owners: ['*'] },
} as const;
const database = {
  name: 'mysqld',
  known: { key: 'mysqld', title: 'MySQL', kind: 'server', ports: [[3306, 3306]] },
} as const;
const shellClient = {
  name: 'ssh',
  known: { key: 'ssh', title: 'OpenSSH', kind: 'developer', owners: ['github'], ports: [[22, 22]] },
} as const;
const many = {
  peers: 60,
  fanOut: new Map([
    ['worm.exe|tcp/445', 40],
    ['|udp/16000', 40],
    ['|tcp/23', 40],
    ['chrome|tcp/443', 50],
  ]),
};

const nameless: InputSummary = {
  name: 'a.txt',
  sha256: '',
  format: 'table',
  tool: 'table',
  language: null,
  encoding: 'utf-8',
  os: 'unknown',
  rows: 1,
  badLines: [],
  badLineCount: 0,
  nameOnlyPeers: [],
  truncatedPeers: [],
  blindSpots: [],
  partial: false,
  hasPrograms: false,
};
/** A listing that names nearly all programs. */
const naming = {
  hasPrograms: true,
  inputs: [{ ...nameless, hasPrograms: true }],
  fanOut: new Map([
    ['chrome|tcp/443', 12],
    ['|tcp/443', 1],
  ]),
};

const cases: Readonly<Record<string, Cases>> = {
  ...behaviourCases,
  'admin-port-outside': {
    fires: [
      ['admin-port-outside', { ...rented, ports: ['3306/tcp'] }],
      // Applications ask databases, not desktops.
      [
        'admin-port-outside',
        { ...rented, ports: ['3389/tcp'], programs: [{ name: 'node', known: { key: 'node', kind: 'script-host' } }] },
      ],
    ],
    quiet: [
      { ports: ['3306/tcp'], programs: [{ name: 'code', known: { kind: 'developer' } }] },
      { ...rented, ports: ['5432/tcp'], programs: [{ name: 'node', known: { key: 'node', kind: 'script-host' } }] },
      { kind: 'special', ports: ['3306/tcp'] },
      {},
    ],
  },
  'alternative-web-port': {
    fires: [
      ['alternative-web-port', { ...rented, ports: ['8080/tcp'] }],
      ['alternative-web-port.radio', { ...rented, ports: ['8000/tcp'] }],
      // A program that is seen is no radio of which nothing is known.
      ['alternative-web-port', { ...rented, ports: ['8000/tcp'], programs: [powershell] }],
      ['alternative-web-port.private', { kind: 'special', ports: ['8080/tcp'] }],
    ],
    quiet: [{ ...microsoft, ports: ['8080/tcp'] }, { ...rented, ports: ['8080/udp'] }, { ports: ['443/tcp'] }],
  },
  'anonymiser-network': {
    fires: [['anonymiser-network', { kind: 'anonymiser' }]],
    quiet: [{ kind: 'anonymiser', programs: [{ name: 'vpn', known: { kind: 'vpn' } }] }, rented],
  },
  'asked-by-address': {
    fires: [['asked-by-address', { ...rented, names: ['203.0.113.7'] }]],
    quiet: [
      { ...rented, names: ['host.example'] },
      { ...microsoft, names: ['203.0.113.7'] },
    ],
  },
  'borrowed-platform': {
    fires: [
      ['borrowed-platform', { kind: 'cloud-platform', provider: 'telegram', programs: [{ name: 'thing.exe' }] }],
      ['borrowed-platform', { kind: 'cloud-platform', provider: 'dropbox', programs: [powershell] }],
      [
        'borrowed-platform',
        {
          kind: 'cloud-platform',
          provider: 'telegram',
          programs: [{ name: 'setup.exe', known: { key: 'setup', kind: 'other', habit: 'depends', owners: ['*'] } }],
        },
      ],
    ],
    quiet: [
      { kind: 'cloud-platform', provider: 'telegram' },
      { kind: 'cloud-platform', provider: 'telegram', programs: [chrome] },
      { ...microsoft, programs: [{ name: 'thing.exe' }] },
      {
        kind: 'cloud-platform',
        provider: 'github',
        programs: [{ name: 'python', known: { key: 'python', kind: 'script-host', owners: ['github'] } }],
      },
    ],
  },
  'c2-default-port': {
    fires: [
      [
        'c2-default-port.high',
        { ports: ['2404/tcp'], uses: { 2404: [{ kind: 'c2-default', confidence: 'high', share: 0.26 }] } },
      ],
      [
        'c2-default-port.low',
        {
          ports: ['81/tcp'],
          uses: {
            81: [
              { kind: 'infra', confidence: 'low' },
              { kind: 'c2-default', confidence: 'low' },
            ],
          },
        },
      ],
    ],
    quiet: [
      { ...microsoft, ports: ['2404/tcp'], uses: { 2404: [{ kind: 'c2-default' }] } },
      {
        ports: ['993/tcp'],
        uses: {
          993: [
            { kind: 'app', confidence: 'high' },
            { kind: 'c2-default', confidence: 'low' },
          ],
        },
      },
      {
        ports: ['7000/tcp'],
        uses: { 7000: [{ kind: 'c2-default' }] },
        programs: [{ name: 'x', known: { ports: [[7000, 7000]] } }],
      },
    ],
  },
  'bare-command-line': {
    fires: [
      ['bare-command-line', { programs: [{ ...svchost, commandLine: 'C:\\Windows\\System32\\svchost.exe' }] }],
      ['bare-command-line', { programs: [{ ...svchost, commandLine: '"C:\\Windows\\System32\\svchost.exe" ' }] }],
    ],
    quiet: [
      { programs: [{ ...svchost, commandLine: 'svchost.exe -k netsvcs -p' }] },
      { programs: [{ ...svchost, commandLine: '"C:\\a b\\svchost.exe" -k x' }] },
      { programs: [svchost] },
      { programs: [{ ...chrome, commandLine: 'chrome.exe' }] },
    ],
  },
  'deleted-program': {
    fires: [
      ['deleted-program', { programs: [{ name: 'x', path: '/tmp/x (deleted)' }] }],
      ['deleted-program.memory', { programs: [{ name: 'x', path: '/memfd:x (deleted)' }] }],
    ],
    quiet: [{ programs: [{ name: 'x', path: '/usr/bin/x' }] }, {}],
  },
  'failed-attempts': {
    fires: [
      ['failed-attempts', { ...rented, states: { 'syn-sent': 1 } }],
      ['failed-attempts.many', { ...rented, connections: 12, states: { 'syn-sent': 12 } }],
    ],
    quiet: [
      { ...rented, connections: 2, states: { 'syn-sent': 1, established: 1 } },
      { ...microsoft, states: { 'syn-sent': 1 } },
    ],
  },
  'fan-out': {
    fires: [
      ['fan-out', { ports: ['445/tcp'], programs: [{ name: 'worm.exe' }], scene: many }],
      ['fan-out', { ports: ['23/tcp'], scene: many }],
    ],
    quiet: [
      { ports: ['443/tcp'], programs: [chrome], scene: many },
      { ports: ['445/tcp'], programs: [{ name: 'worm.exe' }] },
    ],
  },
  'half-closed': {
    fires: [['half-closed', { ...rented, connections: 6, states: { 'close-wait': 6 } }]],
    quiet: [{ ...rented, states: { 'close-wait': 1 } }],
  },
  'home-line': {
    fires: [
      ['home-line.web', { kind: 'access' }],
      ['home-line', { kind: 'access', ports: ['2222/tcp'] }],
    ],
    quiet: [rented, { kind: 'access', ports: ['local 443/tcp'] }],
  },
  'kernel-thread-name': {
    fires: [['kernel-thread-name', { programs: [{ name: '[kworker/0:1]' }], scene: { os: 'linux' } }]],
    quiet: [
      { programs: [{ name: 'kworker-thing' }], scene: { os: 'linux' } },
      { programs: [{ name: 'kthreadd' }], scene: { os: 'windows' } },
    ],
  },
  'listed-allow': {
    fires: [['listed-allow', { lists: [listed('allow', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-anonymiser': {
    fires: [['listed-anonymiser', { lists: [listed('anonymiser', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-attacker': {
    fires: [
      ['listed-attacker', { lists: [listed('attacker', 1)] }],
      [
        'listed-attacker.visit',
        { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('attacker', 1)] },
      ],
    ],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-c2': {
    fires: [['listed-c2', { lists: [listed('c2', 1)] }]],
    quiet: [
      {},
      { lists: [listed('payload', 1)] },
      { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('c2', 1)] },
    ],
  },
  'listed-criminal-network': {
    fires: [['listed-criminal-network', { lists: [listed('criminal-network', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-known-good': {
    fires: [['listed-known-good', { lists: [listed('known-good', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-payload': {
    fires: [['listed-payload', { lists: [listed('payload', 1)] }]],
    quiet: [
      {},
      { lists: [listed('c2', 1)] },
      { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('payload', 1)] },
    ],
  },
  'listed-scanner': {
    fires: [['listed-scanner', { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('scanner', 1)] }]],
    quiet: [{ lists: [listed('scanner', 1)] }],
  },
  'listed-sinkhole': {
    fires: [['listed-sinkhole', { lists: [listed('sinkhole', 1)] }]],
    quiet: [
      {},
      { lists: [listed('c2', 1)] },
      { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('sinkhole', 1)] },
    ],
  },
  'listed-spam': {
    fires: [['listed-spam', { lists: [listed('spam', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'listed-watch': {
    fires: [['listed-watch', { lists: [listed('watch', 1)] }]],
    quiet: [{}, { lists: [listed('c2', 1)] }],
  },
  'little-known-owner': {
    fires: [
      ['little-known-owner', { ports: ['9443/tcp'] }],
      ['little-known-owner', { programs: [{ name: 'thing.exe' }] }],
      ['little-known-owner.web', {}],
    ],
    quiet: [
      rented,
      { organisation: null },
      { provider: 'someone' },
      { programs: [{ name: 'sync.exe', known: { key: 'sync', owners: ['example-org'] } }] },
    ],
  },
  'local-protocol-outside': {
    fires: [
      ['local-protocol-outside.files', { ports: ['445/tcp'] }],
      ['local-protocol-outside', { ports: ['389/tcp'] }],
    ],
    quiet: [{ kind: 'special', ports: ['445/tcp'] }, {}],
  },
  'lone-name-server': {
    fires: [
      ['lone-name-server', { ...rented, ports: ['53/udp'] }],
      ['lone-name-server', { ...rented, ports: ['53/udp'], programs: [svchost] }],
    ],
    quiet: [
      { ...rented, ports: ['53/udp'], scene: { fanOut: new Map([['|udp/53', 5]]) } },
      { ...rented, ports: ['53/udp'], programs: [{ name: 'named', known: { kind: 'dns' } }] },
      { kind: 'access', ports: ['53/udp'] },
      { kind: 'resolver', ports: ['53/udp'] },
      { ...rented, ports: ['53/udp', '443/tcp'] },
    ],
  },
  'lone-organisation': {
    fires: [['lone-organisation', { scene: { peers: 40, organisations: new Map([['Example Org', 1]]) } }]],
    quiet: [
      {},
      { scene: { peers: 40, organisations: new Map([['Example Org', 2]]) } },
      {
        programs: [{ name: 'sync.exe', known: { key: 'sync', owners: ['example-org'] } }],
        scene: { peers: 40, organisations: new Map([['Example Org', 1]]) },
      },
      { ...rented, scene: { peers: 40, organisations: new Map([['Example Hosting', 1]]) } },
    ],
  },
  'look-alike-name': {
    fires: [
      ['look-alike-name', { programs: [{ name: 'scvhost.exe' }] }],
      ['look-alike-name.letters', { programs: [{ name: 'invoice.pdf.exe' }] }],
    ],
    quiet: [{ programs: [{ name: 'calculator.exe' }] }, { programs: [svchost] }],
  },
  'mail-port': {
    fires: [
      ['mail-port', { kind: 'access', ports: ['995/tcp'] }],
      ['mail-port', { ...rented, ports: ['995/tcp'], scene: naming }],
      ['mail-port.hosted', { ...rented, ports: ['995/tcp'] }],
      ['mail-port.sending', { ...rented, ports: ['587/tcp'] }],
      ['mail-port.other-program', { ...rented, ports: ['587/tcp'], programs: [{ name: 'thing.exe', known: {} }] }],
      ['mail-port.application', { ...rented, ports: ['587/tcp'], programs: [powershell], scene: { os: 'linux' } }],
      ['mail-port.other-program', { ...rented, ports: ['587/tcp'], programs: [powershell] }],
      ['mail-port.other-program', { ...rented, ports: ['25/tcp'], programs: [powershell], scene: { os: 'linux' } }],
    ],
    quiet: [
      { ports: ['587/tcp'], programs: [{ name: 'thunderbird.exe', known: { kind: 'mail' } }] },
      { ...microsoft, ports: ['993/tcp'] },
    ],
  },
  'missing-program': {
    fires: [
      ['missing-program', { ...rented, scene: naming }],
      ['missing-program', { ...rented, scene: naming, states: { 'time-wait': 3, 'syn-sent': 1 } }],
    ],
    quiet: [
      rented,
      { ...rented, scene: { ...naming, hasPrograms: false, inputs: [] } },
      // A second listing without programs, which can't miss one, stands beside one that has them.
      { ...rented, scene: { ...naming, inputs: [nameless] } },
      {
        ...rented,
        scene: {
          ...naming,
          fanOut: new Map([
            ['chrome|tcp/443', 12],
            ['|tcp/443', 12],
          ]),
        },
      },
      { ...rented, scene: naming, states: { 'time-wait': 1 } },
      { ...rented, scene: naming, states: { closed: 1, 'fin-wait-2': 1 } },
      { ...rented, scene: naming, programs: [{ pid: 4 }] },
      { ...microsoft, scene: naming },
    ],
  },
  'name-contradicts-owner': {
    fires: [['name-contradicts-owner', { ...rented, names: ['download.windowsupdate.com'] }]],
    quiet: [
      { ...microsoft, names: ['download.windowsupdate.com'] },
      { ...rented, names: ['www.example.com'] },
    ],
  },
  'name-generated': {
    fires: [
      ['name-generated.random', { ...rented, names: ['x7k2q9vb3.example'] }],
      ['name-generated.syllables', { ...rented, names: ['tokuzavemi.example'] }],
    ],
    quiet: [
      { ...rented, names: ['www.wikipedia.org', 'mail.example.com', 'documentation.example.org'] },
      { ...microsoft, names: ['x7k2q9vb3.example'] },
    ],
  },
  'name-kind': {
    fires: [
      ['name-kind.dynamic', { names: ['home.duckdns.org'] }],
      ['name-kind.echo', { names: ['api.ipify.org'] }],
      ['name-kind.sharing', { names: ['pastebin.com'] }],
      ['name-kind.cheap', { names: ['shop.example.top'] }],
    ],
    quiet: [
      { names: ['www.example.org', 'top', 'notduckdns.org.example'] },
      { names: ['pastebin.com'], programs: [chrome] },
    ],
  },
  'odd-folder': {
    fires: [
      ['odd-folder.undescribed', { programs: [{ name: 'x.exe', path: 'C:\\Users\\Public\\x.exe' }] }],
      ['odd-folder', { programs: [{ ...chrome, path: 'C:\\Users\\me\\AppData\\Local\\Temp\\chrome.exe' }] }],
      ['odd-folder.remote-control', { programs: [{ ...remote, path: 'C:\\ProgramData\\remote.exe' }] }],
      ['odd-folder.remote-control', { programs: [{ ...remote, path: '/tmp/remote' }] }],
      ['odd-folder', { programs: [{ ...remote, path: 'C:\\Users\\me\\Downloads\\remote.exe' }] }],
    ],
    quiet: [
      { programs: [{ name: 'x.exe', path: 'C:\\Program Files\\X\\x.exe' }] },
      { programs: [{ name: 'x', path: '/usr/bin/x (deleted)' }] },
      { programs: [{ name: 'x.exe' }] },
    ],
  },
  'odd-parent': {
    fires: [['odd-parent', { programs: [{ ...powershell, parent: 'WINWORD.EXE' }] }]],
    quiet: [
      { programs: [{ ...powershell, parent: 'explorer.exe' }] },
      { programs: [{ ...chrome, parent: 'OUTLOOK.EXE' }] },
    ],
  },
  'odd-program-name': {
    fires: [
      ['odd-program-name', { programs: [{ name: '8131.exe' }] }],
      ['odd-program-name.word', { programs: [{ name: 'x64_payload.exe' }] }],
      ['odd-program-name.hidden', { programs: [{ name: '.sysd' }] }],
    ],
    quiet: [
      { programs: [{ name: 'calculator.exe' }] },
      { programs: [{ name: '.spotify-wrappe' }] },
      { programs: [{ name: '7z.exe', known: {} }] },
    ],
  },
  'off-port': {
    fires: [
      ['off-port.server', { ...rented, programs: [database] }],
      ['off-port.server-elsewhere', { kind: 'cdn', provider: 'cloudflare', programs: [database] }],
      ['off-port.shell', { ...rented, programs: [shellClient] }],
      ['off-port.daemon', { ...rented, programs: [clock] }],
    ],
    quiet: [
      { ...rented, ports: ['3306/tcp'], programs: [database] },
      { ...rented, ports: ['53/udp'], programs: [database] },
      { ...rented, ports: ['123/udp'], programs: [clock] },
      { ...microsoft, programs: [clock] },
      { kind: 'special', programs: [database] },
      { ...rented, ports: ['22/tcp'], programs: [shellClient] },
      { ...rented, ports: ['local 3306/tcp'], programs: [database] },
      { ...rented, programs: [chrome] },
    ],
  },
  'plain-http': {
    fires: [
      ['plain-http.rented', { ...rented, ports: ['80/tcp'] }],
      ['plain-http.home', { kind: 'access', ports: ['80/tcp'] }],
      ['plain-http.little-known', { kind: 'unknown', ports: ['80/tcp'] }],
      ['plain-http', { kind: 'enterprise', ports: ['80/tcp'] }],
      ['plain-http.inside', { kind: 'special', ports: ['80/tcp'], programs: [powershell] }],
    ],
    quiet: [
      { kind: 'special', ports: ['80/tcp'], programs: [chrome] },
      { kind: 'special', ports: ['80/tcp'] },
      { ...microsoft, ports: ['80/tcp'] },
      { ...rented, ports: ['80/tcp'], programs: [chrome] },
      { ...rented, ports: ['80/tcp'], programs: [{ name: 'apt', known: { ports: [[80, 80]] } }] },
      rented,
    ],
  },
  'plain-http-open-cdn': {
    fires: [['plain-http-open-cdn', { kind: 'cdn', provider: 'cloudflare', ports: ['80/tcp'] }]],
    quiet: [
      { kind: 'cdn', provider: 'akamai', ports: ['80/tcp'] },
      { kind: 'cdn', provider: 'cloudflare' },
    ],
  },
  'platform-service': {
    fires: [
      ['platform-service', microsoft],
      ['platform-service', { ...microsoft, ports: ['443/tcp', '5222/tcp'], uses: { 5222: [{}] } }],
      ['platform-service.odd-port', { ...microsoft, ports: ['8037/tcp'] }],
      ['platform-service.cdn', { kind: 'cdn', provider: 'akamai' }],
      ['platform-service.scripts', { ...microsoft, programs: [powershell] }],
      ['platform-service.open-cdn', { kind: 'cdn', provider: 'cloudflare' }],
    ],
    quiet: [
      rented,
      { kind: 'cdn', provider: 'akamai', ports: ['8037/tcp'] },
      { kind: 'cloud-tenant', provider: 'microsoft' },
    ],
  },
  'port-owner': {
    fires: [
      [
        'port-owner',
        { provider: 'apple', ports: ['5223/tcp'], uses: { 5223: [{ use: 'Apple Push', owners: ['apple'] }] } },
      ],
      ['port-owner.customer', { ...tenant, ports: ['8801/tcp'], uses: { 8801: [{ owners: ['zoom', 'microsoft'] }] } }],
    ],
    quiet: [{ ...rented, ports: ['5223/tcp'], uses: { 5223: [{ use: 'Apple Push', owners: ['apple'] }] } }],
  },
  'port-without-owner': {
    fires: [
      [
        'port-without-owner.stranger',
        { ...rented, ports: ['51820/udp'], uses: { 51820: [{ programs: ['wireguard'] }] }, scene: naming },
      ],
      ['port-without-owner.stranger', { ...rented, ports: ['5223/tcp'], uses: { 5223: [{ owners: ['apple'] }] } }],
      [
        'port-without-owner',
        { kind: 'enterprise', ports: ['4070/tcp'], uses: { 4070: [{ programs: ['spotify'], owners: ['google'] }] } },
      ],
    ],
    quiet: [
      { kind: 'access', ports: ['6881/tcp'], uses: { 6881: [{ kind: 'p2p', programs: ['qbittorrent'] }] } },
      { ...rented, ports: ['5223/unknown'], uses: { 5223: [{ owners: ['apple'] }] } },
      // Nothing can confirm a program where none can be named.
      { ...rented, ports: ['51820/udp'], uses: { 51820: [{ kind: 'anon', programs: ['wireguard'] }] } },
      { ...rented, ports: ['5060/udp'], uses: { 5060: [{ confidence: 'high' }, { owners: ['riot-games'] }] } },
      {
        ports: ['4070/tcp'],
        uses: { 4070: [{ programs: ['spotify'] }] },
        programs: [{ name: 'spotify', known: { key: 'spotify' } }],
      },
    ],
  },
  'program-contradiction': {
    fires: [
      ['program-contradiction.system', { ...rented, programs: [svchost] }],
      [
        'program-contradiction.maker',
        { ...rented, programs: [{ name: 'OneDrive.exe', known: { kind: 'cloud-sync', owners: ['microsoft'] } }] },
      ],
      ['program-contradiction.weak', { kind: 'transit', programs: [svchost] }],
      ['program-contradiction.system', { programs: [svchost] }],
    ],
    quiet: [
      { ...microsoft, programs: [svchost] },
      { kind: 'cdn', programs: [svchost] },
      { ...rented, programs: [chrome] },
    ],
  },
  'program-habit': {
    fires: [
      [
        'program-habit.depends-stranger',
        {
          ...tenant,
          programs: [{ name: 'msiexec.exe', known: { kind: 'lolbin', habit: 'depends', owners: ['microsoft'] } }],
        },
      ],
      ['program-habit.never', { ...rented, programs: [{ name: 'notepad.exe', known: { habit: 'never' } }] }],
      [
        'program-habit.rare',
        { ...tenant, programs: [{ name: 'certutil.exe', known: { habit: 'rare', kind: 'lolbin' } }] },
      ],
      [
        'program-habit.rare',
        { ...rented, programs: [{ name: 'rclone', known: { habit: 'rare', kind: 'cloud-sync' } }] },
      ],
      [
        'program-habit.rare-stranger',
        { ...rented, programs: [{ name: 'certutil.exe', known: { habit: 'rare', kind: 'lolbin' } }] },
      ],
      [
        'program-habit.rare-stranger',
        {
          ...rented,
          programs: [{ name: 'spoolsv.exe', known: { habit: 'depends', kind: 'system', folders: ['%sys%'] } }],
        },
      ],
      ['program-habit.depends-stranger', { ...rented, programs: [powershell] }],
      ['program-habit.depends', { ...microsoft, programs: [powershell] }],
      // Anybody's files are there, whoever else the script is known to ask for its own.
      [
        'program-habit.depends',
        {
          kind: 'cloud-platform',
          provider: 'github',
          programs: [{ ...powershell, known: { ...powershell.known, owners: ['github'] } }],
        },
      ],
      ['program-habit.depends-private', { kind: 'special', programs: [powershell] }],
    ],
    quiet: [
      { ...rented, programs: [chrome] },
      { ...rented, programs: [{ name: 'vlc', known: { kind: 'media', habit: 'depends', owners: ['*'] } }] },
      {
        ...tenant,
        programs: [{ name: 'excel.exe', known: { kind: 'office', habit: 'depends', owners: ['microsoft'] } }],
      },
      {
        ...tenant,
        programs: [{ name: 'explorer.exe', known: { kind: 'system', habit: 'depends', owners: ['microsoft'] } }],
      },
      { ...rented, ports: ['local 22/tcp'], programs: [powershell] },
    ],
  },
  'program-kind': {
    fires: [
      ['program-kind.offensive', { programs: [{ name: 'x', known: { kind: 'offensive' } }] }],
      ['program-kind.anonymiser', { programs: [{ name: 'tor', known: { kind: 'vpn', attack: ['T1090.003'] } }] }],
      ['program-kind.miner', { programs: [{ name: 'x', known: { kind: 'miner' } }] }],
      ['program-kind.remote-access', { programs: [{ name: 'x', known: { kind: 'remote-access' } }] }],
    ],
    quiet: [{ programs: [chrome] }],
  },
  'program-profile': {
    fires: [
      ['program-profile', { ...microsoft, programs: [svchost] }],
      ['program-profile', { ...microsoft, programs: [{ name: 'svchost.exe', services: [{ owners: ['microsoft'] }] }] }],
      ['program-profile.customer', { ...tenant, programs: [svchost] }],
      [
        'program-profile.customer',
        { ...tenant, programs: [{ name: 'svchost.exe', services: [{ owners: ['microsoft', 'akamai'] }] }] },
      ],
      [
        'program-profile',
        { ...tenant, programs: [{ name: 'Agent.exe', known: { owners: ['microsoft', 'amazon', 'example'] } }] },
      ],
      ['program-profile.browsing', { programs: [chrome] }],
      [
        'program-profile.protocol',
        {
          ports: ['53/udp'],
          programs: [{ name: 'dns.exe', known: { kind: 'dns', owners: ['*'], ports: [[53, 53]] } }],
        },
      ],
      ['program-profile.swarm', { kind: 'access', ports: ['31847/tcp'], programs: [torrent] }],
      [
        'program-profile.some',
        {
          ...rented,
          programs: [
            {
              name: 'apt',
              known: {
                kind: 'updater',
                ports: [
                  [80, 80],
                  [443, 443],
                ],
              },
            },
          ],
        },
      ],
      [
        'program-profile.remote',
        {
          ...rented,
          provider: 'anexia',
          programs: [{ name: 'teamviewer.exe', known: { kind: 'remote-access', owners: ['anexia', 'kind:hosting'] } }],
        },
      ],
      ['program-profile.some', { programs: [{ name: 'git', known: { owners: ['*'] } }] }],
    ],
    quiet: [
      { ...rented, programs: [svchost] },
      { ports: ['2404/tcp'], programs: [chrome] },
      { ...microsoft, programs: [svchost, { name: 'odd.exe' }] },
    ],
  },
  'protocol-service': {
    fires: [
      ['protocol-service.time', { ports: ['123/udp'] }],
      ['protocol-service.names', { ports: ['53/udp'] }],
    ],
    quiet: [
      { ports: ['123/tcp'] },
      { ports: ['53/udp', '443/tcp'] },
      { ...rented, ports: ['53/udp'] },
      { ports: ['53/udp'], programs: [{ name: 'odd.exe' }] },
    ],
  },
  'public-resolver': {
    fires: [
      ['public-resolver', { kind: 'resolver', ports: ['53/udp'] }],
      ['public-resolver', { kind: 'resolver', ports: ['443/tcp'], programs: [chrome] }],
      ['public-resolver.told', { kind: 'resolver', ports: ['443/tcp'], programs: [{ name: 'thing.exe' }] }],
    ],
    quiet: [{ kind: 'resolver', ports: ['4444/tcp'] }, { ports: ['53/udp'] }],
  },
  reputation: {
    fires: [['reputation', { reputation: [said('c2', 0.9)] }]],
    quiet: [{}, { reputation: [said('known-good', 0.9)] }, { reputation: [said('c2', 0)] }],
  },
  'reputation-good': {
    fires: [['reputation-good', { reputation: [said('known-good', 0.9)] }]],
    quiet: [{}, { reputation: [said('c2', 0.9)] }],
  },
  'rented-machine': {
    fires: [
      ['rented-machine', rented],
      ['rented-machine', { kind: 'cloud-tenant', provider: 'digitalocean' }],
      ['rented-machine', { ...rented, provider: 'vultr' }],
      ['rented-machine.largest', { ...rented, provider: 'ovh' }],
      ['rented-machine.company-cloud', { kind: 'cloud-tenant', provider: 'oracle' }],
      ['rented-machine', { ...rented, ports: ['8080/tcp'], programs: [chrome] }],
      ['rented-machine.browsed', { ...rented, programs: [chrome] }],
      ['rented-machine.large-cloud', { kind: 'cloud-tenant', provider: 'amazon' }],
    ],
    quiet: [
      microsoft,
      { ...rented, ports: ['local 443/tcp'] },
      { kind: 'anonymiser' },
      { kind: 'cloud-tenant', provider: 'amazon', programs: [remote] },
      { ...rented, ports: ['123/udp'] },
    ],
  },
  'shell-connected': {
    fires: [['shell-connected', { programs: [{ name: 'bash', known: { kind: 'shell' } }] }]],
    quiet: [
      { programs: [{ name: 'bash', known: { kind: 'shell' } }], ports: ['local 22/tcp'] },
      { programs: [chrome] },
    ],
  },
  swarm: {
    fires: [['swarm', { kind: 'access', ports: ['16000/udp'], scene: many }]],
    quiet: [
      { kind: 'access', ports: ['16000/udp'] },
      { kind: 'access', ports: ['443/tcp'], programs: [chrome], scene: many },
    ],
  },
  'telling-port': {
    fires: [
      ['telling-port.anonymiser', { ports: ['9001/tcp'], uses: { 9001: [{ kind: 'anon', confidence: 'medium' }] } }],
      ['telling-port.mining', { ports: ['3333/tcp'], uses: { 3333: [{ kind: 'mining', confidence: 'medium' }] } }],
      ['telling-port.remote-access', { ports: ['5938/tcp'], uses: { 5938: [{ kind: 'remote-access' }] } }],
    ],
    quiet: [
      { ports: ['9001/tcp'], uses: { 9001: [{ kind: 'anon', confidence: 'low' }] } },
      {
        ports: ['5938/tcp'],
        uses: { 5938: [{ kind: 'remote-access' }] },
        programs: [{ name: 'x', known: { kind: 'remote-access' } }],
      },
    ],
  },
  'uncommon-port': {
    fires: [
      ['uncommon-port.system', { ports: ['757/tcp'] }],
      ['uncommon-port.registered', { ports: ['4143/tcp'] }],
      ['uncommon-port.dynamic', { ports: ['59619/tcp'] }],
      ['uncommon-port.home', { kind: 'access', ports: ['31847/tcp'] }],
      ['uncommon-port.home', { kind: 'mobile', ports: ['59619/tcp'] }],
      ['uncommon-port.system', { kind: 'access', ports: ['757/tcp'] }],
      ['uncommon-port.udp', { ports: ['16464/udp'] }],
      ['uncommon-port.udp', { ports: ['757/unknown'] }],
      ['uncommon-port.weak', { ports: ['59619/tcp'], directions: { unknown: 1 } }],
      ['uncommon-port.weak', { ...microsoft, ports: ['8037/tcp'] }],
    ],
    quiet: [
      { ...rented, ports: ['8443/tcp'] },
      { ports: ['443/tcp'] },
      { ports: ['993/tcp'], uses: { 993: [{}] } },
      { ports: ['31847/tcp'], programs: [torrent] },
    ],
  },
  'undescribed-program': {
    fires: [
      ['undescribed-program', { programs: [{ name: 'thing.exe' }] }],
      ['undescribed-program.platform', { ...microsoft, programs: [{ name: 'thing.exe' }] }],
    ],
    quiet: [{ programs: [chrome] }, {}],
  },
  'unknown-hosted-service': {
    fires: [['unknown-hosted-service', { ...rented, programs: [{ ...svchost, hosted: ['OddSvc'] }] }]],
    quiet: [
      { ...microsoft, programs: [{ ...svchost, hosted: ['OddSvc'] }] },
      { ...rented, programs: [{ ...svchost, hosted: ['Dnscache'], services: [{ key: 'dnscache' }] }] },
    ],
  },
  visitor: {
    fires: [
      ['visitor', { ...rented, ports: ['local 8008/tcp'] }],
      ['visitor.admin', { ...rented, ports: ['local 3389/tcp'] }],
      // Who only knocks is a scanner, and neighbours are administrators.
      ['visitor', { ...rented, ports: ['local 3389/tcp'], states: { 'syn-received': 1 } }],
      ['visitor', { kind: 'special', ports: ['local 3389/tcp'] }],
    ],
    quiet: [rented, { ports: ['local 80/tcp', '443/tcp'] }],
  },
  'wrong-folder': {
    fires: [
      [
        'wrong-folder.system',
        {
          programs: [
            {
              name: 'svchost.exe',
              path: 'C:\\Users\\Public\\svchost.exe',
              known: { ...svchost.known, folders: ['%sys%'] },
            },
          ],
        },
      ],
      [
        'wrong-folder.remote-control',
        {
          programs: [
            {
              name: 'remote.exe',
              path: 'C:\\Users\\me\\AppData\\Roaming\\Net\\remote.exe',
              known: { ...remote.known, folders: ['%pf%\\remote\\*'] },
            },
          ],
        },
      ],
      [
        'wrong-folder',
        {
          programs: [
            {
              name: 'chrome.exe',
              path: 'D:\\Portable\\chrome.exe',
              known: { ...chrome.known, folders: ['%pf%\\google\\*'] },
            },
          ],
        },
      ],
    ],
    quiet: [
      {
        programs: [
          {
            name: 'svchost.exe',
            path: 'C:\\Windows\\System32\\svchost.exe',
            known: { ...svchost.known, folders: ['%sys%'] },
          },
        ],
      },
      { programs: [svchost] },
    ],
  },
};

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s fires where it should and is quiet elsewhere',
  (id, rule) => {
    const { fires, quiet } = cases[id] ?? { fires: [], quiet: [] };
    const keyOf = (subject: Example): string | null => rule.judge(viewOf(example(subject)))?.weight ?? null;
    expect(fires.length).toBeGreaterThan(0);
    expect(fires.map(([, subject]) => keyOf(subject))).toEqual(fires.map(([key]) => key));
    expect(quiet.map(keyOf)).toEqual(quiet.map(() => null));
  },
);

test('rules are alphabetical, explained and weighed by keys of their own', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  for (const rule of rules) {
    expect(rule.why.length).toBeGreaterThan(20);
    expect(rule.falsePositives).not.toBe('');
    expect(rule.references.length).toBeGreaterThan(0);
    for (const technique of rule.attack) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
  }
  for (const key of Object.keys(WEIGHTS)) expect(ids).toContain(key.split('.')[0]);
  for (const { decibans } of Object.values(WEIGHTS)) expect(Number.isInteger(decibans)).toBe(true);
});

test('a rule fires on nothing that lacks what it needs', () => {
  for (const { id, needs } of rules) {
    const subjects = cases[id].fires.map(([, subject]) => subject);
    const without = { program: ({ programs }: Example) => programs, name: ({ names }: Example) => names };
    expect(subjects.filter((subject) => needs !== undefined && (without[needs](subject) ?? []).length === 0)).toEqual(
      [],
    );
  }
});

test('every finding is one sentence', () => {
  for (const rule of rules) {
    for (const [, subject] of cases[rule.id].fires)
      expect(rule.judge(viewOf(example(subject)))?.says).toMatch(/^\S.*\.$/);
  }
});

test.each<[string, Example, string]>([
  ['plain-http', { ...tenant, ports: ['80/tcp'] }, 'Unencrypted HTTP to a machine that a customer of Microsoft rents.'],
  [
    'plain-http',
    { ...rented, ports: ['80/tcp'] },
    'Unencrypted HTTP to Example Hosting, which is neither a platform nor a content network.',
  ],
  [
    'program-contradiction',
    {
      ...rented,
      programs: [{ name: 'agent', known: { title: 'Agent', kind: 'vendor', owners: ['new-relic', 'hp'] } }],
    },
    'Agent normally reaches New Relic, HP; 443/tcp at Example Hosting contradicts that.',
  ],
  [
    'program-contradiction',
    { ...rented, programs: [{ name: 'agent', known: { title: 'Agent', kind: 'vendor', owners: ['kind:cdn'] } }] },
    'Agent normally reaches other kinds of networks; 443/tcp at Example Hosting contradicts that.',
  ],
  [
    'c2-default-port',
    {
      ...rented,
      ports: ['9999/tcp'],
      uses: { 9999: [{ use: 'a botnet', kind: 'c2-default', confidence: 'low', share: 0.002 }] },
    },
    'Port 9999/tcp is consistent with a botnet, the port of less than 1 % of its published indicators.',
  ],
])('%s says what is true of %j', (id, subject, says) => {
  expect(rules.find((rule) => rule.id === id)?.judge(viewOf(example(subject)))?.says).toBe(says);
});
