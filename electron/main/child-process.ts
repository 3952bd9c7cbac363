import type { UtilityProcess } from 'electron';

/** The environment of a child: without our secrets (they go by message) and without what would change its Node. */
export function cleanEnvironment(): Record<string, string> {
  const dropped = /^(SPORTELLO_|NODE_OPTIONS$|ELECTRON_RUN_AS_NODE$)/;
  const kept = Object.entries(process.env).filter(([name]) => !dropped.test(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** What a child says belongs to the log; our standard output carries only `ready`. */
export function forwardOutput(child: UtilityProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }
}
