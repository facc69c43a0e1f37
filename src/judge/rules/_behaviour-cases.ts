import type { PeerTiming, Rhythm } from '../../model/peer.js';
import type { Example } from '../_example.js';
import type { WeightKey } from '../weights.js';

// Subjects for the tests of the rules on time, bytes and relations.

/** Subjects on which a rule fires, with the weight key, and on which it is quiet. */
export interface Cases {
  readonly fires: readonly (readonly [key: WeightKey, subject: Example])[];
  readonly quiet: readonly Example[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const rented = { kind: 'hosting', organisation: 'Example Hosting' } as const;
const microsoft = { kind: 'cloud-platform', provider: 'microsoft', organisation: 'Microsoft' } as const;

const even: Rhythm = {
  starts: 143,
  everySeconds: 60,
  deviationSeconds: 2,
  gaps: 0.98,
  sizes: 1,
  spread: 0.2,
  duration: null,
};

function timed(changes: Partial<PeerTiming> = {}): PeerTiming {
  return { from: 0, to: 30 * DAY, days: 30, longestMs: null, failedRun: 0, rhythm: null, ...changes };
}

const updater = {
  name: 'updater.exe',
  known: { key: 'updater', title: 'Updater', kind: 'updater', owners: ['microsoft'] },
} as const;
const strange = { name: 'thing.exe' };
const powershell = {
  name: 'powershell.exe',
  known: { key: 'powershell', kind: 'script-host', habit: 'depends' },
} as const;
const doors = ['local 22/tcp', 'local 80/tcp', ...Array.from({ length: 8 }, (_, index) => `local ${8000 + index}/tcp`)];

/** Half an hour of radio. */
const radio = {
  firstSeen: 0,
  lastSeen: HOUR / 2,
  bytesSent: 40_000,
  bytesReceived: 28_000_000,
  timing: timed({ longestMs: HOUR / 2 }),
} as const;

export const behaviourCases: Readonly<Record<string, Cases>> = {
  'failed-run': {
    fires: [['failed-run', { ...rented, states: { established: 3, closed: 12 }, timing: timed({ failedRun: 12 }) }]],
    quiet: [
      { ...rented, timing: timed({ failedRun: 9 }) },
      { ...rented, connections: 12, states: { 'syn-sent': 12 }, timing: timed({ failedRun: 12 }) },
      { ...microsoft, timing: timed({ failedRun: 12 }) },
    ],
  },
  'first-seen-late': {
    fires: [['first-seen-late', { ...rented, firstSeen: 26 * DAY, timing: timed() }]],
    quiet: [
      { ...rented, firstSeen: DAY, timing: timed() },
      { ...rented, firstSeen: 9 * DAY, timing: timed({ to: 10 * DAY, days: 10 }) },
      // Two captures, years apart.
      { ...rented, firstSeen: 799 * DAY, timing: timed({ to: 800 * DAY, days: 2 }) },
      { ...microsoft, firstSeen: 26 * DAY, timing: timed() },
    ],
  },
  'inward-sweep': {
    fires: [
      ['inward-sweep', { ports: doors }],
      [
        'inward-sweep',
        { ports: ['local 22/tcp'], hosts: Array.from({ length: 10 }, (_, at) => `host${at}`), timing: timed() },
      ],
    ],
    quiet: [{ ports: doors.slice(1) }, { ports: doors.map((port) => port.slice('local '.length)) }],
  },
  'known-scheduler': {
    fires: [
      ['known-scheduler', { ports: ['123/udp'], timing: timed({ rhythm: even }) }],
      ['known-scheduler', { ...microsoft, programs: [updater], timing: timed({ rhythm: even }) }],
    ],
    quiet: [
      { ports: ['123/udp'], timing: timed() },
      { ...rented, timing: timed({ rhythm: even }) },
    ],
  },
  'long-connection': {
    fires: [
      ['long-connection', { ...rented, timing: timed({ longestMs: 2 * HOUR }) }],
      ['long-connection.hours', { ...rented, timing: timed({ longestMs: 9 * HOUR }) }],
    ],
    quiet: [
      { ...rented, timing: timed({ longestMs: HOUR / 2 }) },
      { ...microsoft, timing: timed({ longestMs: 9 * HOUR }) },
      { ...rented, ...radio, lastSeen: 2 * HOUR, bytesReceived: 90_000_000, timing: timed({ longestMs: 2 * HOUR }) },
    ],
  },
  'name-foreign-letters': {
    fires: [['name-foreign-letters', { ...rented, names: ['www.xn--mnchen-3ya.example'] }]],
    quiet: [
      { ...rented, names: ['xnet.example'] },
      { ...microsoft, names: ['xn--mnchen-3ya.example'] },
    ],
  },
  'name-imitates': {
    fires: [
      ['name-imitates.brand', { ...rented, names: ['login.microsoft-support.example'] }],
      ['name-imitates.letters', { ...rented, names: ['rnicrosoft.example'] }],
    ],
    quiet: [
      { ...microsoft, names: ['microsoft-support.example'] },
      { ...rented, names: ['www.microsoft.com', 'shop.example'] },
    ],
  },
  'regular-beacon': {
    fires: [
      ['regular-beacon', { ...rented, timing: timed({ rhythm: even }) }],
      ['regular-beacon.fair', { ...rented, timing: timed({ rhythm: { ...even, sizes: 0.5 } }) }],
      // What it lacks in evenness it has in endurance.
      [
        'regular-beacon.fair',
        { ...rented, timing: timed({ rhythm: { ...even, gaps: 0.6, sizes: 0.6, spread: 0.9, duration: 1 } }) },
      ],
    ],
    quiet: [
      { ...rented, timing: timed({ rhythm: { ...even, gaps: 0.5, sizes: 0.5 } }) },
      { ...rented, timing: timed({ rhythm: { ...even, starts: 7 } }) },
      { ...rented, timing: timed({ rhythm: { ...even, everySeconds: 1 } }) },
      { ...rented, ports: ['123/udp'], timing: timed({ rhythm: even }) },
      { ...microsoft, timing: timed({ rhythm: even }) },
    ],
  },
  'many-sites': {
    fires: [
      ['many-sites', { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 20]]) } }],
    ],
    quiet: [
      { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 19]]) } },
      // A network of robots has as many: only scripts visit sites.
      { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|strangers', 90]]) } },
      {
        ...rented,
        ports: ['8080/tcp'],
        programs: [powershell],
        scene: { fanOut: new Map([['powershell|strangers', 90]]) },
      },
    ],
  },
  'related-peers': {
    fires: [
      [
        'related-peers.block',
        { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|203.0.113.0/24', 2]]) } },
      ],
      [
        'related-peers',
        { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|at Example Hosting', 3]]) } },
      ],
      [
        'related-peers',
        { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 5]]) } },
      ],
    ],
    quiet: [
      { ...rented, programs: [strange] },
      { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|strangers', 4]]) } },
      { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 20]]) } },
      { ...rented, programs: [updater], scene: { fanOut: new Map([['updater|203.0.113.0/24', 9]]) } },
      { ...microsoft, programs: [strange], scene: { fanOut: new Map([['thing.exe|203.0.113.0/24', 9]]) } },
    ],
  },
  'several-programs': {
    fires: [
      ['several-programs', { ...rented, programs: [strange, powershell] }],
      ['several-programs.family', { ...rented, programs: [strange, { ...powershell, parent: 'C:\\Temp\\thing.exe' }] }],
    ],
    quiet: [
      { ...rented, programs: [strange, { ...strange, pid: 7 }] },
      { ...microsoft, programs: [strange, powershell] },
      { ...rented, programs: [updater, { name: 'other.exe', known: { key: 'other' } }] },
    ],
  },
  'steady-download': {
    fires: [
      ['steady-download', { ...rented, ...radio, ports: ['8000/tcp'] }],
      ['steady-download', { kind: 'access', ...radio, ports: ['80/tcp'] }],
    ],
    quiet: [
      { ...rented, ...radio, ports: ['4444/tcp'] },
      { ...rented, ...radio, ports: ['8000/tcp'], programs: [powershell] },
      // Short, slow, or as much the other way.
      { ...rented, ...radio, timing: timed({ longestMs: 20_000 }), ports: ['8000/tcp'] },
      { ...rented, ...radio, bytesReceived: 900_000, ports: ['8000/tcp'] },
      { ...rented, ...radio, bytesSent: 9_000_000, ports: ['8000/tcp'] },
    ],
  },
  'upload-heavy': {
    fires: [['upload-heavy', { ...rented, bytesSent: 40_000_000, bytesReceived: 90_000 }]],
    quiet: [
      { ...rented, bytesSent: 40_000_000, bytesReceived: 30_000_000 },
      { ...rented, bytesSent: 400_000, bytesReceived: 90 },
      { ...microsoft, bytesSent: 40_000_000, bytesReceived: 90_000 },
      {
        ...rented,
        bytesSent: 40_000_000,
        bytesReceived: 90_000,
        programs: [{ name: 'sync.exe', known: { key: 'sync', kind: 'cloud-sync' } }],
      },
    ],
  },
};
