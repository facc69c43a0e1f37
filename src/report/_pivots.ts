import { classify } from '../address/classify.js';
import type { Address } from '../address/address.js';
import type { NextStep } from '../model/judgement.js';
import type { Peer } from '../model/peer.js';
import { NOT_TOLD } from '../model/port-text.js';

/** A page of somebody else that says more. Inert until a person opens it. */
export interface Pivot {
  readonly title: string;
  readonly url: string;
}

/** Where to look an address up by hand; none for one that isn't public, which would only leak it. */
export function addressPivots(address: Address, text: string): Pivot[] {
  if (!classify(address).isGlobal) return [];
  return publicAddressPivots(text);
}

/** The same for the text of an address known to be public. */
export function publicAddressPivots(text: string): Pivot[] {
  const plain = encodeURI(text.split('%')[0]);
  return [
    { title: 'X-Force', url: `https://exchange.xforce.ibmcloud.com/ip/${plain}` },
    { title: 'VirusTotal', url: `https://www.virustotal.com/gui/ip-address/${plain}` },
    { title: 'AbuseIPDB', url: `https://www.abuseipdb.com/check/${plain}` },
    { title: 'Shodan', url: `https://www.shodan.io/host/${plain}` },
    { title: 'web: address', url: `https://duckduckgo.com/?q=%22${plain}%22` },
  ];
}

/** A web search for what uses a port. */
export function portPivot(port: number, protocol: string): Pivot {
  // Evidence may hold half a surrogate pair, which no URL can.
  const transport = protocol === NOT_TOLD ? '' : `+${protocol.replace(/[^\w-]/g, '').slice(0, 20)}`;
  return {
    title: `web: port ${port}`,
    url: `https://duckduckgo.com/?q=%22port+${port}%22${transport}`,
  };
}

/** Where to look a peer up by hand, by its address and the port that it is met at. */
export function peerPivots({ address, text, ports }: Peer): Pivot[] {
  const pivots = addressPivots(address, text);
  const port = ports.find(({ isLocal }) => !isLocal) ?? ports[0];
  if (port !== undefined && pivots.length > 0) pivots.push(portPivot(port.port, port.protocol));
  return pivots;
}

/** The steps without those that open a page of a site among the pivots. */
export function stepsBeside(pivots: readonly Pivot[], steps: readonly NextStep[]): NextStep[] {
  return steps.filter((step) => !pivots.some(({ url }) => isSameSite(url, step.do)));
}

function isSameSite(pivot: string, step: string): boolean {
  return step.startsWith(pivot.slice(0, pivot.indexOf('/', 'https://'.length) + 1));
}
