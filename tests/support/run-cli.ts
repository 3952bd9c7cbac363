import type { CommandLine } from '../../electron/cli/command';
import { runCommand } from '../../electron/cli/run';
import { RESOURCES } from './make-engine';

/** What a command did: exit code, lines of standard output, lines of standard error. */
export type CliRun = {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** Standard output read as one JSON value a line. */
  json(): readonly unknown[];
};

/** Runs one command in this process, with nothing of the real environment. */
export async function runCli(given: readonly string[], line: Partial<CommandLine> = {}): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(given, {
    environment: {},
    resourcesDir: RESOURCES,
    workingDir: '/',
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
    untilStopped: () => Promise.resolve(),
    ...line,
  });
  return { code, out, err, json: () => out.map((text) => JSON.parse(text) as unknown) };
}
