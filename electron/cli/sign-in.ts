import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import { oauthOf } from '../../shared/contract/mailbox-auth';
import { mailboxesOf } from '../engine/desk-settings';
import { createOutside } from '../engine/hosts/outside';
import { loadProfile, secretsFromEnvironment } from '../engine/profile';
import { signIn } from '../engine/sign-in/sign-in';
import { EXIT } from './command';
import type { Command } from './command';
import { tokenFile } from './token-file';

/**
 * `sign-in`: signs a mailbox in at its provider and keeps the permission in the file that SPORTELLO_OAUTH_REFRESH_TOKEN_FILE
 * names. The browser must run on this machine, or its way back be tunnelled here.
 */
export const signInCommand: Command = {
  usage: 'sign-in --profile DIR [--json]',
  shape: { options: ['profile'], flags: ['json'], words: [] },
  async run(given, line) {
    const profileDir = resolve(line.workingDir, given.needed('profile'));
    const path = line.environment['SPORTELLO_OAUTH_REFRESH_TOKEN_FILE'];
    if (!path) {
      throw new SportelloError('usage', 'There is no place to keep the sign-in', {
        action: 'Set SPORTELLO_OAUTH_REFRESH_TOKEN_FILE to a file that only you can read.',
      });
    }
    const mailbox = mailboxesOf(await loadProfile(profileDir))[0];
    const settings = mailbox === undefined ? null : oauthOf(mailbox);
    if (mailbox === undefined || settings === null) {
      throw new SportelloError('profile-incomplete', `The mailbox of ${profileDir} has no sign-in at a provider`, {
        action: 'Add "auth" to the mailbox in profile.json; the README shows it.',
        detail: { profileDir },
      });
    }
    const file = tokenFile(resolve(line.workingDir, path));
    const giveUp = new AbortController();
    void line.untilStopped().then(() => giveUp.abort());
    const { refreshToken, account } = await signIn({
      settings,
      user: mailbox.imap.user,
      clientSecret: secretsFromEnvironment(line.environment).clientSecret ?? null,
      inUse: (await file.read()) !== null,
      words: { done: 'You are signed in. You can close this window.', failed: 'The sign-in did not work.' },
      outside: createOutside({ resourcesDir: line.resourcesDir, sinks: [] }),
      openBrowser: (address) => {
        line.complain('Open this address in a browser on this machine, within five minutes:');
        line.complain(address);
        return Promise.resolve();
      },
      signal: giveUp.signal,
    });
    await file.keep(refreshToken);
    line.print(
      given.has('json') ? JSON.stringify({ account }) : `Signed in${account === null ? '' : ` as ${account}`}.`,
    );
    return EXIT.done;
  },
};
