/** Text with its defanged marks undone, and where each of its characters came from. */
export interface Refanged {
  readonly text: string;
  /** Index in the original of each character, and of the end; null when nothing was changed. */
  readonly origin: Uint32Array | null;
}

// Every alternative starts with its own literal and has a bounded length, so the search is linear.
const mark = () =>
  /[[({](?:\.|:|dot)[\])}]|\[:\/\/\]|\\\.|(?<=[0-9a-f:\]])\[::\](?=[0-9a-f])|(?<=\d) dot (?=\d)|(?<![a-z0-9])h(?:xx|\*\*)ps?(?=\[?:)/gi;

/**
 * Undoes the ways in which people make addresses harmless: `1[.]2`, `1(.)2`, `1{.}2`, `1[dot]2`, `1 dot 2`, `1\.2`,
 * `2001[:]db8[:][:]1`, `2001:db8[::]1`, `hxxps://`, `hxxp[://]`. Other text is left as it is.
 */
export function refang(text: string): string {
  return refangWithOrigin(text).text;
}

/** As `refang`, keeping the way back to positions of the original. */
export function refangWithOrigin(text: string): Refanged {
  if (!mayBeDefanged(text)) return { text, origin: null };
  const origin = new Uint32Array(text.length + 1);
  let out = '';
  let from = 0;
  const copy = (piece: string, at: number, step: 0 | 1) => {
    for (let i = 0; i < piece.length; i++) origin[out.length + i] = at + i * step;
    out += piece;
  };
  for (const match of text.matchAll(mark())) {
    copy(text.slice(from, match.index), from, 1);
    copy(plain(match[0]), match.index, 0);
    from = match.index + match[0].length;
  }
  copy(text.slice(from), from, 1);
  origin[out.length] = text.length;
  return { text: out, origin: origin.subarray(0, out.length + 1) };
}

/** Most text holds none of these, and then nothing is built. */
function mayBeDefanged(text: string): boolean {
  return /[[({](?:\.|:|dot)|\\\.|\d dot \d|h(?:xx|\*\*)ps?/i.test(text);
}

function plain(marked: string): string {
  const inside = marked.replace(/[[\](){}\\ ]/g, '').toLowerCase();
  if (inside === 'dot') return '.';
  return inside.startsWith('h') ? `http${inside.slice(4)}` : inside;
}
