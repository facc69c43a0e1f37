/** What a STIX pattern says of one end of a connection. */
export interface PatternEnd {
  /** An address or CIDR, as text. */
  readonly value: string;
  readonly port: string | null;
  readonly protocol: string | null;
}

interface Comparison {
  readonly path: string;
  readonly values: readonly string[];
}

const MAX_PATTERN = 16_384;

/** A string literal (to the end when it never closes, so that no token is tried twice), a word, or one sign. */
const token = () => /'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|\w[\w.:-]*|!=|[=<>(),[\]]/g;

/**
 * The addresses that a pattern names with `=`, `IN` or `ISSUBSET`, with the destination port asserted beside them
 * (STIX 2.1 part 9). Alternatives (OR, several observations) are read one by one; negations are left out.
 */
export function patternEnds(pattern: string): PatternEnd[] {
  const ends: PatternEnd[] = [];
  for (const alternative of alternatives(pattern.slice(0, MAX_PATTERN))) {
    const port = alternative.find((c) => c.path === 'network-traffic:dst_port')?.values[0] ?? null;
    const protocol = alternative.find((c) => c.path.startsWith('network-traffic:protocols'))?.values[0] ?? null;
    for (const { path, values } of alternative) {
      if (!isAddressPath(path)) continue;
      const isSource = path.includes(':src_ref');
      for (const value of values) ends.push({ value, port: isSource ? null : port, protocol });
    }
  }
  return ends;
}

function isAddressPath(path: string): boolean {
  return (
    path === 'ipv4-addr:value' || path === 'ipv6-addr:value' || /^network-traffic:(?:dst|src)_ref\.value$/.test(path)
  );
}

/** The comparisons that hold together, split at OR and between observations. */
function alternatives(pattern: string): Comparison[][] {
  const all: Comparison[][] = [[]];
  const tokens = tokensOf(pattern);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (token === 'OR' || token === '[' || token === 'FOLLOWEDBY') all.push([]);
    if (!token.includes(':') || token.startsWith("'")) continue;
    const read = comparison(tokens, at);
    if (read !== null) all.at(-1)?.push(read);
  }
  return all;
}

/** `path = 'v'`, `path IN ('v', 'w')`, `path ISSUBSET 'v'`; null for every other operator and for NOT. */
function comparison(tokens: readonly string[], at: number): Comparison | null {
  const operator = tokens[at + 1];
  if (operator !== '=' && operator !== 'IN' && operator !== 'ISSUBSET') return null;
  const values: string[] = [];
  const first = at + 2;
  if (tokens[first] !== '(') return { path: tokens[at] ?? '', values: [literal(tokens[first] ?? '')] };
  for (let i = first + 1; i < tokens.length && tokens[i] !== ')'; i++) {
    if (tokens[i] !== ',') values.push(literal(tokens[i] ?? ''));
  }
  return { path: tokens[at] ?? '', values };
}

function tokensOf(pattern: string): string[] {
  // `protocols[*]` and `protocols[0]` are paths of lists: the index says nothing here.
  return Array.from(pattern.replace(/\[(?:\*|\d{1,4})\]/g, '').matchAll(token()), (match) => match[0]);
}

function literal(token: string): string {
  return token.startsWith("'") ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
}
