import { onTestFinished } from 'vitest';
import { createAccessTokens } from '../../electron/engine/sign-in/access-tokens';
import type { AccessTokens } from '../../electron/engine/sign-in/access-tokens';
import type { Clock, Log } from '../../electron/engine/outside';
import { startIdentityServer } from './identity-server';
import type { IdentityServer } from './identity-server';
import { silentLog } from './make-store';

/** Tokens of the account at this identity server, and what they asked to keep. */
export type TestTokens = AccessTokens & { readonly kept: readonly (string | null)[] };

/** `refreshToken` absent: somebody has just signed in. */
export function tokensOf(
  identity: IdentityServer,
  options: {
    readonly clock: Clock;
    readonly log?: Log;
    readonly refreshToken?: string | null;
    readonly clientSecret?: string;
    keep?(refreshToken: string | null): Promise<void>;
  },
): TestTokens {
  const kept: (string | null)[] = [];
  const tokens = createAccessTokens({
    settings: identity.settings,
    user: identity.account,
    refreshToken: options.refreshToken === undefined ? identity.grant() : options.refreshToken,
    clientSecret: options.clientSecret ?? null,
    clock: options.clock,
    log: options.log ?? silentLog,
    async keep(refreshToken) {
      await options.keep?.(refreshToken);
      kept.push(refreshToken);
    },
  });
  return { ...tokens, kept };
}

/** A server that the end of the test stops. */
export async function makeIdentityServer(options: { readonly account?: string } = {}): Promise<IdentityServer> {
  const server = await startIdentityServer(options);
  onTestFinished(() => server.close());
  return server;
}
