import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Prints the remote address of each row to a public one; the generated listings have no other private blocks. */
const NETSTAT_AWK = `$1=="TCP"||$1=="UDP"{a=$3;sub(/:[0-9*]+$/,"",a);gsub(/[\\[\\]]/,"",a);
if(a!="*"&&a!="0.0.0.0"&&a!="::"&&a!~/^(10|127)\\./&&a!~/^192\\.168\\./)print a}`;

export const hasMawk: boolean =
  process.platform !== 'win32' && spawnSync('mawk', ['BEGIN{exit}'], { stdio: 'ignore' }).status === 0;

/** The yardstick: a shell that only extracts and counts foreign addresses. */
export function mawkPipeline(path: string): string[] {
  return ['sh', '-c', `LC_ALL=C; export LC_ALL; mawk '${NETSTAT_AWK}' "$1" | sort | uniq -c | sort -rn`, 'sh', path];
}

/** `count address` lines of `uniq -c` output, sorted. */
export function countsOfUniq(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [line.trim()])).sort();
}

/** The same from farend's NDJSON, one peer a line, which is never held as a whole. */
export function countsOfNdjson(path: string): string[] {
  const counts: string[] = [];
  for (const line of linesOf(path)) {
    const peer: unknown = JSON.parse(line);
    if (!isPeer(peer)) continue;
    counts.push(`${peer.connections} ${peer.address}`);
  }
  return counts.sort();
}

function isPeer(value: unknown): value is { readonly address: string; readonly connections: number } {
  if (typeof value !== 'object' || value === null) return false;
  return 'address' in value && typeof value.address === 'string' && 'connections' in value;
}

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  for (let got = readSync(file, chunk); got > 0; got = readSync(file, chunk)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, got)]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
  closeSync(file);
  if (rest.length > 0) yield rest.toString('utf8');
}
