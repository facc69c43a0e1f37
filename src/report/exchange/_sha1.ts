/**
 * SHA-1 (RFC 3174) of bytes, as 20 bytes. Only for name-based identifiers, which the standard builds on it; never for
 * trust. Own, because reports are pure and work in a browser too.
 */
export function sha1(message: Uint8Array): Uint8Array {
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const words = new Uint32Array(80);
  const padded = padding(message);
  for (let at = 0; at < padded.length; at += 64) block(state, words, new DataView(padded.buffer, at, 64));
  const digest = new DataView(new ArrayBuffer(20));
  state.forEach((word, index) => digest.setUint32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

/** The message, a one bit, zeros, and the length in bits: a multiple of 64 bytes. */
function padding(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x2000_0000));
  view.setUint32(padded.length - 4, message.length * 8);
  return padded;
}

function block(state: Uint32Array, words: Uint32Array, view: DataView): void {
  for (let t = 0; t < 16; t++) words[t] = view.getUint32(t * 4);
  for (let t = 16; t < 80; t++) words[t] = rotated(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
  let [a, b, c, d, e] = state;
  for (let t = 0; t < 80; t++) {
    const next = (rotated(a, 5) + mixed(t, b, c, d) + e + words[t]) >>> 0;
    [e, d, c, b, a] = [d, c, rotated(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((value, index) => {
    state[index] = (state[index] + value) >>> 0;
  });
}

/** The round's function and constant together. */
function mixed(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
