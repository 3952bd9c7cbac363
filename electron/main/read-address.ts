/** The parts of an address, or null where it is none. `URL.canParse` is missing in the fallback runtime's Node. */
export function readAddress(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
