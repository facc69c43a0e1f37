// Parameters of Punycode for host names (RFC 3492 section 5).
const [BASE, T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST_CODE] = [36, 1, 26, 38, 700, 72, 128];
const LAST_CODE = 0x10ffff;

/** The letters that a label such as `xn--mnchen-3ya` stands for; any other label, or a broken one, as it is. */
export function fromPunycode(label: string): string {
  if (!label.startsWith('xn--') || label.length > 63) return label;
  return decoded(label.slice(4)) ?? label;
}

/** RFC 3492 section 6.2. */
function decoded(text: string): string | null {
  const cut = text.lastIndexOf('-');
  const codes = Array.from(text.slice(0, Math.max(0, cut)), (letter) => letter.charCodeAt(0));
  let [code, index, bias] = [FIRST_CODE, 0, FIRST_BIAS];
  for (let at = cut + 1; at < text.length; ) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = at < text.length ? digitOf(text.charCodeAt(at++)) : -1;
      if (digit < 0) return null;
      index += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = codes.length + 1;
    bias = adapted(index - before, length, before === 0);
    code += Math.floor(index / length);
    if (code > LAST_CODE) return null;
    index %= length;
    codes.splice(index++, 0, code);
  }
  return String.fromCodePoint(...codes);
}

/** a-z are 0-25, 0-9 are 26-35. */
function digitOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : -1;
}

/** RFC 3492 section 6.1. */
function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
