import { tokenFile } from '../../../electron/cli/token-file';
import { createOutside } from '../../../electron/engine/hosts/outside';
import { createAccessTokens } from '../../../electron/engine/sign-in/access-tokens';
import type { OAuthSettings } from '../../../shared/contract/mailbox-auth';

// Fetches an access token as a command line does, says so, and waits to be killed.
const [settings = '', file = ''] = process.argv.slice(2);
const { clock, log } = createOutside({ resourcesDir: '', sinks: [] });

async function main(): Promise<void> {
  const kept = tokenFile(file);
  const tokens = createAccessTokens({
    settings: JSON.parse(settings) as OAuthSettings,
    user: 'support@corsi.example',
    refreshToken: await kept.read(),
    clientSecret: null,
    clock,
    log,
    keep: (refreshToken) => kept.keep(refreshToken),
  });
  await tokens.current();
  process.stdout.write('refreshed\n');
  setInterval(() => undefined, 1000);
}

void main();
