import type { RegistryKey } from './registry.js';

/**
 * First octets of IPv4 by registry, as in IANA's RDAP bootstrap registry (RFC 9224, ipv4.json, publication 2019-06-07,
 * which was still the current one in 2024; legacy /8 are under the registry that administers them).
 */
export const IPV4_OCTETS: Readonly<Record<RegistryKey, string>> = {
  afrinic: '41 102 105 154 196-197',
  apnic: '1 14 27 36 39 42-43 49 58-61 101 103 106 110-126 133 150 153 163 171 175 180 182-183 202-203 210-211 218-223',
  arin: '3-4 6-9 11-13 15-24 26 28-30 32-35 38 40 44-45 47-48 50 52 54-56 63-76 96-100 104 107-108 128-132 134-140 142-144 146-149 152 155-162 164-170 172-174 184 192 198-199 204-209 214-216',
  lacnic: '177 179 181 186-187 189-191 200-201',
  ripencc: '2 5 25 31 37 46 51 53 57 62 77-95 109 141 145 151 176 178 185 188 193-195 212-213 217',
};

/** IPv6 blocks by registry (ipv6.json, publication 2019-11-06). */
export const IPV6_BLOCKS: Readonly<Record<RegistryKey, string>> = {
  afrinic: '2001:4200::/23 2c00::/12',
  apnic:
    '2001:200::/23 2001:4400::/23 2001:8000::/19 2001:a000::/20 2001:b000::/20 2001:c00::/23 2001:e00::/23 2400::/12',
  arin: '2001:1800::/23 2001:400::/23 2001:4800::/23 2600::/12 2610::/23 2620::/23 2630::/12',
  lacnic: '2001:1200::/23 2800::/12',
  ripencc:
    '2001:1400::/22 2001:1a00::/23 2001:1c00::/22 2001:2000::/19 2001:4000::/23 2001:4600::/23 2001:4a00::/23 2001:4c00::/23 2001:5000::/20 2001:600::/23 2001:800::/22 2003::/18 2a00::/12 2a10::/12',
};
