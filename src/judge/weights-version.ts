import { WEIGHTS } from './weights.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Eight hexadecimal digits for the table of weights as it is (FNV-1a): two reports with one were weighed alike. */
export function weightsVersion(): string {
  let hash = FNV_OFFSET;
  for (const [key, { decibans }] of Object.entries(WEIGHTS)) {
    const text = `${key}:${decibans};`;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
