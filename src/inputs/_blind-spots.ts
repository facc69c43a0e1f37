import type { BlindSpot, OperatingSystem } from '../model/input.js';
import { grouped } from '../model/number-text.js';

/** What a reader counted while reading a socket listing of one moment. */
export interface ListingCounts {
  readonly rows: number;
  readonly withProgram: number;
  readonly withPid: number;
  readonly names: number;
  readonly cut: number;
  readonly listeners: number;
  readonly udpPeers: number;
  /** Rows whose owner the tool was not allowed to see. */
  readonly refused: number;
  /** Owner lines and rows that no longer belong together (findstr, grep, Select-String). */
  readonly torn: number;
}

interface Commands {
  readonly capture: string;
  readonly privileges: string;
  readonly programs: string;
  readonly repeat: string;
  readonly udp: string;
}

export const WINDOWS: Commands = {
  capture: 'netstat -anob > connections.txt',
  privileges: 'in an administrator prompt',
  programs: 'tasklist /svc /fo csv > programs.csv',
  repeat: 'powershell -NoProfile -Command "1..30 | % { netstat -anob; Start-Sleep 10 } > connections.txt"',
  udp: 'pktmon start --capture --pkt-size 128 --file-name packets.etl',
};

const LINUX: Commands = {
  capture: 'sudo ss -tunapH > connections.txt',
  privileges: 'as root',
  programs: 'sudo ss -tunapH > connections.txt',
  repeat: "sudo sh -c 'for i in $(seq 30); do ss -tunapH; sleep 10; done > connections.txt'",
  udp: 'sudo tcpdump -ni any -s 128 -c 20000 -w packets.pcap udp',
};

const MACOS: Commands = {
  capture: 'sudo lsof -nP -i > connections.txt',
  privileges: 'as root',
  programs: 'sudo lsof -nP -i > connections.txt',
  repeat: "sudo sh -c 'for i in $(seq 30); do lsof -nP -i; sleep 10; done > connections.txt'",
  udp: 'sudo tcpdump -ni any -s 128 -c 20000 -w packets.pcap udp',
};

const BSD: Commands = {
  capture: 'sockstat -46 > connections.txt',
  privileges: 'as root',
  programs: 'sockstat -46 > connections.txt',
  repeat: "sh -c 'for i in $(seq 30); do sockstat -46; sleep 10; done > connections.txt'",
  udp: 'tcpdump -ni any -s 128 -c 20000 -w packets.pcap udp',
};

function commandsOf(os: OperatingSystem): Commands {
  if (os === 'windows') return WINDOWS;
  if (os === 'macos') return MACOS;
  return os === 'bsd' ? BSD : LINUX;
}

/** What a listing with these counts cannot show, most useful fix first. Each fix is one command. */
export function listingBlindSpots(os: OperatingSystem, counts: ListingCounts): BlindSpot[] {
  const spots: BlindSpot[] = [];
  if (counts.rows === 0) return spots;
  const to = commandsOf(os);
  const add = (id: string, says: string, fix: string): void => void spots.push({ id, says, fix });
  if (counts.names > 0) {
    const says = 'Some remote ends are names instead of addresses, and a name may be cut or lead elsewhere today.';
    add('names-not-addresses', `${says} Capture numbers, ${to.privileges}.`, to.capture);
  }
  if (counts.cut > 0) {
    const fix = os === 'linux' || os === 'unknown' ? 'sudo netstat -tunapW > connections.txt' : to.capture;
    add('cut-addresses', 'Some addresses were cut to the column width and cannot be looked up.', fix);
  }
  if (counts.withProgram === 0) {
    add(
      'no-programs',
      `No program names, so nothing can be said about who opened a connection. Capture ${to.privileges}.`,
      to.capture,
    );
  }
  if (counts.withPid === 0) {
    add('no-pids', 'No process numbers, so connections cannot be matched with a process list.', to.capture);
  }
  if (counts.torn > 0) {
    const says = 'Rows and their owner lines were torn apart by a filter, so some programs may be missing or wrong.';
    add('torn-owner-lines', `${says} Capture unfiltered, ${to.privileges}.`, to.capture);
  }
  if (counts.refused > 0 && counts.withProgram > 0) {
    const says = `The tool could not see the owner of ${counts.refused} ${counts.refused === 1 ? 'row' : 'rows'}.`;
    add('ownership-refused', says, to.programs);
  }
  if (counts.listeners === 0) {
    add('no-listeners', 'No listening sockets, so it is a guess which end opened a connection.', to.capture);
  }
  if (counts.udpPeers === 0) {
    add('no-udp-peers', 'No remote end of any UDP socket, so QUIC, DNS and other UDP traffic is invisible.', to.udp);
  }
  add(
    'one-moment',
    'One moment only: short and regular connections (beacons) are missed. Repeat the capture.',
    to.repeat,
  );
  return spots;
}

export const EMPTY: BlindSpot = {
  id: 'empty',
  says: 'The file is empty: the capture command printed nothing, or its output went elsewhere.',
  fix: WINDOWS.capture,
};

export const NOT_TEXT: BlindSpot = {
  id: 'not-text',
  says: 'This is not a text listing (binary data).',
  fix: WINDOWS.capture,
};

export const UNRECOGNISED: BlindSpot = {
  id: 'unrecognised',
  says: 'No line looks like a connection of a format that is read here.',
  fix: 'farend formats',
};

/** No table in it has the columns that the user names; `names` are the ones of the likeliest header. */
export function noColumns(wanted: readonly string[], names: readonly string[]): BlindSpot {
  const there = names.slice(0, 40).map((name) => name.slice(0, 60));
  const says =
    there.length === 0
      ? `No header with the columns of --map: ${wanted.join(', ')}.`
      : `It has no column ${wanted.join(', ')}; its columns are: ${there.join(', ')}.`;
  return { id: 'no-such-column', says, fix: '--map remote=COLUMN,port=COLUMN' };
}

/** Whoever reads it ended the reading: `of` null when the size is not known. */
export function stopped(bytes: number, of: number | null, isHashed: boolean): BlindSpot {
  const all = of === null ? '' : ` of ${grouped(of)}`;
  const hash = isHashed ? ', and the SHA-256 is of what was read' : '';
  return {
    id: 'stopped',
    says: `Stopped by the user after ${grouped(bytes)}${all} bytes: the rest is not here${hash}.`,
    fix: 'Read it again and let it come to its end.',
  };
}

export const ENCODING_ASSUMED: BlindSpot = {
  id: 'encoding-assumed',
  says: 'Nothing in the text tells its code page, so letters beyond ASCII in names may be wrong.',
  fix: 'chcp 65001 & netstat -anob > connections.txt',
};
