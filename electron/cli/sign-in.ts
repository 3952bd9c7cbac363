import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import { oauthOf } from '../../shared/contract/mailbox-auth';
import { mailboxesOf } from '../../shared/contract/listed-mailboxes';
import { TOKEN_FILE_VARIABLE, secretsFromEnvironment, variableOf } from '../../shared/contract/secret-variables';
import { createOutside } from '../engine/hosts/outside';
import { loadProfile } from '../engine/profile';
import { signIn } from '../engine/sign-in/sign-in';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { tokenFilesOf } from './token-file';

/**
 * `sign-in`: signs a mailbox in at its provider, the first where none is named, and keeps the permission in the file that
 * SPORTELLO_OAUTH_REFRESH_TOKEN_FILE (of another mailbox SPORTELLO_OAUTH_REFRESH_TOKEN_FILE_ID) names. The browser must run on this machine, or its way back be tunnelled here.
 */
export const signInCommand: Command = {
  usage: 'sign-in --profile DIR [--mailbox ID] [--json]',
  shape: { options: ['profile', 'mailbox'], flags: ['json'], words: [] },
  async run(given, line) {
    const profileDir = resolve(line.workingDir, given.needed('profile'));
    const mailboxes = mailboxesOf(await loadProfile(profileDir));
    const wanted = given.option('mailbox');
    const mailbox = wanted === null ? mailboxes[0] : mailboxes.find(({ id }) => id === wanted);
    if (mailbox === undefined && wanted !== null) {
      throw new SportelloError('usage', `The profile has no mailbox ${wanted}`, {
        action: `Its mailboxes are: ${mailboxes.map(({ id }) => id).join(', ')}.`,
      });
    }
    const file = mailbox && tokenFilesOf(mailboxes, line).get(mailbox.id);
    if (mailbox && !file) {
      const isFirst = mailbox === mailboxes[0];
      const variable = isFirst ? TOKEN_FILE_VARIABLE : variableOf(TOKEN_FILE_VARIABLE, mailbox.id);
      throw new SportelloError('usage', 'There is no place to keep the sign-in', {
        action: `Set ${variable} to a file that only you can read.`,
      });
    }
    const settings = mailbox === undefined ? null : oauthOf(mailbox);
    if (mailbox === undefined || file === undefined || settings === null) {
      throw new SportelloError('profile-incomplete', `The mailbox of ${profileDir} has no sign-in at a provider`, {
        action: 'Add "auth" to the mailbox in profile.json; the README shows it.',
        detail: { profileDir },
      });
    }
    const giveUp = new AbortController();
    void line.untilStopped().then(() => giveUp.abort());
    const { refreshToken, account } = await signIn({
      settings,
      user: mailbox.imap.user,
      clientSecret: clientSecretOf(mailbox.id, line),
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

function clientSecretOf(mailbox: string, line: CommandLine): string | null {
  const secrets = secretsFromEnvironment(line.environment);
  return secrets.mailboxes?.[mailbox]?.clientSecret ?? secrets.clientSecret ?? null;
}
