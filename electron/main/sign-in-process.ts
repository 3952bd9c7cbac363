import { utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import { SportelloError, unpackError } from '../../shared/contract/errors';
import type { EngineToHost, HostToEngine, SignedIn } from '../../shared/contract/host';
import { providerOf } from '../../shared/domain/oauth-providers';
import { cleanEnvironment, forwardOutput } from './child-process';
import { readAddress } from './read-address';

type SignInMessage = Extract<HostToEngine, { readonly kind: 'sign-in' }>;

export type SignInProcess = {
  /**
   * One sign-in in a process of its own: the engine may not run yet. Another one that is under way is given up. Rejects
   * with `oauth-…`.
   */
  start(message: Omit<SignInMessage, 'kind'>): Promise<SignedIn>;
  /** Gives up what is under way; nothing happens where nothing is. */
  giveUp(): void;
};

/** A process that was asked to give up takes its permission back first; after this it is ended. */
const GIVE_UP_LIMIT_MS = 10_000;

/** `openBrowser` gets nothing but the authorization address of the provider that was asked for. */
export function createSignInProcess(entry: string, openBrowser: (address: string) => Promise<void>): SignInProcess {
  let current: UtilityProcess | null = null;

  function giveUp(): void {
    const ending = current;
    current = null;
    if (!ending) return;
    post(ending, { kind: 'give-up' });
    const limit = setTimeout(() => ending.kill(), GIVE_UP_LIMIT_MS);
    ending.once('exit', () => clearTimeout(limit));
  }

  return {
    giveUp,
    start(message) {
      giveUp();
      return new Promise((resolve, reject) => {
        const child = utilityProcess.fork(entry, [], {
          serviceName: 'Sportello sign-in',
          stdio: 'pipe',
          env: cleanEnvironment(),
        });
        current = child;
        forwardOutput(child);
        const end = (): void => {
          if (current === child) current = null;
          child.kill();
        };
        child.on('message', (answer: EngineToHost) => {
          if (answer.kind === 'browse') {
            show(answer.address, message, openBrowser).catch((error: Error) => {
              reject(error);
              end();
            });
          } else if (answer.kind === 'signed-in') {
            resolve(answer.signedIn);
            end();
          } else if (answer.kind === 'failed') {
            reject(unpackError(answer.error));
            end();
          }
        });
        child.once('exit', () => reject(ended(message)));
        post(child, { kind: 'sign-in', ...message });
      });
    },
  };
}

/** Whatever the child says, the browser goes to the provider's own page and nowhere else. */
async function show(
  address: string,
  { settings }: Omit<SignInMessage, 'kind'>,
  openBrowser: (address: string) => Promise<void>,
): Promise<void> {
  const asked = readAddress(address);
  const expected = new URL(providerOf(settings).authorizationEndpoint);
  if (asked?.origin !== expected.origin || asked.pathname !== expected.pathname) {
    throw new Error(`The sign-in wanted to open ${asked?.origin ?? 'no address'}`);
  }
  await openBrowser(address);
}

function ended({ settings }: Omit<SignInMessage, 'kind'>): SportelloError {
  const provider = providerOf(settings).name;
  return new SportelloError('oauth-cancelled', `The sign-in with ${provider} was not finished.`, {
    action: 'Try again when you like. Nothing was changed.',
    detail: { provider },
  });
}

function post(child: UtilityProcess, message: HostToEngine): void {
  child.postMessage(message);
}
