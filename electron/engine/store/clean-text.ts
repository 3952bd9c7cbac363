/** Lone halves of a surrogate pair: with the `u` flag a whole pair is one character and does not match. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/**
 * Text as both engines can keep it: NUL (SQLite cuts the text there, PostgreSQL refuses it) and lone surrogates (not
 * UTF-8) become U+FFFD, so that a reader sees that something stood there. Everything else is kept as it is.
 */
export function cleanText(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  return whole.replace(LONE_SURROGATE, '\uFFFD');
}
