import type { ListMeaning } from '../../model/listing.js';
import type { PublishedList } from './published-list.js';

const FOLDER = 'https://raw.githubusercontent.com/MISP/misp-warninglists/main/lists';

/** How a hit of each meaning is to be read, and how far it can be trusted. */
const WHY: Readonly<Partial<Record<ListMeaning, readonly [reliability: number, why: string]>>> = {
  'known-good': [0.85, 'Ranges that the named service publishes or is known to use'],
  hosting: [0.9, 'Published by the provider: says whose machines they are, not whose programs run on them'],
  anonymiser: [0.7, 'Collected from provider lists'],
  scanner: [0.9, 'Published by the scanning project itself'],
  sinkhole: [0.85, 'Maintained by hand: something here tried to reach a malware domain that was taken over'],
};

type Row = readonly [folder: string, name: string, meaning: ListMeaning, min: number, reliability?: number];

/**
 * The warninglists that hold addresses of others. Left out: special-purpose space (the registry says it better),
 * hashes, and host names. `name` is the `name` field of the file, by which a user's copy is recognised.
 */
export const WARNINGLISTS: readonly Row[] = [
  ['akamai', 'List of known Akamai IP ranges', 'hosting', 20],
  ['amazon-aws', 'List of known Amazon AWS IP address ranges', 'hosting', 500],
  ['apple', 'List of known Apple IP ranges', 'known-good', 1],
  ['bunny-net', 'List of known Bunny.net CDN IP addresses', 'hosting', 50],
  ['censys-scanning', 'Censys IP Ranges Used for Scanning', 'scanner', 1],
  ['cloudflare', 'List of known Cloudflare IP ranges', 'hosting', 5],
  ['crl-ip', 'CRL and OCSP IP addresses', 'known-good', 20, 0.7],
  ['fastly', 'List of known Fastly IP address ranges', 'hosting', 5],
  ['github', 'List of known GitHub IP ranges', 'known-good', 20, 0.6],
  ['google-gcp', 'List of known GCP (Google Cloud Platform) IP address ranges', 'hosting', 50],
  ['google-gmail-sending-ips', 'List of known Gmail sending IP ranges', 'known-good', 1],
  [
    'googlebot',
    'List of known Googlebot IP ranges (https://developers.google.com/search/apis/ipranges/googlebot.json)',
    'known-good',
    10,
  ],
  ['icloud-private-relay', 'List of known iCloud Private Relay IP ranges', 'anonymiser', 500, 0.9],
  ['microsoft-azure', 'List of known Microsoft Azure Datacenter IP Ranges', 'hosting', 500],
  ['microsoft-azure-china', 'List of known Microsoft Azure China Datacenter IP Ranges', 'hosting', 20],
  ['microsoft-azure-us-gov', 'List of known Microsoft Azure US Government Cloud Datacenter IP Ranges', 'hosting', 20],
  ['microsoft-office365-ip', 'List of known Office 365 IP address ranges', 'known-good', 10, 0.9],
  ['modat-scanner', 'Modat scanner IP addresses', 'scanner', 1],
  ['onyphe-scanner', 'ONYPHE scanner IP addresses', 'scanner', 1],
  ['oracle-oci', 'List of known Oracle Cloud Infrastructure IP address ranges', 'hosting', 50],
  ['ovh-cluster', 'List of known OVH Cluster IPs', 'hosting', 50],
  // Open resolvers of any quality and of 2024: routers of strangers among them.
  ['public-dns-v4', 'List of known IPv4 public DNS resolvers', 'known-good', 500, 0.2],
  ['public-dns-v6', 'List of known IPv6 public DNS resolvers', 'known-good', 20, 0.2],
  ['rapid7-nt-scanning', 'Rapid7 IP Ranges Used for Scanning', 'scanner', 1],
  ['shadowserver', 'Shadowserver scanning hosts', 'scanner', 1],
  ['shodan-scanning', 'Shodan IP-Ranges, pot. used for Scanning', 'scanner', 1],
  ['sinkholes', 'List of known sinkholes', 'sinkhole', 10],
  ['smtp-receiving-ips', 'List of known SMTP receiving IP addresses', 'known-good', 20, 0.6],
  ['smtp-sending-ips', 'List of known SMTP sending IP ranges', 'known-good', 50, 0.6],
  ['stackpath', 'List of known Stackpath CDN IP ranges', 'hosting', 20],
  ['stretchoid-nt-scanning', 'Stretchoid IP Ranges Used for Scanning', 'scanner', 50, 0.8],
  ['telegram-ips', 'List of known Telegram IP ranges', 'known-good', 2, 0.6],
  ['tenable-cloud-ipv4', 'List of known Tenable Cloud Sensors IPv4', 'scanner', 5],
  ['umbrella-blockpage-v4', 'Cisco Umbrella blockpage IPv4', 'known-good', 1],
  [
    'vpn-ipv4',
    'Specialized list of vpn-ipv4 addresses belonging to common VPN providers and datacenters',
    'anonymiser',
    500,
    0.5,
  ],
  [
    'vpn-ipv6',
    'Specialized list of vpn-ipv6 addresses belonging to common VPN providers and datacenters',
    'anonymiser',
    20,
    0.5,
  ],
  ['wikimedia', 'List of known Wikimedia address ranges', 'known-good', 2],
  ['zscaler', 'List of known Zscaler IP address ranges', 'known-good', 10, 0.7],
];

/** The MISP warninglists as published lists, keys `misp-<folder>`. */
export const warninglists: readonly PublishedList[] = WARNINGLISTS.map(([folder, name, meaning, min, own]) => {
  const [usual, why] = WHY[meaning] ?? [0.5, ''];
  return {
    key: `misp-${folder}`,
    title: `MISP warninglist: ${name}`,
    meaning,
    direction: meaning === 'scanner' ? 'inbound' : meaning === 'sinkhole' ? 'outbound' : 'both',
    reliability: own ?? usual,
    why,
    origins: folder.startsWith('vpn-') ? ['x4b-vpn-v4', 'x4b-datacenter-v4'] : [],
    halfLifeDays: null,
    licence: 'CC0 1.0 (MISP project)',
    urls: [`${FOLDER}/${folder}/list.json`],
    layout: 'warninglist',
    label: meaning === 'sinkhole' ? null : shortName(name),
    only: null,
    hasBogons: false,
    bounds: { min, max: 500_000 },
    cadenceMinutes: 1440,
    isDefault: true,
  };
});

/** `List of known Zscaler IP address ranges` -> `Zscaler`. */
function shortName(name: string): string {
  return name
    .replace(/^(?:List of known|Specialized list of) /, '')
    .replace(/ \(https.*$/, '')
    .replace(/,? (?:IP(?:v4)?[ -](?:address )?[Rr]anges?.*|Datacenter IP Ranges|IP addresses|address ranges|IPs)$/, '');
}
