import { closeSync, openSync, writeSync } from 'node:fs';

/** Marsaglia's xorshift32: the same numbers everywhere for one seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** 0 <= value < limit. */
  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return Math.floor((this.#state / 0x1_0000_0000) * limit);
  }
}

const PEERS_4 = 100_000;
const PEERS_6 = 10_000;
const ROWS_PER_LISTING = 225;
/** First octets with much allocated public space. */
const PUBLIC_OCTETS = [
  3, 13, 20, 23, 34, 35, 40, 44, 52, 54, 64, 74, 91, 104, 108, 140, 142, 151, 157, 172, 185, 199, 204,
];
const PUBLIC_6 = ['2606:4700', '2a00:1450', '2603:1026', '2620:1ec', '2a03:2880', '2001:4860'];
const STATES = [
  'ESTABLISHED',
  'ESTABLISHED',
  'ESTABLISHED',
  'ESTABLISHED',
  'TIME_WAIT',
  'TIME_WAIT',
  'CLOSE_WAIT',
  'SYN_SENT',
];
const PORTS = [443, 443, 443, 443, 443, 443, 443, 80, 80, 993, 5228, 8080, 4070, 22];
const LISTENERS = [135, 445, 3389, 5040, 5357, 7680, 49664, 49665, 49666, 49667];

/** Public addresses in order of popularity: every eleventh is IPv6. */
export class World {
  readonly addresses: readonly string[];
  readonly #cumulative: Float64Array;
  readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.addresses = Array.from({ length: PEERS_4 + PEERS_6 }, (_, rank) =>
      rank % 11 === 10 ? this.#public6() : this.#public4(),
    );
    this.#cumulative = new Float64Array(this.addresses.length);
    let sum = 0;
    for (let rank = 0; rank < this.addresses.length; rank++) this.#cumulative[rank] = sum += 1 / (rank + 1);
  }

  #public4(): string {
    const { random } = this;
    // 172.16/12 is private: stay in its upper half, which isn't.
    const first = PUBLIC_OCTETS[random.below(PUBLIC_OCTETS.length)];
    const second = first === 172 ? 64 + random.below(180) : random.below(256);
    return `${first}.${first === 192 ? 30 : second}.${random.below(256)}.${1 + random.below(254)}`;
  }

  #public6(): string {
    const { random } = this;
    const group = () => (1 + random.below(65_535)).toString(16);
    return `${PUBLIC_6[random.below(PUBLIC_6.length)]}:${group()}::${group()}:${group()}`;
  }

  /** Zipf with exponent 1. */
  rank(): number {
    const wanted = this.random.below(0x7fffffff) / 0x7fffffff;
    const cumulative = this.#cumulative;
    const target = wanted * cumulative[cumulative.length - 1];
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < target) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Windows `netstat -ano` listings one after another: sixty rows in a hundred to public addresses. */
function netstatListing(world: World): string {
  const { random } = world;
  const lines = [
    '',
    'Active Connections',
    '',
    '  Proto  Local Address          Foreign Address        State           PID',
  ];
  for (const port of LISTENERS)
    lines.push(row('TCP', `0.0.0.0:${port}`, '0.0.0.0:0', 'LISTENING', 4 + 4 * (port % 1000)));
  for (let at = LISTENERS.length; at < ROWS_PER_LISTING; at++) lines.push(netstatRow(world, random.below(100)));
  return `${lines.join('\r\n')}\r\n`;
}

function netstatRow(world: World, dice: number): string {
  const { random } = world;
  const local = 49_152 + random.below(16_384);
  const state = STATES[random.below(STATES.length)];
  if (dice < 60) {
    const rank = world.rank();
    const address = world.addresses[rank];
    const port = PORTS[(rank + (random.below(20) === 0 ? 1 : 0)) % PORTS.length];
    // One program talks to a peer, now and then another one.
    const pid = state === 'TIME_WAIT' ? 0 : 1000 + 4 * ((rank * 7 + (random.below(10) === 0 ? 1 : 0)) % 400);
    const isV6 = address.includes(':');
    const from = isV6 ? `[2001:db8:5:6::1f]:${local}` : `192.168.1.20:${local}`;
    return row('TCP', from, isV6 ? `[${address}]:${port}` : `${address}:${port}`, state, pid);
  }
  const pid = 1000 + 4 * random.below(400);
  if (dice < 75) return row('TCP', `127.0.0.1:${local}`, `127.0.0.1:${49_152 + random.below(500)}`, 'ESTABLISHED', pid);
  if (dice < 90)
    return row('TCP', `192.168.1.20:${local}`, `10.0.${random.below(4)}.${1 + random.below(254)}:445`, state, 4);
  return row('UDP', `0.0.0.0:${random.below(2) === 0 ? 5353 : local}`, '*:*', '', pid);
}

function row(protocol: string, local: string, remote: string, state: string, pid: number): string {
  return `  ${protocol.padEnd(6)} ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}`;
}

const ZEEK_FIELDS =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig ' +
  'local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents';

const ZEEK_TYPES =
  'time string addr port addr port enum string interval count count string bool bool count string count count count count set[string]';

const ZEEK_HEAD = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#open\t2026-01-01-00-00-00',
  `#fields\t${ZEEK_FIELDS.replaceAll(' ', '\t')}`,
  `#types\t${ZEEK_TYPES.replaceAll(' ', '\t')}`,
  '',
].join('\n');

function zeekRow(world: World, time: number): string {
  const { random } = world;
  const rank = world.rank();
  const isPublic = random.below(100) < 60;
  const remote = isPublic ? world.addresses[rank] : `10.0.${random.below(4)}.${1 + random.below(254)}`;
  const uid = `C${random.below(0x7fffffff).toString(36).padStart(8, 'x')}${random.below(0x7fffffff).toString(36).padStart(8, 'y')}`;
  const local = remote.includes(':') ? '2001:db8:5:6::1f' : `10.1.${random.below(8)}.${1 + random.below(254)}`;
  const [sent, received] = [random.below(100_000), random.below(1_000_000)];
  return [
    `${time.toFixed(6)}\t${uid}\t${local}\t${49_152 + random.below(16_384)}\t${remote}\t${PORTS[rank % PORTS.length]}`,
    `tcp\tssl\t${(random.below(1_000_000) / 1000).toFixed(6)}\t${sent}\t${received}\tSF\tT\t${isPublic ? 'F' : 'T'}\t0`,
    `ShADadFf\t${1 + random.below(100)}\t${sent + 400}\t${1 + random.below(500)}\t${received + 400}\t-`,
  ].join('\t');
}

export type Kind = 'netstat' | 'zeek';

/** Writes about `bytes` of text to a new file; the same bytes for the same kind, size and seed. */
export function generate(path: string, kind: Kind, bytes: number, seed = 20_260_101): void {
  const world = new World(seed);
  const file = openSync(path, 'w');
  let written = 0;
  let time = 1_767_225_600;
  if (kind === 'zeek') written += writeSync(file, ZEEK_HEAD);
  while (written < bytes) {
    const parts: string[] = [];
    for (let at = 0; at < 50; at++) {
      if (kind === 'netstat') parts.push(netstatListing(world));
      else for (let row = 0; row < 40; row++) parts.push(`${zeekRow(world, (time += 0.01))}\n`);
    }
    written += writeSync(file, parts.join(''));
  }
  closeSync(file);
}

/** One small listing with about `rows` rows, as a person would bring it. */
export function generateSmall(path: string, rows: number, seed = 20_260_101): void {
  const lines = netstatListing(new World(seed)).split('\r\n');
  const file = openSync(path, 'w');
  writeSync(file, `${lines.slice(0, rows + 4).join('\r\n')}\r\n`);
  closeSync(file);
}
