import type { UtilityProcess } from 'electron';
import { childEnvironment } from '../../shared/contract/child-environment';

/** The environment of a child: without our secrets (they go by message) and without what would change its Node. */
export function cleanEnvironment(): Record<string, string> {
  return childEnvironment(process.env);
}

/** What a child says belongs to the log; our standard output carries only `ready`. */
export function forwardOutput(child: UtilityProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }
}
