import { run } from './child.mjs';
import { installPackages } from './packages.mjs';
import { root } from './places.mjs';
import { playwright, withRealWindow } from './real-window.mjs';
import { installSystemPackages } from './system-packages.mjs';

// npm run gallery: makes the pictures of docs/gallery that differ from what the window shows now, and their index.
await installPackages();
await installSystemPackages(['electron', 'display']);
const code = await withRealWindow({ pinned: true }, (env) =>
  run(process.execPath, [playwright, 'test', '--project=gallery', '--update-snapshots=all'], {
    cwd: root,
    env: { ...env, MAKE_GALLERY: '1' },
  }),
);
// A virtual display would keep the process open.
process.exit(code);
