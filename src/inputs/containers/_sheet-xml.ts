import { SaxesParser } from 'saxes';

/** Takes elements by their local names: writers differ in prefixes. */
export interface XmlSink {
  open(name: string, attributes: Readonly<Record<string, string | undefined>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** More text without a tag is no spreadsheet; the parser would hold all of it. */
const LONGEST_TEXT = 4_194_304;

/** Reads XML piece by piece and gives a turn after each. Throws where it isn't well-formed. */
export async function* readXml(pieces: AsyncIterable<Uint8Array>, sink: XmlSink): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => sink.open(local(name), attributesOf(attributes)));
  parser.on('text', (text) => sink.text?.(text));
  parser.on('cdata', (text) => sink.text?.(text));
  parser.on('closetag', ({ name }) => sink.close?.(local(name)));
  parser.on('error', () => {
    throw new Error('its XML is damaged');
  });
  const decoder = new TextDecoder();
  let untagged = 0;
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    const tag = text.lastIndexOf('>');
    untagged = tag < 0 ? untagged + text.length : text.length - tag;
    if (untagged > LONGEST_TEXT) throw new Error('a cell of more than 4 MB');
    parser.write(text);
    yield;
  }
  parser.close();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `r:id` and `id` are one, where nothing else is called so. */
function attributesOf(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]));
}
