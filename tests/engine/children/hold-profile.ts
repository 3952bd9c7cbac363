import { acquireProfileLock } from '../../../electron/engine/store/profile-lock';

/** Takes a profile and keeps it until it is killed. */
acquireProfileLock(process.argv[2] ?? '');
process.stdout.write('holding\n');
setInterval(() => undefined, 60_000);
