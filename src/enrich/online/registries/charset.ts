/** WHOIS names no charset (RFC 3912 section 4): UTF-8 where it is that, else what the registry is known to send. */
export function decodeWhois(bytes: Uint8Array, host: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // ISO-2022-JP is seven bits wide, so it passes for UTF-8.
    return text.includes('\u001b$') ? new TextDecoder('iso-2022-jp').decode(bytes) : text;
  } catch {
    return new TextDecoder(host.endsWith('.kr') ? 'euc-kr' : 'windows-1252').decode(bytes);
  }
}
