import { parseAddress } from '../../address/parse.js';
import { dottedLine } from './_dotted.js';
import { giveGateway, giveOwn, lengthOfMask } from './_own.js';
import type { Companion, CompanionSink } from './companion.js';
import { linesOf } from './companion.js';

/**
 * `ipconfig /all` in any language, by order: addresses, their mask, the gateway, then servers.
 *    IPv4 Address. . . . . . . . . . . : 192.0.2.20(Preferred)
 *    Subnet Mask . . . . . . . . . . . : 255.255.255.0
 *    Default Gateway . . . . . . . . . : 192.0.2.1
 */
export const ipconfig: Companion = {
  name: 'ipconfig',
  title: 'Own addresses of Windows (ipconfig)',
  reads: [
    {
      tool: 'ipconfig, ipconfig /all',
      versions: 'Windows 2000 to 11, any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/ipconfig',
    },
  ],
  sniff({ lines }) {
    const dotted = lines.slice(0, 400).filter((line) => /^[ \t]+\S.*\. ?: ?/.test(line.slice(0, 200)));
    const hasMask = dotted.some((line) => isMask(dottedLine(line)?.value ?? ''));
    const isRuled = lines.some((line) => /^\s+-{8,}\s*$/.test(line));
    return dotted.length >= 3 && hasMask && !isRuled ? 0.9 : 0;
  },
  read(text, sink) {
    const adapter = new Adapter(sink);
    let isTop = true;
    for (const line of linesOf(text)) {
      const pair = dottedLine(line);
      if (/^\S.*:\s*$/.test(line.slice(0, 300))) {
        isTop = false;
        adapter.begin();
      } else if (pair !== null && !(line.trim().startsWith('fe80') && parseAddress(line.trim()) !== null)) {
        // Only /all begins with lines of the machine, and the first is its name.
        if (isTop && pair.value !== '') sink.host(pair.value);
        isTop = false;
        adapter.value(pair.value);
      } else adapter.more(line.trim());
    }
  },
};

function isMask(value: string): boolean {
  return /^255\.\d+\.\d+\.\d+$/.test(value) && lengthOfMask(value) !== null;
}

type Stage = 'own' | 'gateway' | 'servers';

/** One adapter's lines in their order. */
class Adapter {
  readonly #sink: CompanionSink;
  #stage: Stage = 'own';
  #last: string | null = null;
  #lastKind: Stage = 'servers';

  constructor(sink: CompanionSink) {
    this.#sink = sink;
  }

  begin(): void {
    this.#stage = 'own';
    this.#last = null;
  }

  value(value: string): void {
    // `192.0.2.20(Preferred)`, `fe80::1%11(Bevorzugt)`
    const text = value.replace(/\s*\([^)]*\)$/, '');
    const isAddress = parseAddress(text) !== null;
    if (isMask(value)) this.#mask(value);
    else if (this.#stage === 'own') {
      this.#last = isAddress ? text : this.#last;
      if (isAddress) giveOwn(this.#sink, text, null);
      this.#lastKind = 'own';
    } else if (this.#stage === 'gateway' && (isAddress || value === '')) {
      giveGateway(this.#sink, text);
      this.#stage = 'servers';
      this.#lastKind = 'gateway';
    } else this.#server(text);
  }

  /** A further value under the last one. */
  more(text: string): void {
    if (parseAddress(text) === null) return;
    if (this.#lastKind === 'gateway') giveGateway(this.#sink, text);
    else if (this.#lastKind === 'servers') this.#server(text);
  }

  #mask(value: string): void {
    if (this.#last !== null) giveOwn(this.#sink, this.#last, lengthOfMask(value));
    this.#stage = 'gateway';
  }

  #server(text: string): void {
    this.#lastKind = 'servers';
    const address = parseAddress(text);
    if (address !== null && this.#stage === 'servers')
      this.#sink.fact(address, 'set up as', 'DNS, DHCP or WINS server of this computer');
  }
}
