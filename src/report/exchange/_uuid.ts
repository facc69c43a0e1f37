import { sha1 } from './_sha1.js';

/** Identifiers of this project's own objects: the same evidence gives the same ids, run after run. */
export const OWN_NAMESPACE = '5e3c2f0a-6f5b-5d0e-9c53-7d1f2b8a4c61';

/** A name-based UUID, version 5 (RFC 9562 section 5.5), of a text in a namespace. */
export function uuid5(namespace: string, name: string): string {
  const text = new TextEncoder().encode(name);
  const message = new Uint8Array(16 + text.length);
  const hex = namespace.replaceAll('-', '');
  for (let index = 0; index < 16; index++) message[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  message.set(text, 16);
  const hash = sha1(message);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const digits = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

/** Canonical JSON (RFC 8785) of plain values: sorted keys, no blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
