import { closeSync, readFileSync } from 'node:fs';
import type { UtilityProcess } from 'electron';
import { childEnvironment, readVariables } from '../../shared/contract/child-environment';

/** The environment of a child: without our secrets (they go by message) and without what would change its Node. */
export function cleanEnvironment(): Record<string, string> {
  return childEnvironment(process.env);
}

/** Where the launcher (packaging/sportello.sh) says that it hands our variables over. */
const HANDED_OVER = '--variables-on-3';

/** Our variables as the launcher hands them over: in no process's environment, and gone from the descriptor once read. */
export function variablesHandedOver(args: readonly string[]): Readonly<Record<string, string>> {
  if (!args.includes(HANDED_OVER)) return {};
  try {
    return readVariables(readFileSync(3, 'utf8'));
  } finally {
    closeSync(3);
  }
}

/** What a child says belongs to the log; our standard output carries only `ready`. */
export function forwardOutput(child: UtilityProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }
}
