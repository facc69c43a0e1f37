/** True when the first character that isn't blank opens JSON. */
export function looksLikeJson(bytes: Buffer): boolean {
  const first = bytes.toString('latin1', 0, 64).trimStart()[0];
  return first === '{' || first === '[';
}

/** The document, or undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
