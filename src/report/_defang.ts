/** `1.2.3.4` -> `1[.]2[.]3[.]4`, `2001:db8::1` -> `2001[:]db8[:][:]1`, `host.example` -> `host[.]example`. */
export function defanged(text: string): string {
  return text.replace(/[.:]/g, '[$&]');
}

/** Addresses and names as they are to be written, alone or where a sentence mentions them. */
export interface Writing {
  readonly name: (text: string) => string;
  readonly sentence: (text: string, mentioned: readonly string[]) => string;
}

export function writing(defang: boolean): Writing {
  if (!defang) return { name: (text) => text, sentence: (text) => text };
  return {
    name: defanged,
    sentence: (text, mentioned) =>
      mentioned.reduce((said, name) => (name === '' ? said : said.replaceAll(name, defanged(name))), text),
  };
}
