/**
 * How much is broken in this run. `npm test` takes the few of the defaults; `npm run test:faults` sets the many of the
 * nightly gate. The seed stands in the name of each test: `FAULT_SEED=… npm run test:faults` runs it again.
 */
export const FAULTS = {
  kills: amount('FAULT_KILLS', 20),
  messages: amount('FAULT_MESSAGES', 400),
  restarts: amount('FAULT_RESTARTS', 4),
  seed: amount('FAULT_SEED', 20260115),
};

/** Longest that one test may take, ms: 1,000 kills need about 20 min on a slow machine with two cores. */
export const FAULT_TIMEOUT_MS = 3 * 3_600_000;

function amount(name: string, otherwise: number): number {
  const given = process.env[name];
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0`);
  return value;
}
