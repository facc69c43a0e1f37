import type { RawRecord } from './_table-record.js';

/** What Wireshark says of a packet of TCP or UDP: `[TCP Retransmission] 51544 → 443 [ACK] Seq=1`, `51237  >  8805 Len=29`. */
const PORTS =
  /(?:^|\s)([\w.+-]{1,20}(?:\(\d{1,5}\))?) {1,2}(?:→|>|->|[?\u001a\ufffd]|â†’) {1,2}([\w.+-]{1,20}(?:\(\d{1,5}\))?) (?=\[[A-Z<]|\[?Len=)/;

/** The ports of a packet, where only its description tells them. */
export function packetPorts(info: string): Pick<RawRecord, 'sourcePort' | 'destinationPort'> | null {
  const [, sourcePort, destinationPort] = PORTS.exec(info.slice(0, 200)) ?? [];
  return sourcePort === undefined
    ? null
    : { sourcePort: numberOf(sourcePort), destinationPort: numberOf(destinationPort) };
}

/** `https(443)`, where ports have names. */
function numberOf(port: string | undefined): string | undefined {
  return port?.replace(/^.*\((\d+)\)$/, '$1');
}
