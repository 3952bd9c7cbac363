import '../engine/hosts/node-compat';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run';

/** The entry of the command line (`npm run --silent cli -- COMMAND …`). */

// Beside the bundle in a checkout (out/cli), or beside the archive of a packaged app (app.asar.unpacked/out/cli).
const resourcesDir =
  [join(__dirname, '../../resources'), join(__dirname, '../../../resources')].find((folder) =>
    existsSync(join(folder, 'macros')),
  ) ?? join(__dirname, '../../resources');

/** Longest input that is read: a password, not a file. */
const MOST_INPUT = 10_000;

async function readInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += String(piece);
    // A person at a terminal ends a line, not the input.
    if (text.includes('\n') || text.length > MOST_INPUT) break;
  }
  return text;
}

let stop: () => void = () => undefined;
const stopped = new Promise<void>((resolve) => {
  stop = resolve;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

runCommand(process.argv.slice(2), {
  environment: process.env,
  resourcesDir,
  workingDir: process.cwd(),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  readInput,
  untilStopped: () => stopped,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
