/** Makes a value when it is first asked for, and answers the same one from then on; a promise that failed, too. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
