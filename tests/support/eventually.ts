import { vi } from 'vitest';

/** How long an effect may take on a machine that does ten other things. A wait ends as soon as the effect shows. */
const PATIENCE_MS = 20_000;

/** Waits until `effect` neither throws nor rejects and hands on what it returns; after the patience, its last error. */
export function eventually<T>(effect: () => T | Promise<T>, timeout = PATIENCE_MS): Promise<T> {
  return vi.waitFor(effect, { timeout, interval: 20 });
}
