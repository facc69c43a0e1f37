import { splitEndpoint, splitLastColon } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import type { BlindSpot } from '../model/input.js';
import { LogTimes } from './_log-time.js';
import { Rows } from './_rows.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format: what called stands left, also where the other end answers.
// Nov 20 10:15:30.123: default/client-6d5f:51234 (ID:12345) -> 198.51.100.7:443 (world) to-stack FORWARDED (TCP Flags: SYN)
// Nov 20 10:15:30.125: default/client-6d5f:51234 (ID:12345) <- 198.51.100.7:443 (world) to-endpoint FORWARDED (TCP Flags: SYN, ACK)

/** A pod, a name or an address, with its identity behind it. */
const END = String.raw`([\w.:[\]/-]{2,300})(?: \([^()]{1,60}\))?`;
const ROW = new RegExp(String.raw`: ${END} (->|<-|<>) ${END} \S.{0,80}? ?\b[A-Z]{5,12} \(([A-Z][A-Za-z\d]{1,7})`);
const LONGEST = 1_000;

const NAMES: BlindSpot = {
  id: 'pods-by-name',
  says: 'Pods, and far ends whose names hubble knows, have no addresses here.',
  fix: 'hubble observe --ip-translation=false -o json > flows.json',
};

class HubbleReader implements LineReader {
  readonly #rows: Rows;
  readonly #times: LogTimes;

  constructor(sink: Sink, { written }: Head) {
    this.#rows = new Rows(sink);
    this.#times = new LogTimes(written);
  }

  line(text: string, number: number): void {
    const found = ROW.exec(text.slice(0, LONGEST));
    if (found === null) return;
    const [, left = '', arrow, right = '', protocol] = found;
    const [source, destination] = [endOf(left), endOf(right)];
    const record = {
      protocol,
      sourceAddress: source.host,
      sourcePort: source.port,
      destinationAddress: destination.host,
      destinationPort: destination.port,
      time: this.#times.of(text),
    };
    this.#rows.record(record, number, text, { isInitiator: arrow !== '<>' });
  }

  end(): CaptureFacts {
    const blindSpots = [NAMES, ...this.#rows.deviceSpots(), ...this.#times.spots()];
    return { tool: 'hubble observe', language: null, os: 'linux', blindSpots };
  }
}

/** A pod of a namespace is called as its name would be: `default/web-0` -> `web-0.default`. */
function endOf(text: string): { readonly host: string; readonly port: string | undefined } {
  const split = splitEndpoint(text);
  if (parseAddress(split.host) !== null) return { host: split.host, port: split.port ?? undefined };
  const { host, port } = splitLastColon(text);
  return { host: host.replace(/^([\w-]{1,63})\/([\w.-]{1,190})$/, '$2.$1'), port: port ?? undefined };
}

function sniff({ text, lines }: Head): number {
  if (!/ (?:->|<-|<>) /.test(text)) return 0;
  return lines.some((line) => ROW.test(line.slice(0, LONGEST))) ? 0.985 : 0;
}

/** Flows that Cilium's Hubble prints as text. */
export const hubble: InputFormat = {
  name: 'hubble',
  title: 'hubble observe',
  reads: [
    {
      tool: 'hubble observe',
      versions: '0.10 to 1.x, its compact text; -o json is a table',
      link: 'https://docs.cilium.io/en/stable/observability/hubble/',
    },
  ],
  sniff,
  open: (head, sink) => new HubbleReader(sink, head),
};
