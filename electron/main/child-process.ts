import { closeSync, fstatSync, readFileSync } from 'node:fs';
import type { UtilityProcess } from 'electron';
import { VARIABLES_HANDED_OVER, childEnvironment, readVariables } from '../../shared/contract/child-environment';

/** The environment of a child: without our secrets (they go by message) and without what would change its Node. */
export function cleanEnvironment(): Record<string, string> {
  return childEnvironment(process.env);
}

/** Our variables as the launcher hands them over: in no process's environment, and gone from the descriptor once read. */
export function variablesHandedOver(args: readonly string[]): Readonly<Record<string, string>> {
  if (!args.includes(VARIABLES_HANDED_OVER)) return {};
  if (!isHandedOver()) return {};
  try {
    return readVariables(readFileSync(3, 'utf8'));
  } finally {
    closeSync(3);
  }
}

/** Whoever starts the desk with that word and without the launcher has nothing there, or something of this program's own. */
function isHandedOver(): boolean {
  try {
    const handed = fstatSync(3);
    return handed.isFIFO() || handed.isFile();
  } catch {
    return false;
  }
}

/** What a child says belongs to the log; our standard output carries only `ready`. */
export function forwardOutput(child: UtilityProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }
}
