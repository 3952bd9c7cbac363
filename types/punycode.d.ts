declare module 'punycode.js' {
  /** Decodes the `xn--` labels of a domain. Throws RangeError for an invalid one. */
  export function toUnicode(domain: string): string;
}
