/** A path or a file, where a word alone may name a protocol or a service instead. */
export function isProgram(text: string): boolean {
  return /[\\/]|\.(?:exe|dll|com|bin|app)\b/i.test(text);
}
