/** Closes a union: the build stops where a member is not handled; at run time an impossible value is a bug. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled member of a closed union: ${JSON.stringify(value)}`);
}
