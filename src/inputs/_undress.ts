/** What people and programs put around every line of a listing that they pass on. */
interface Dress {
  /** Nothing that is read here begins like that by itself. */
  readonly isForeign: boolean;
  /** What is under it counts only as one of the listings that tell themselves. */
  readonly isListing?: boolean;
  /** Whether enough of these lines, none of them blank, wear it. */
  fits(lines: readonly string[]): boolean;
  /** Several lines where the dress put them into one. */
  off(line: string): string;
}

/** Lines of the head that are looked at, and how many of ten must wear it: prompts and signatures don't. */
const LOOKED_AT = 200;
const OF_TEN = 8;
const MOST_LAYERS = 3;
const LONGEST = 20_000;
/** What a program printed, as one string of JSON or Python: as long as a line may be. */
const LONGEST_STRING = 1_048_576;

const ODD_BLANK = /[\u00a0\u2000-\u200a\u202f\u3000]/g;
/** Elements that pages put around and between the cells of a listing. */
const MARKUP = /<\/?(?:html|body|br|p|pre|code|div|span|td|tr|th|li|b|i|font|table|tbody)\b[^<>]{0,200}>/gi;

const INDENTED = /^(?: {4}|\t)(?=\s*\S)/;

/** The first cell of a row, and each that follows. */
const ROW_START = /^[^\n]*?<tr\b[^<>]{0,200}>\s{0,40}<t[dh]\b[^<>]{0,200}>/i;
const CELL_START = /<t[dh]\b[^<>]{0,200}>/gi;

const NEXT_ROW = /(?<=\S)\s{0,40}(?=<tr\b)/gi;
const CELL_END = /<\/t[dh]\s{0,3}>\s{0,40}<t[dh]\b[^<>]{0,200}>/gi;

/** An empty cell must stay one: tabs between them. NirSoft closes none. */
function parted(line: string): string {
  return /<\/t[dh]>/i.test(line)
    ? line.replace(NEXT_ROW, '\n').replace(CELL_END, '\t')
    : line.replace(ROW_START, '').replace(CELL_START, '\t');
}

const ANSI = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;
const NUMBER = /^\s{0,8}(\d{1,7})(?:[:.)|]\s?|\t|\s{1,2}|$)/;
/**
 * Syslog (RFC 3164) with host and program, or a time as `date`, `%DATE% %TIME%`, Get-Date and loggers print it: with or
 * without weekday, date, zone and brackets.
 */
const TIME = new RegExp(
  String.raw`^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,64} [^\s:]{1,64}: ?|` +
    String.raw`\[?(?:[A-Z][a-z]{1,3}[.,]{0,2} {1,2})?(?:(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/. ]\w{1,3}[-/. ]{1,2}\d{2,4}|[A-Z][a-z]{2} [ \d]\d)[T ,_-]{1,3})?` +
    String.raw`\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|[A-Z]{3,4}|[+-]\d\d:?\d\d))?(?: \d{4})?\]?[:,;|-]?\s)`,
);
const QUOTED = /^[\s[]{0,40}(?:"((?:[^"\\]|\\.|"")*)"|'((?:[^'\\]|\\.)*)')[\],\s]{0,4}$/;
/** Lines of an output as a list of strings (Ansible, notebooks, sandboxes), with whatever else the document holds. */
const LISTED = /^\s{0,40}"(?:[^"\\]|\\.){12,}",?\s{0,4}$/;
/** Keys under which programs keep one line of another's output: Velociraptor, Docker, journald, Loki, Elastic. */
const LINE_KEYS = [
  'Stdout',
  'stdout',
  'log',
  'line',
  'Line',
  'message',
  'MESSAGE',
  'msg',
  '_raw',
  'textPayload',
] as const;
const MOST_RECORD = 65_536;
/** What windows and tables are drawn with. */
const FRAME = /^[\u2500-\u257f]|[\u2500-\u257f]$/;
const FRAMES = /[\u2500-\u257f]/g;
const BRACKET = /^\s*[[\]{}],?\s*$/;
/** Where lines of many files or hosts are shown together: `grep`, `docker compose`, `clush`. */
const ORIGIN = /^(?:[\w./\\@-]{1,120}(?:: ?| +\| ?)|\[[\w.@-]{1,80}\] (?:(?:out|err): ?)?)/;

function prefix(pattern: RegExp, isForeign: boolean): Dress {
  return {
    isForeign,
    fits: (lines) => mostly(lines, (line) => pattern.test(line)),
    off: (line) => line.replace(pattern, ''),
  };
}

/** Lines of a listing in one string, or a string each: `"stdout": "Active Connections\\r\\n  Proto  Local Address ..."`. */
const FOLDED = /(?:\\n(?:[^\\\n]|\\[^nr\n]){12,400}(?:\\r)?){2}|(?:["'],\s?["'][^"'\n]{12,400}){2}/;
const ESCAPED = /\\(?:u([0-9a-f]{4})|(["'\\/t]))/gi;
/** Where a string ends or another begins, for both marks: what stands in `"` may hold `'`. */
const FOLDS = {
  "'": /(?:\\r)?\\n|',\s?b?'|(?<!\\)'(?=\s{0,40}(?:[,}\]):]|$))|(?<=[:=[({]\s{0,4})b?'/g,
  '"': /(?:\\r)?\\n|",\s?"|(?<!\\)"(?=\s{0,40}(?:[,}\]):]|$))|(?<=[:=[({]\s{0,4})"/g,
} as const;

function unfold(line: string): string {
  if (!FOLDED.test(line)) return line;
  const mark = /["']/.exec(line)?.[0] === "'" ? "'" : '"';
  return unescaped(line.replace(FOLDS[mark], '\n'));
}

function unescaped(text: string): string {
  return text.replace(ESCAPED, (_, code: string | undefined, sign = '') =>
    code === undefined ? sign.replace('t', '\t') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function isFramed(line: string): boolean {
  return FRAME.test(line.trim());
}

function unquoted(line: string): string {
  return line.replace(QUOTED, (_, one?: string, other?: string) =>
    unescaped((one?.replaceAll('""', '"') ?? other ?? '').replace(/(?:\\r)?\\n$/, '')),
  );
}

/** The line of an output that a JSON record carries; null for any other text. */
function carriedLine(text: string): string | null {
  if (!text.startsWith('{') || text.length > MOST_RECORD) return null;
  try {
    const record = JSON.parse(text) as Readonly<Record<string, unknown>>;
    for (const key of LINE_KEYS) {
      const line = record[key];
      if (typeof line === 'string') return line.replace(/[\r\n]+$/, '');
    }
  } catch {
    // Whatever it is, it is no record.
  }
  return null;
}

/** The lines of a listing within strings; not a table, which such records are themselves. */
const STRINGS: Undress = {
  isForeign: false,
  isListing: true,
  isPacked: true,
  off: (line) => (line.length < LONGEST_STRING ? unfold(line) : line),
};

const DRESSES: readonly Dress[] = [
  {
    isForeign: true,
    fits: (lines) => lines.some((line) => line.includes('\u001b[')),
    off: (line) => line.replace(ANSI, ''),
  },
  {
    // Pages, word processors and mail programs turn runs of blanks to these.
    isForeign: true,
    fits: (lines) =>
      lines.some((line) => /[\u00a0\u2000-\u200a\u202f\u3000] ?[\u00a0\u2000-\u200a\u202f\u3000]/.test(line)) ||
      mostly(lines, (line) => line.search(ODD_BLANK) >= 0),
    off: (line) => line.replace(ODD_BLANK, ' '),
  },
  prefix(/^\s{0,3}(?:> ?)+/, true),
  { isForeign: true, fits: areNumbered, off: (line) => line.replace(NUMBER, '') },
  prefix(/^\s{0,8}[*\u2022-] (?=\S)/, true),
  // A comment in a script or a source file.
  prefix(/^\s{0,20}(?:\/\/+|#+|;+|::|REM) ?(?=\s*\S)/i, false),
  {
    // What `diff` says of two listings: the rows of both.
    isForeign: false,
    fits: (lines) =>
      lines.some((line) => /^@@ -\d/.test(line)) ||
      mostly(lines, (line) => /^(?:[<>] |---$|\d{1,9}(?:,\d{1,9})?[acd]\d)/.test(line)),
    off: (line) => line.replace(/^(?:[<>] |[+-](?![+-]))/, ''),
  },
  // A chat: whoever pasted it stands before each line. An element of XML is no name.
  prefix(
    /^(?:\[?\d\d?:\d\d(?::\d\d)?\]?\s+)?<(?!(?:html|head|body|pre|code|p|div|table|tbody|tr|td|th|span|li|ul|ol|br|b|i)>)[@+%~&]?[\w.[\]|`^-]{1,32}>(?!.{0,4096}<\/)\s?/,
    false,
  ),
  prefix(TIME, false),
  // A log that carries JSON: whatever a logger puts before the object.
  prefix(/^[^{"]{1,200}(?=\{".*\}\s*$)/, false),
  prefix(ORIGIN, false),
  // `sort | uniq -c`
  prefix(/^\s{0,10}\d{1,7} (?=[A-Za-z])/, false),
  {
    // A list of strings: CSV of one column, the lines of an output in JSON (Ansible).
    isForeign: false,
    fits: (lines) => isMostlyQuoted(lines.filter((line) => !BRACKET.test(line))),
    off: unquoted,
  },
  {
    // A line of an output in each record of a log.
    isForeign: false,
    isListing: true,
    fits: (lines) => mostly(lines, (line) => carriedLine(line) !== null),
    off: (line) => carriedLine(line) ?? line,
  },
  {
    isForeign: false,
    isListing: true,
    fits: (lines) => lines.filter((line) => LISTED.test(line)).length > 2,
    off: (line) => (LISTED.test(line) ? unquoted(line) : line),
  },
  {
    // Windows of terminals and frames of tables: prompts stand outside.
    isForeign: true,
    fits: (lines) => lines.filter(isFramed).length * 2 > lines.length,
    off: (line) =>
      line
        .replace(/^\s*[│┃║]|[│┃║]\s*$/g, '')
        .replace(/[│┃║]/g, '|')
        .replace(/[─━═]/g, '-')
        .replace(FRAMES, '+'),
  },
  {
    // Tables of tickets and wikis; a reader of tables would need their header.
    isForeign: false,
    fits: (lines) => mostly(lines, (line) => /^\s*\|.*\|\s*$/.test(line)),
    off: (line) => line.replace(/\s*\|+\s*/g, '   '),
  },
  {
    // Code in Markdown and in a question: some lines stand further in than the words around them.
    isForeign: false,
    isListing: true,
    fits: (lines) => lines.filter((line) => INDENTED.test(line)).length > 1,
    off: (line) => line.replace(INDENTED, ''),
  },
  {
    // Markdown's bold.
    isForeign: false,
    fits: (lines) => lines.some((line) => /\*\*\S[^*]{1,500}\S\*\*/.test(line)),
    off: (line) => line.replaceAll('**', ''),
  },
  {
    isForeign: false,
    fits: (lines) => lines.some((line) => /\[\.\]|\(\.\)|\[:\]/.test(line)),
    off: (line) => line.replace(/\[\.\]|\(\.\)/g, '.').replaceAll('[:]', ':'),
  },
  {
    isForeign: false,
    fits: (lines) => lines.some((line) => /&(?:gt|lt|quot|nbsp|#160|#xa0);/i.test(line) || line.search(MARKUP) >= 0),
    off: (line) =>
      parted(line)
        .replace(/<br\s{0,3}\/?>(?=\s{0,40}\S)/gi, '\n')
        .replace(MARKUP, '  ')
        .replace(/&(?:nbsp|#160|#xa0);/gi, ' ')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<'),
  },
];

/** Takes the dress off a line. `isForeign`: all of it is such that no table could be meant. */
export interface Undress {
  readonly isForeign: boolean;
  /** What is under it counts only as one of the listings that tell themselves. */
  readonly isListing?: boolean;
  /** The dress put several lines into one. */
  readonly isPacked?: boolean;
  off(line: string): string;
}

/** What these lines wear: first the outermost layer alone, then more of them; empty when they are bare. */
export function* undress(head: readonly string[]): Generator<Undress, void, undefined> {
  if (head.slice(0, LOOKED_AT).some((line) => FOLDED.test(line.slice(0, LONGEST)))) yield STRINGS;
  let lines = head.slice(0, LOOKED_AT).filter((line) => line.trim() !== '' && line.length < LONGEST);
  let layers: readonly Dress[] = [];
  while (layers.length < MOST_LAYERS && lines.length > 0) {
    const dress = DRESSES.find((candidate) => !layers.includes(candidate) && candidate.fits(lines));
    if (dress === undefined) return;
    const all = [...layers, dress];
    layers = all;
    lines = lines.map((line) => dress.off(line)).filter((line) => line.trim() !== '');
    yield {
      isForeign: all.every(({ isForeign }) => isForeign),
      isListing: all.some(({ isListing }) => isListing === true),
      off: (line) => (line.length < LONGEST ? all.reduce((text, layer) => layer.off(text), line) : line),
    };
  }
}

function isMostlyQuoted(lines: readonly string[]): boolean {
  return lines.length > 0 && mostly(lines, (line) => QUOTED.test(line));
}

function mostly(lines: readonly string[], holds: (line: string) => boolean): boolean {
  return lines.filter(holds).length * 10 >= lines.length * OF_TEN;
}

/** Every line has a number, each higher than the one before: a first column of numbers has a header without one. */
function areNumbered(lines: readonly string[]): boolean {
  let last = -1;
  for (const line of lines) {
    const number = Number(NUMBER.exec(line)?.[1] ?? Number.NaN);
    if (!(number > last)) return false;
    last = number;
  }
  return lines.length > 1;
}
