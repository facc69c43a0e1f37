/** What an address is for. `global-unicast` is the ordinary Internet; every other class has a row below. */
export type AddressClass =
  | 'global-unicast'
  | 'unspecified'
  | 'this-network'
  | 'private'
  | 'shared-cgnat'
  | 'loopback'
  | 'link-local'
  | 'ietf-protocol'
  | 'ds-lite'
  | 'dummy'
  | 'pcp-anycast'
  | 'turn-anycast'
  | 'srp-anycast'
  | 'nat64-discovery'
  | 'documentation'
  | 'as112'
  | 'amt'
  | 'deprecated-6to4-relay'
  | '6a44-relay'
  | 'benchmarking'
  | 'multicast'
  | 'reserved'
  | 'broadcast'
  | 'v4-compatible'
  | 'v4-mapped'
  | 'v4-translated'
  | 'nat64'
  | 'nat64-local'
  | 'discard'
  | 'unallocated'
  | 'teredo'
  | 'deprecated-orchid'
  | 'orchidv2'
  | 'drone-det'
  | '6to4'
  | 'isatap'
  | 'srv6-sid'
  | 'unique-local'
  | 'deprecated-site-local';

/**
 * How a row answers "is it external, and what may be looked up".
 * `global`: yes, itself. `local`: no, nothing. `identifier`: yes, but it names no host to look up.
 * `embedded`: as its embedded IPv4. `peer`: no, but the peer to look up is the embedded IPv4.
 */
export type Reach = 'global' | 'local' | 'identifier' | 'embedded' | 'peer';

/** Where an IPv4 address sits in the IPv6 address. `low`: last 32 bits. */
export type Embedding = 'low' | 'nat64-local' | '6to4' | 'teredo' | 'isatap';

export interface SpecialPurpose {
  readonly prefix: string;
  readonly class: AddressClass;
  readonly name: string;
  readonly rfc: string;
  /** The registry's own "Globally Reachable" column; null where it says N/A, is blank, or has no such row. */
  readonly globallyReachable: boolean | null;
  readonly reach: Reach;
  readonly embeds?: Embedding;
}

type Row = readonly [
  prefix: string,
  cls: AddressClass,
  name: string,
  rfc: string,
  globallyReachable: boolean | null,
  reach: Reach,
  embeds?: Embedding,
];

// IANA IPv4 Special-Purpose Address Registry, update of 2025-10-09, complete.
const registry4: readonly Row[] = [
  ['0.0.0.0/8', 'this-network', 'This network', 'RFC 791', false, 'local'],
  ['0.0.0.0/32', 'unspecified', 'This host on this network', 'RFC 1122', false, 'local'],
  ['10.0.0.0/8', 'private', 'Private-Use', 'RFC 1918', false, 'local'],
  ['100.64.0.0/10', 'shared-cgnat', 'Shared Address Space (carrier NAT)', 'RFC 6598', false, 'local'],
  ['127.0.0.0/8', 'loopback', 'Loopback', 'RFC 1122', false, 'local'],
  ['169.254.0.0/16', 'link-local', 'Link Local', 'RFC 3927', false, 'local'],
  ['172.16.0.0/12', 'private', 'Private-Use', 'RFC 1918', false, 'local'],
  ['192.0.0.0/24', 'ietf-protocol', 'IETF Protocol Assignments', 'RFC 6890', false, 'local'],
  ['192.0.0.0/29', 'ds-lite', 'IPv4 Service Continuity Prefix', 'RFC 7335', false, 'local'],
  ['192.0.0.8/32', 'dummy', 'IPv4 dummy address', 'RFC 7600', false, 'local'],
  ['192.0.0.9/32', 'pcp-anycast', 'Port Control Protocol Anycast', 'RFC 7723', true, 'global'],
  ['192.0.0.10/32', 'turn-anycast', 'TURN Anycast', 'RFC 8155', true, 'global'],
  ['192.0.0.170/32', 'nat64-discovery', 'NAT64/DNS64 Discovery', 'RFC 8880', false, 'local'],
  ['192.0.0.171/32', 'nat64-discovery', 'NAT64/DNS64 Discovery', 'RFC 8880', false, 'local'],
  ['192.0.2.0/24', 'documentation', 'Documentation (TEST-NET-1)', 'RFC 5737', false, 'local'],
  ['192.31.196.0/24', 'as112', 'AS112-v4', 'RFC 7535', true, 'global'],
  ['192.52.193.0/24', 'amt', 'AMT', 'RFC 7450', true, 'global'],
  // Blank in the registry since the relays were withdrawn: nothing answers there that could be looked up.
  ['192.88.99.0/24', 'deprecated-6to4-relay', 'Deprecated (6to4 Relay Anycast)', 'RFC 7526', null, 'local'],
  ['192.88.99.2/32', '6a44-relay', '6a44-relay anycast address', 'RFC 6751', false, 'local'],
  ['192.168.0.0/16', 'private', 'Private-Use', 'RFC 1918', false, 'local'],
  ['192.175.48.0/24', 'as112', 'Direct Delegation AS112 Service', 'RFC 7534', true, 'global'],
  ['198.18.0.0/15', 'benchmarking', 'Benchmarking', 'RFC 2544', false, 'local'],
  ['198.51.100.0/24', 'documentation', 'Documentation (TEST-NET-2)', 'RFC 5737', false, 'local'],
  ['203.0.113.0/24', 'documentation', 'Documentation (TEST-NET-3)', 'RFC 5737', false, 'local'],
  ['240.0.0.0/4', 'reserved', 'Reserved (former class E)', 'RFC 1112', false, 'local'],
  ['255.255.255.255/32', 'broadcast', 'Limited Broadcast', 'RFC 8190', false, 'local'],
];

// IANA IPv6 Special-Purpose Address Registry, update of 2025-10-09, complete.
const registry6: readonly Row[] = [
  ['::1/128', 'loopback', 'Loopback Address', 'RFC 4291', false, 'local'],
  ['::/128', 'unspecified', 'Unspecified Address', 'RFC 4291', false, 'local'],
  // The mapped form never travels: it is how a dual-stack socket shows an IPv4 peer, so the IPv4 decides.
  ['::ffff:0:0/96', 'v4-mapped', 'IPv4-mapped Address', 'RFC 4291', false, 'embedded', 'low'],
  ['64:ff9b::/96', 'nat64', 'IPv4-IPv6 Translation (well-known prefix)', 'RFC 6052', true, 'embedded', 'low'],
  ['64:ff9b:1::/48', 'nat64-local', 'IPv4-IPv6 Translation (local use)', 'RFC 8215', false, 'peer', 'nat64-local'],
  ['100::/64', 'discard', 'Discard-Only Address Block', 'RFC 6666', false, 'local'],
  ['100:0:0:1::/64', 'dummy', 'Dummy IPv6 Prefix', 'RFC 9780', false, 'local'],
  ['2001::/23', 'ietf-protocol', 'IETF Protocol Assignments', 'RFC 2928', false, 'local'],
  ['2001::/32', 'teredo', 'TEREDO', 'RFC 4380', null, 'embedded', 'teredo'],
  ['2001:1::1/128', 'pcp-anycast', 'Port Control Protocol Anycast', 'RFC 7723', true, 'global'],
  ['2001:1::2/128', 'turn-anycast', 'TURN Anycast', 'RFC 8155', true, 'global'],
  ['2001:1::3/128', 'srp-anycast', 'DNS-SD Service Registration Protocol Anycast', 'RFC 9665', true, 'global'],
  ['2001:2::/48', 'benchmarking', 'Benchmarking', 'RFC 5180', false, 'local'],
  ['2001:3::/32', 'amt', 'AMT', 'RFC 7450', true, 'global'],
  ['2001:4:112::/48', 'as112', 'AS112-v6', 'RFC 7535', true, 'global'],
  ['2001:10::/28', 'deprecated-orchid', 'Deprecated (previously ORCHID)', 'RFC 4843', null, 'local'],
  ['2001:20::/28', 'orchidv2', 'ORCHIDv2', 'RFC 7343', true, 'identifier'],
  ['2001:30::/28', 'drone-det', 'Drone Remote ID Protocol Entity Tags', 'RFC 9374', true, 'identifier'],
  ['2001:db8::/32', 'documentation', 'Documentation', 'RFC 3849', false, 'local'],
  ['2002::/16', '6to4', '6to4', 'RFC 3056', null, 'embedded', '6to4'],
  ['2620:4f:8000::/48', 'as112', 'Direct Delegation AS112 Service', 'RFC 7534', true, 'global'],
  ['3fff::/20', 'documentation', 'Documentation', 'RFC 9637', false, 'local'],
  ['5f00::/16', 'srv6-sid', 'Segment Routing (SRv6) SIDs', 'RFC 9602', false, 'local'],
  ['fc00::/7', 'unique-local', 'Unique-Local', 'RFC 4193', false, 'local'],
  ['fe80::/10', 'link-local', 'Link-Local Unicast', 'RFC 4291', false, 'local'],
];

// Blocks that no special-purpose registry lists but that are special all the same.
const outside: readonly Row[] = [
  ['224.0.0.0/4', 'multicast', 'Multicast', 'RFC 5771', null, 'local'],
  ['ff00::/8', 'multicast', 'Multicast', 'RFC 4291', null, 'local'],
  ['fec0::/10', 'deprecated-site-local', 'Deprecated (Site-Local Unicast)', 'RFC 3879', null, 'local'],
  ['::/96', 'v4-compatible', 'Deprecated (IPv4-compatible Address)', 'RFC 4291', null, 'local', 'low'],
  ['::ffff:0:0:0/96', 'v4-translated', 'IPv4-translated Address (SIIT)', 'RFC 7915', null, 'peer', 'low'],
  ['2000::/3', 'global-unicast', 'Global Unicast', 'RFC 4291', null, 'global', 'isatap'],
  ['::/0', 'unallocated', 'Unallocated', 'RFC 4291', null, 'local'],
];

/** Every row that IANA's two special-purpose registries hold. Order is the registry's; the longest prefix wins. */
export function ianaSpecialPurpose(): SpecialPurpose[] {
  return [...registry4, ...registry6].map(toSpecialPurpose);
}

/** The rows from outside those registries: multicast, deprecated forms, and what is left of IPv6. */
export function otherSpecialPurpose(): SpecialPurpose[] {
  return outside.map(toSpecialPurpose);
}

function toSpecialPurpose([prefix, cls, name, rfc, globallyReachable, reach, embeds]: Row): SpecialPurpose {
  return { prefix, class: cls, name, rfc, globallyReachable, reach, ...(embeds && { embeds }) };
}
