/** A part of the page that the build bundles into one string (scripts/_page-parts.mjs), with its hash for the CSP. */
declare module '*?page' {
  export const text: string;
  /** Base64 SHA-256 of `text`. */
  export const sha256: string;
}
