/**
 * Processor time that `run` takes, in ms: what a bound on hostile input is held against. Unlike a clock on the wall it
 * does not grow because other work keeps the machine busy.
 */
export function processorMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The same for work that answers later. */
export async function processorMsOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
