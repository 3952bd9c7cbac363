import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_FOR_PARENT_MS = 1_000;

/**
 * Runs a program to its end, handing on signals, and answers its exit code (128 + n where a signal ended it, as shells
 * have it). Rejects when it cannot be started.
 */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    const forgetParent = whenOrphaned(() => child.kill('SIGTERM'));
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
      done(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGHUP' ? 1 : 15));
    });
  });
}

/** npm puts a shell between itself and a script, and that shell keeps signals to itself: its end has to be noticed. */
function whenOrphaned(orphaned) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, LOOK_FOR_PARENT_MS);
  looking.unref();
  return () => clearInterval(looking);
}
