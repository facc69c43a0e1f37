/** Operators whose key is not their name in kebab-case: the name programs and rules know them by. */
const KEYS: Readonly<Record<string, string>> = {
  'AT&T': 'att',
  'Cisco OpenDNS': 'cisco',
  'FranTech (BuyVM)': 'frantech',
  'HostPapa (ColoCrossing)': 'colocrossing',
  OVHcloud: 'ovh',
  'X (Twitter)': 'twitter',
};

/** Stable key of an operator: `Deutsche Telekom` is `deutsche-telekom`. */
export function providerKey(organisation: string): string {
  const known = KEYS[organisation];
  if (known !== undefined) return known;
  const plain = organisation
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\(.*?\)/g, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
