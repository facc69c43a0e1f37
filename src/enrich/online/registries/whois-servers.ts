import { REGISTRIES } from './registry.js';

/** A WHOIS server that we ask, and in which words. */
export interface WhoisServer {
  readonly host: string;
  readonly registry: string | null;
  /** Of a national registry: where all its holders are registered. */
  readonly country?: string;
  readonly perMinute: number;
  query(address: string): string;
}

export const IANA: WhoisServer = { host: 'whois.iana.org', registry: null, perMinute: 60, query: (address) => address };

/** Networks around the address, in full: a bare address gives a mere list where blocks are nested. */
const arinQuery = (address: string): string => `n + ${address}`;
/** Without persons, which isn't our business and would count against a daily limit. */
const rpslQuery = (address: string): string => `-r ${address}`;
const plainQuery = (address: string): string => address;

const NATIONAL: readonly WhoisServer[] = [
  { host: 'whois.nic.ad.jp', registry: 'jpnic', country: 'JP', perMinute: 20, query: (address) => `${address}/e` },
  { host: 'whois.kisa.or.kr', registry: 'krnic', country: 'KR', perMinute: 20, query: plainQuery },
  { host: 'whois.twnic.net', registry: 'twnic', country: 'TW', perMinute: 20, query: plainQuery },
  { host: 'whois.cnnic.cn', registry: 'cnnic', country: 'CN', perMinute: 20, query: plainQuery },
  { host: 'whois.registro.br', registry: 'registro.br', country: 'BR', perMinute: 6, query: plainQuery },
  { host: 'whois.nic.mx', registry: 'nic.mx', country: 'MX', perMinute: 6, query: plainQuery },
];

/** The servers that are asked, by host. A referral to any other is shown, not followed: it may be the peer's own. */
export function whoisServer(host: string): WhoisServer | null {
  if (host === IANA.host) return IANA;
  const regional = Object.values(REGISTRIES).find(({ whois }) => whois === host);
  if (regional === undefined) return NATIONAL.find((server) => server.host === host) ?? null;
  const { key, perMinute } = regional;
  const query = key === 'arin' ? arinQuery : key === 'lacnic' ? plainQuery : rpslQuery;
  return { host, registry: key, perMinute, query };
}

/** The server a referral names: `whois://whois.ripe.net:43`, `whois.arin.net`. Null: not one of ours, or not WHOIS. */
export function referredServer(referral: string): WhoisServer | null {
  const [, scheme = 'whois', host = '', port = '43'] =
    /^(?:([a-z]+):\/\/)?([\w.-]{1,253})(?::(\d+))?\/?$/i.exec(referral.trim()) ?? [];
  return scheme.toLowerCase() === 'whois' && port === '43' ? whoisServer(host.toLowerCase()) : null;
}
