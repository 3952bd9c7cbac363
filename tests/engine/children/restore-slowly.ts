import { restoreStore } from '../../../electron/engine/copies/restore-store';

/** Restores a copy; stops itself (SIGSTOP) right after the step that is named, so that a test can kill it there. */
async function main(storePath: string, key: string, file: string, stopAfter: string): Promise<void> {
  const say = (_area: string, event: string): void => {
    process.stdout.write(`${event}\n`);
    if (event === stopAfter) process.kill(process.pid, 'SIGSTOP');
  };
  const log = { info: say, warn: say, error: say };
  await restoreStore({ storePath, key: key || null, file, now: Date.now(), log });
  process.stdout.write('end\n');
}

void main(process.argv[2] ?? '', process.argv[3] ?? '', process.argv[4] ?? '', process.argv[5] ?? '');
