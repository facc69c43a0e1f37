import type { Tuple } from './_translated.js';

/** More text is no flow. */
const LONGEST_FLOW = 8_192;

/** A flow that has ended, with the line it began in. */
interface Flow {
  readonly tuples: readonly Tuple[];
  readonly protocol: string | undefined;
  readonly state: string | undefined;
  readonly line: number;
  readonly text: string;
}

/** `conntrack -o xml`: one `<flow>` a line, or over several where somebody formatted it. */
export class FlowXml {
  #text: string | null = null;
  #line = 0;

  /** The flow that ends in this line, or null. A line holds one at most, as the tool prints them. */
  take(text: string, number: number): Flow | null {
    const start = text.search(/<flow\b/);
    if (start >= 0) [this.#text, this.#line] = [text.slice(start), number];
    else if (this.#text !== null) this.#text += `\n${text}`;
    if (this.#text === null) return null;
    const whole = this.#text.slice(0, LONGEST_FLOW);
    const isEnd = whole.includes('</flow>');
    if (isEnd || this.#text.length > LONGEST_FLOW) this.#text = null;
    return isEnd ? { ...partsOf(whole), line: this.#line, text: whole } : null;
  }
}

/** `<meta>` elements in order: original, reply, independent. */
function partsOf(flow: string): Pick<Flow, 'tuples' | 'protocol' | 'state'> {
  const [, original = '', reply] = flow.split('<meta ', 3);
  const protocol = /<layer4[^>]{0,80}protoname="([a-z0-9-]{1,12})"/.exec(original)?.[1];
  const tuples = reply === undefined ? [tupleOf(original)] : [tupleOf(original), tupleOf(reply)];
  return { tuples, protocol, state: value('state', flow) };
}

function tupleOf(text: string): Tuple {
  const [src = '', dst = ''] = [value('src', text), value('dst', text)];
  return { src, dst, sport: value('sport', text), dport: value('dport', text), bytes: value('bytes', text) };
}

function value(name: string, text: string): string | undefined {
  return new RegExp(`<${name}>([^<]{1,64})</${name}>`).exec(text)?.[1];
}
