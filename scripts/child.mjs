import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
const LOOK_FOR_PARENT_MS = 1_000;
const PARENT = process.ppid;

/**
 * Runs a program to its end and answers its exit code (128 + n where a signal ended it, as shells have it). A signal to
 * this script is handed on, and ends the script too once the program has ended. Rejects when it cannot be started.
 */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    let ending = null;
    const forward = (signal) => {
      ending = signal;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    const forgetParent = whenOrphaned(() => forward('SIGTERM'));
    const forget = () => {
      forgetParent();
      for (const signal of SIGNALS) process.off(signal, forward);
    };
    child.once('error', (error) => {
      forget();
      failed(error);
    });
    child.once('close', (code, signal) => {
      forget();
      if (ending) process.exit(code ?? 128 + SIGNAL_NUMBERS[ending]);
      done(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 15));
    });
  });
}

/** npm puts a shell between itself and a script, and that shell keeps signals to itself: its end has to be noticed. */
function whenOrphaned(orphaned) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const looking = setInterval(() => {
    if (process.ppid !== PARENT) orphaned();
  }, LOOK_FOR_PARENT_MS);
  looking.unref();
  return () => clearInterval(looking);
}
