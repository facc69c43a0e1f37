import type { Attribute } from './whois-objects.js';

/** What leads on: IANA's `refer`, ARIN's `ReferralServer`, and the marks of national registries. */
export class Referral {
  found: string | null = null;

  see(attributes: readonly Attribute[]): void {
    for (const [key, value] of attributes) {
      if (key === 'refer' || key === 'referralserver') this.found = value;
      else if (key === 'whois') this.found ??= value;
      else if (this.found === null) this.found = nationalServer(key, value);
    }
  }
}

const NATIONAL: readonly (readonly [RegExp, string])[] = [
  [/\bMAINT-JPNIC\b/, 'whois.nic.ad.jp'],
  [/\b(?:MNT-KRNIC-AP|IRT-KRNIC-KR)\b/, 'whois.kisa.or.kr'],
  [/\bMAINT-TW-TWNIC\b/, 'whois.twnic.net'],
  [/\bMAINT-CNNIC-AP\b/, 'whois.cnnic.cn'],
];

function nationalServer(key: string, value: string): string | null {
  if (!/^mnt-(?:by|lower|irt)$/.test(key)) return null;
  return NATIONAL.find(([mark]) => mark.test(value))?.[1] ?? null;
}
