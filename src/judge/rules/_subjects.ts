import type { InputSummary } from '../../model/input.js';
import type { PeerTiming, Rhythm } from '../../model/peer.js';

// Owners, programs and scenes that the tests of several rules use.

export const rented = { kind: 'hosting', organisation: 'Example Hosting' } as const;

export const microsoft = { kind: 'cloud-platform', provider: 'microsoft', organisation: 'Microsoft' } as const;

export const tenant = { kind: 'cloud-tenant', provider: 'microsoft', organisation: 'Microsoft' } as const;

export const svchost = {
  name: 'svchost.exe',
  known: { key: 'svchost', title: 'Service host', kind: 'service-host', owners: ['microsoft', 'kind:cdn'] },
} as const;

export const chrome = {
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

export const powershell = {
  name: 'powershell.exe',
  known: { key: 'powershell', title: 'PowerShell', kind: 'script-host', habit: 'depends', attack: ['T1059.001'] },
} as const;

export const remote = {
  name: 'remote.exe',
  known: { key: 'remote', title: 'Remote', kind: 'remote-access', owners: ['amazon'], ports: [[443, 443]] },
} as const;

export const torrent = {
  name: 'qbittorrent.exe',
  known: { key: 'qbittorrent', title: 'qBittorrent', kind: 'p2p', owners: ['*'] },
} as const;

export const strange = { name: 'thing.exe' };

export const updater = {
  name: 'updater.exe',
  known: { key: 'updater', title: 'Updater', kind: 'updater', owners: ['microsoft'] },
} as const;

export const many = {
  peers: 60,
  fanOut: new Map([
    ['worm.exe|tcp/445', 40],
    ['|udp/16000', 40],
    ['|tcp/23', 40],
    ['chrome|tcp/443', 50],
  ]),
};

export const nameless: InputSummary = {
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
export const naming = {
  hasPrograms: true,
  inputs: [{ ...nameless, hasPrograms: true }],
  fanOut: new Map([
    ['chrome|tcp/443', 12],
    ['|tcp/443', 1],
  ]),
};

export const DAY = 86_400_000;

export const HOUR = 3_600_000;

export function timed(changes: Partial<PeerTiming> = {}): PeerTiming {
  return { from: 0, to: 30 * DAY, days: 30, longestMs: null, failedRun: 0, rhythm: null, ...changes };
}

export const even: Rhythm = {
  starts: 143,
  everySeconds: 60,
  deviationSeconds: 2,
  gaps: 0.98,
  sizes: 1,
  spread: 0.2,
  duration: null,
};

/** Half an hour of radio. */
export const radio = {
  firstSeen: 0,
  lastSeen: HOUR / 2,
  bytesSent: 40_000,
  bytesReceived: 28_000_000,
  timing: timed({ longestMs: HOUR / 2 }),
} as const;
