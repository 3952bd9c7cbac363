/** Stretches of a text, each with where it begins: a key that stays while what comes before it does. */
export function placed<T extends { readonly text: string }>(
  parts: readonly T[],
): readonly (T & { readonly at: number })[] {
  const all: (T & { readonly at: number })[] = [];
  let at = 0;
  for (const part of parts) {
    all.push({ ...part, at });
    at += part.text.length;
  }
  return all;
}
