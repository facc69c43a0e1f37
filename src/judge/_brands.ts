import { skeletonOf, withinDistance } from './_masquerade.js';
import { fromPunycode } from './_punycode.js';

/** A name that borrows a brand's. */
export interface Imitation {
  readonly of: string;
  /** The word itself in somebody else's domain, or letters that are read as it. */
  readonly how: 'brand' | 'letters';
}

/** Words that phishing and malware borrow most (brand phishing reports of Check Point and Netcraft, 2022-2025). */
const BRANDS =
  'adobe amazon apple avast cloudflare coinbase dhl docusign dropbox ebay facebook fedex firefox github gmail google icloud instagram kaspersky linkedin mcafee metamask microsoft mozilla netflix norton office365 onedrive outlook paypal sharepoint skype spotify telegram visa whatsapp windowsupdate yahoo'.split(
    ' ',
  );
/** Shorter words stand inside others by chance. */
const LONG = 6;
/** Two-part endings under which a brand's own domain may lie. */
const SECOND_LEVEL = /^(?:ac|co|com|edu|gov|ne|net|or|org)$/;

let bySkeleton: ReadonlyMap<string, string> | null = null;

/**
 * The brand that a host name borrows without being its domain (`microsoft.com`, `amazon.de`), or null. Names of machines
 * that a brand rents out (`ec2-...amazonaws.com`) are its own domain too.
 */
export function imitationOf(name: string): Imitation | null {
  if (name.length > 253) return null;
  const labels = name.toLowerCase().split('.');
  if (labels.length < 2) return null;
  const main = mainLabel(labels);
  if (BRANDS.some((brand) => main === brand || (main.startsWith(brand) && OWN_ENDINGS.test(main.slice(brand.length)))))
    return null;
  for (const label of labels.slice(0, -1)) {
    const found = inLabel(label);
    if (found !== null) return found;
  }
  return null;
}

/** `microsoftonline.com`, `googleusercontent.com`, `amazonaws.com`, `githubusercontent.com`, `appleid.com`. */
const OWN_ENDINGS =
  /^(?:online|apis|usercontent|video|syndication|tagmanager|tagservices|adservices|-analytics|aws|trust|365|insider|cdn|static|id|-ntp|flare|api|secure)$/;

/** The label that its owner registered, as far as one can tell without a list of all endings. */
function mainLabel(labels: readonly string[]): string {
  const second = labels[labels.length - 2];
  return labels.length > 2 && SECOND_LEVEL.test(second) ? labels[labels.length - 3] : second;
}

function inLabel(label: string): Imitation | null {
  const text = fromPunycode(label);
  const parts = text.split(/[-_\d]+/);
  for (const brand of BRANDS) {
    if (parts.includes(brand) || (brand.length >= LONG && text.includes(brand))) return { of: brand, how: 'brand' };
  }
  return likeLetters(text);
}

/** `micros0ft`, `rnicrosoft`, `paypa1`; one slip in a long word: `micorsoft`. */
function likeLetters(text: string): Imitation | null {
  bySkeleton ??= new Map(BRANDS.map((brand) => [skeletonOf(brand), brand]));
  for (const part of text.split(/[-_]+/)) {
    const twin = bySkeleton.get(skeletonOf(part));
    if (twin !== undefined && twin !== part) return { of: twin, how: 'letters' };
    const close = part.length < LONG + 1 ? undefined : BRANDS.find((brand) => isSlip(part, brand));
    if (close !== undefined) return { of: close, how: 'letters' };
  }
  return null;
}

function isSlip(part: string, brand: string): boolean {
  return brand.length > LONG && part !== brand && withinDistance(part, brand);
}
