/** Legal forms and registry decoration at the end of a name; without dots, lower case. */
const FORMS = `
  inc incorporated llc llp lp ltd limited ltda eireli me epp corp corporation co company plc pjsc ojsc jsc cjsc pao oao ooo zao ao
  gmbh mbh ag kg kgaa ug ohg se sa sas sasu sarl srl spa sl slu sau sagl saog bv nv vof bvba cv ab as asa aps oy oyj
  doo dd ad eood ood ead zrt kft nyrt sro zspo spzoo spzo sia uab ou oü ehf hf pty pte pvt private sdn bhd tbk pt
  oo scrl esp cv rl fzco fze fz kk`;

/** Words before the name that only say the legal form. */
const LEADING = 'llc jsc pjsc ojsc cjsc ooo oao pao ao zao sia uab pt tov fop ip pp';

/** Words that stay in capitals when an all-capitals name is made readable. */
const KEEP_UPPER =
  'IT TV ISP IP VPS VPN IDC CDN DNS DSL USA UK EU UAE US IBM SAP HP NTT KDDI BT AT&T KPN OVH MTN MTS SK LG TIM PCCW HKT NASA II III IV';

const ODD_BLANKS = /[^\S ]| {2}/;
const QUOTES = /["\u201c\u201d\u00ab\u00bb]/;

interface WordSets {
  readonly forms: ReadonlySet<string>;
  readonly leading: ReadonlySet<string>;
  readonly keepUpper: ReadonlySet<string>;
}

let sets: WordSets | null = null;

function wordSets(): WordSets {
  const words = (text: string) => new Set(text.trim().split(/\s+/));
  sets ??= { forms: words(FORMS), leading: words(LEADING), keepUpper: words(KEEP_UPPER) };
  return sets;
}

/**
 * The name people use, from an AS name: `HIVELOCITY, Inc.` gives `Hivelocity`, `TELEFONICA DE ESPANA S.A.U.` gives
 * `Telefonica de Espana`, `AMAZON-AES - Amazon.com, Inc.` gives `Amazon.com`. Never empty for a non-empty name.
 */
export function cleanOrganisation(name: string): string {
  // Most names need little of what follows, and eight thousand are cleaned for a large log: looking first is quicker.
  const plain = (ODD_BLANKS.test(name) ? name.replace(/\s+/g, ' ') : name).trim();
  const readable = unquote(withoutHandle(plain));
  const words = stripForms(readable.split(' '));
  const text = words.join(' ').replace(/[\s,;:(-]+$/, '');
  return text === '' ? plain : sentenceCase(text);
}

/** `GOOGLE-CLOUD-PLATFORM - Google LLC`: what follows the registry handle is the name. */
function withoutHandle(name: string): string {
  const dash = name.indexOf(' - ');
  const isHandle = dash > 0 && /^[A-Z0-9_.-]+$/.test(name.slice(0, dash));
  const rest = isHandle ? name.slice(dash + 3) : name;
  return rest.replace(/^ASN?-?\d*[- ](?=[A-Za-z])/, '').replace(/(?:-AS\d*|-ASN|-AS-AP|-AS-BLOCK|-NET)$/, '');
}

function unquote(name: string): string {
  if (!QUOTES.test(name)) return name.trim();
  return name
    .replace(/["\u201c\u201d\u00ab\u00bb]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function stripForms(words: string[]): string[] {
  let end = words.length;
  while (end > 1 && isForm(words[end - 1] ?? '')) end--;
  // `Sp. z o.o.`, `S.A. de C.V.`, `Co., Ltd.`: forms of several words end in one that is a form by itself.
  while (end > 1 && /^(?:sp\.?|z|o|de|trading|&)$/i.test(words[end - 1] ?? '') && end < words.length) {
    end--;
    while (end > 1 && isForm(words[end - 1] ?? '')) end--;
  }
  let start = 0;
  while (start < end - 1 && wordSets().leading.has((words[start] ?? '').toLowerCase())) start++;
  return words.slice(start, end);
}

function isForm(word: string): boolean {
  const bare = word.toLowerCase().replace(/[.,()/]/g, '');
  return bare === '' || wordSets().forms.has(bare);
}

/** Capitals throughout become readable; mixed case is left as its owner writes it. */
function sentenceCase(text: string): string {
  if (text !== text.toUpperCase() || !/[A-Z]{5}/.test(text)) return text;
  return text.replace(/[\p{L}\p{N}&.]+/gu, (word, at: number) => {
    if (wordSets().keepUpper.has(word) || word.includes('.')) return word;
    if (at > 0 && /^(?:DE|DEL|DA|DO|DI|DU|LA|OF|AND|FOR|THE|E|Y|ET)$/.test(word)) return word.toLowerCase();
    return word.slice(0, 1) + word.slice(1).toLowerCase();
  });
}
