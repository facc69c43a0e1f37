import type { Owner } from '../../model/knowledge.js';

/** Delivery and protection networks that announce one address from all their places, by their own documentation. */
const ANYCAST_PROVIDERS: ReadonlySet<string> = new Set([
  'cloudflare',
  'ddos-guard',
  'edgio',
  'fastly',
  'imperva',
  'qrator',
  'sucuri',
]);

/** Services that do so while the rest of their provider's network does not. GitHub Pages is delivered by Fastly. */
const ANYCAST_SERVICES: ReadonlySet<string> = new Set([
  'AWS Global Accelerator',
  'Amazon Route 53 DNS',
  'Azure Front Door (customers’ sites too)',
  'GitHub Pages and raw content',
  'Microsoft front door and web services',
]);

const AZURE_PLATFORM = 'Azure platform (DNS, health probe, agent)';

/** Why no country says where the machine behind an address is, or null where one does. */
export function countryNote({ network }: Pick<Owner, 'network'>): string | null {
  const { kind, provider, service } = network;
  if (service === AZURE_PLATFORM) return 'virtual: the same address in every Azure region';
  if (kind === 'resolver' || isAnycast(provider, service)) return 'anycast: answers from many countries';
  return kind === 'cdn' ? 'delivery network: answers from a place near who asks' : null;
}

function isAnycast(provider: string | null, service: string | null): boolean {
  if (service !== null && (ANYCAST_SERVICES.has(service) || service.startsWith('DNS root server'))) return true;
  return provider !== null && ANYCAST_PROVIDERS.has(provider);
}
