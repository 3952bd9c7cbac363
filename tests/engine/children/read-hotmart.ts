import { createEngine } from '../../../electron/engine/engine';
import { createOutside } from '../../../electron/engine/hosts/outside';
import { loadProfile } from '../../../electron/engine/profile';

// Reads from Hotmart as a desk does, by a clock that stands still, and waits to be killed.
const [profileDir = '', clientSecret = '', resourcesDir = '', now = ''] = process.argv.slice(2);
const outside = createOutside({ resourcesDir, sinks: [] });

async function main(): Promise<void> {
  const engine = await createEngine({
    profileDir,
    profile: await loadProfile(profileDir),
    secrets: { imapPassword: null, smtpPassword: null, storeKey: null, hotmart: { clientSecret, basic: null } },
    outside: { ...outside, clock: { ...outside.clock, now: () => Number(now) } },
    demo: false,
    network: false,
  });
  await engine.call('hotmart.refresh', {});
  process.stdout.write('read\n');
  setInterval(() => undefined, 1000);
}

void main();
