/**
 * An IPv4 or IPv6 value. Four unsigned 32-bit words, most significant first;
 * IPv4 sits in `w3` with `w0`..`w2` zero. Sort and compare with `compareAddresses`, never as text.
 */
export interface Address {
  readonly family: 4 | 6;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
  /** RFC 4007 zone id without the `%`, IPv6 only. */
  readonly zone: string | null;
}
