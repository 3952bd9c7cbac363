import type { EngineParts } from '../engine/engine';
import type { Arguments, CommandShape } from './arguments';

/** Where a command reads and writes: the process's own, or a test's. */
export type CommandLine = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of `resources/`. */
  readonly resourcesDir: string;
  /** Working folder: relative paths on the command line start here. */
  readonly workingDir: string;
  /** Standard output: one line, without its end. Results only. */
  print(line: string): void;
  /** Standard error: one line, without its end. */
  complain(line: string): void;
  /** Standard input to its end; absent where there is none. For secrets. */
  readInput?(): Promise<string>;
  /** Settles when the person ends a command that runs until then (Ctrl+C). */
  untilStopped(): Promise<void>;
  /** Parts that a test replaces. */
  readonly parts?: EngineParts;
};

/** Exit codes of cli.md. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One command of the command line. */
export type Command = {
  readonly usage: string;
  readonly shape: CommandShape;
  run(given: Arguments, line: CommandLine): Promise<ExitCode>;
};
