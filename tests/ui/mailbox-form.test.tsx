import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packError, SportelloError } from '../../shared/contract/errors';
import type { ShellApi } from '../../shared/contract/shell-api';
import { cleanup, openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

type Call = { readonly name: string; readonly input: unknown };

/** The first-run form, and the shell calls that it makes. */
async function openForm(answers: Partial<ShellApi> = {}): Promise<Opened & { readonly shell: readonly Call[] }> {
  const shell: Call[] = [];
  const opened = await openDesk({
    shell: { stage: 'welcome' },
    prepare: ({ world }) => {
      for (const name of ['signIn', 'cancelSignIn', 'saveMailbox', 'checkMailbox', 'openLink'] as const) {
        const answer = (answers[name] ?? world.shell[name]) as (input: unknown) => Promise<unknown>;
        Object.assign(world.shell, {
          [name]: (input: unknown) => {
            shell.push({ name, input });
            return answer(input);
          },
        });
      }
    },
  });
  await opened.user.click(await screen.findByRole('button', { name: 'Connect a mailbox' }));
  return { ...opened, shell };
}

const field = (name: string): HTMLInputElement => screen.getByLabelText(name);
const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });

describe('the mailbox form', () => {
  it('fills the servers in by the address, and says what the provider wants', async () => {
    const { user, shell } = await openForm();
    await user.type(field('Address'), 'anna@yahoo.it');
    expect(field('IMAP server').value).toBe('imap.mail.yahoo.com');
    expect(field('SMTP server').value).toBe('smtp.mail.yahoo.com');
    expect(field('IMAP user').value).toBe('anna@yahoo.it');
    expect(screen.getByText(/Yahoo wants an app password here/)).toBeTruthy();
    await user.click(button('Its page about this'));
    expect(shell).toEqual([{ name: 'openLink', input: 'https://help.yahoo.com/kb/SLN15241.html' }]);
  });

  it('marks the servers of an own domain as a guess, and takes a provider that is chosen', async () => {
    const { user } = await openForm();
    await user.type(field('Address'), 'aiuto@corsi.example');
    expect(field('IMAP server').value).toBe('imap.corsi.example');
    expect(screen.getByText(/only a guess/)).toBeTruthy();
    await user.selectOptions(field('Provider'), 'Aruba');
    expect(field('IMAP server').value).toBe('imaps.aruba.it');
    expect(screen.queryByText(/only a guess/)).toBeNull();
    await user.type(field('Address'), '.org');
    expect(field('IMAP server').value).toBe('imaps.aruba.it');
    expect(field('IMAP user').value).toBe('aiuto@corsi.example.org');
  });

  it('leaves servers alone that were typed', async () => {
    const { user } = await openForm();
    await user.type(field('IMAP server'), 'mail.corsi.example');
    await user.type(field('Address'), 'anna@gmail.com');
    expect(field('IMAP server').value).toBe('mail.corsi.example');
    expect(field('SMTP server').value).toBe('');
  });

  it('asks no password where the provider takes none, and forgets that with the address', async () => {
    const { user } = await openForm();
    await user.type(field('Address'), 'anna@outlook.com');
    expect(field('Sign-in').value).toBe('microsoft');
    expect(screen.queryByLabelText('IMAP password')).toBeNull();
    expect(screen.getByText(/Outlook.com takes no passwords/)).toBeTruthy();
    await user.clear(field('Address'));
    await user.type(field('Address'), 'anna@libero.it');
    expect(field('Sign-in').value).toBe('password');
    expect(field('IMAP password')).toBeTruthy();
  });

  it('signs in with Google, says who did, and saves only after that', async () => {
    let answer: (value: { account: string }) => void = () => undefined;
    const { user, shell } = await openForm({
      signIn: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    await user.type(field('Address'), 'aiuto@gmail.com');
    await user.click(button('Sign in with Google'));
    expect(field('Sign-in').value).toBe('google');
    expect(button('Sign in with Google').disabled).toBe(true);
    await user.type(field('Client id'), '1-a.apps.googleusercontent.com');
    await user.type(field('Client secret'), 'GOCSPX-test');
    expect(button('Save and connect').disabled).toBe(true);
    await user.click(button('Sign in with Google'));
    expect((await screen.findByText('Your browser is open: sign in there.')).closest('output')).toBeTruthy();
    answer({ account: 'aiuto@gmail.com' });
    expect(await screen.findByText('Signed in as aiuto@gmail.com.')).toBeTruthy();
    expect(shell[0]).toMatchObject({
      name: 'signIn',
      input: {
        clientSecret: 'GOCSPX-test',
        mailbox: { auth: { kind: 'oauth2', provider: 'google', clientId: '1-a.apps.googleusercontent.com' } },
        words: { done: expect.stringContaining('You can close this window') },
      },
    });
    expect(JSON.stringify(shell[0]?.input).split('GOCSPX')).toHaveLength(2);
    await user.click(button('Save and connect'));
    await waitFor(() => expect(shell.at(-1)?.name).toBe('saveMailbox'));

    // another client is another permission
    await user.type(field('Client id'), 'x');
    expect(button('Save and connect').disabled).toBe(true);
    expect(screen.queryByText(/Signed in as/)).toBeNull();
  });

  it('can be cancelled while the browser is open, without a word of failure', async () => {
    let refuse: (error: unknown) => void = () => undefined;
    const cancelled = new SportelloError('oauth-cancelled', 'The sign-in was not finished.', { action: '' });
    const { user, shell } = await openForm({
      signIn: () =>
        new Promise((_resolve, reject) => {
          refuse = reject;
        }),
      cancelSignIn: () => {
        refuse(packError(cancelled));
        return Promise.resolve();
      },
    });
    await user.type(field('Address'), 'anna@outlook.com');
    await user.type(field('Client id'), 'a-b');
    await user.click(button('Sign in with Microsoft'));
    const waiting = await screen.findByText('Your browser is open: sign in there.');
    await user.click(within(waiting.parentElement as HTMLElement).getByRole('button', { name: 'Cancel' }));
    await screen.findByRole('button', { name: 'Sign in with Microsoft' });
    expect(shell.map(({ name }) => name)).toEqual(['signIn', 'cancelSignIn']);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says why a sign-in failed and what to do', async () => {
    const error = new SportelloError(
      'oauth-account',
      'You signed in as anna@gmail.com, but the mailbox is b@gmail.com.',
      {
        action: 'Choose b@gmail.com.',
        detail: { account: 'anna@gmail.com', user: 'b@gmail.com' },
      },
    );
    // eslint-disable-next-line typescript/prefer-promise-reject-errors -- a failure crosses as its packed fields
    const { user } = await openForm({ signIn: () => Promise.reject(packError(error)) });
    await user.type(field('Address'), 'b@gmail.com');
    await user.click(button('Sign in with Google'));
    await user.type(field('Client id'), 'c');
    await user.click(button('Sign in with Google'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('You signed in as anna@gmail.com, but the mailbox is b@gmail.com.');
    expect(alert.textContent).toContain('choose b@gmail.com in the browser');
  });

  it('takes the endpoints of an own identity server', async () => {
    const { user, shell } = await openForm();
    await user.type(field('Address'), 'aiuto@corsi.example');
    await user.selectOptions(field('Sign-in'), 'Another provider (OAuth2)');
    await user.type(field('Client id'), 'desk');
    await user.type(field('Authorization endpoint'), 'https://id.corsi.example/authorize');
    await user.type(field('Token endpoint'), 'http://id.corsi.example/token');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Sign in with/ }).disabled).toBe(true);
    await user.clear(field('Token endpoint'));
    await user.type(field('Token endpoint'), 'https://id.corsi.example/token');
    await user.type(field('Issuer'), 'https://id.corsi.example');
    await user.type(field('Scopes'), ' mail');
    await user.click(button('Sign in with id.corsi.example'));
    await waitFor(() =>
      expect(shell[0]?.input).toMatchObject({
        mailbox: {
          auth: {
            kind: 'oauth2',
            provider: 'custom',
            clientId: 'desk',
            authorizationEndpoint: 'https://id.corsi.example/authorize',
            tokenEndpoint: 'https://id.corsi.example/token',
            issuer: 'https://id.corsi.example',
            scopes: ['offline_access', 'mail'],
          },
        },
      }),
    );
    expect(await screen.findByText(/only if aiuto@example.com may open the mailbox aiuto@corsi.example/)).toBeTruthy();
  });
});

describe('the mailbox in Settings', () => {
  const google = { kind: 'oauth2', provider: 'google', clientId: 'one' } as const;

  /** The card of a Gmail mailbox that is signed in, in a shell that signs it out when asked. */
  async function openCard(): Promise<Opened> {
    const opened = await openDesk({
      shell: { signedIn: ['main'] },
      prepare: (fake) => {
        const server = { host: 'imap.gmail.com', port: 993, secure: true, user: 'aiuto@gmail.com' };
        const mailbox = { imap: server, smtp: server, address: 'aiuto@gmail.com', name: '', language: 'it' } as const;
        const signedIn = { ...mailbox, auth: google, id: 'main' };
        fake.answer({ 'mailbox.settings': () => ({ mailbox: signedIn, mailboxes: [signedIn] }) });
        Object.assign(fake.world.shell, {
          signOut: () => {
            fake.shell({ signedIn: [] });
            return Promise.resolve({ revoked: true });
          },
        });
      },
    });
    const queues = within(screen.getByRole('navigation', { name: 'Queues' }));
    await opened.user.click(queues.getByRole('link', { name: /Settings/ }));
    await screen.findByRole('button', { name: 'Sign out' });
    return opened;
  }

  it('can be saved while a permission is kept, and after signing out only with a new one', async () => {
    const { user } = await openCard();
    await user.click(button('Change'));
    expect(screen.getByText(/Signed in before/)).toBeTruthy();
    expect(button('Save and connect').disabled).toBe(false);
    await user.click(button('Cancel'));
    await user.click(button('Sign out'));
    expect(await screen.findByText('Signed out; the provider was told.')).toBeTruthy();
    await user.click(button('Change'));
    expect(screen.queryByText(/Signed in before/)).toBeNull();
    expect(button('Save and connect').disabled).toBe(true);
    await user.click(button('Sign in with Google'));
    await waitFor(() => expect(button('Save and connect').disabled).toBe(false));
  });

  it('is not called signed out any more once it was signed in again', async () => {
    const { fake, user } = await openCard();
    await user.click(button('Sign out'));
    expect(await screen.findByText(/^Signed out/)).toBeTruthy();
    await outside(() => fake.shell({ signedIn: ['main'] }));
    expect(screen.queryByText(/^Signed out/)).toBeNull();
  });
});

describe('a mailbox that is signed out', () => {
  it('is loud, and one press signs it in again', async () => {
    const again = vi.fn(() => Promise.resolve({ account: 'aiuto@example.com' }));
    const error = new SportelloError('oauth-signed-out', 'aiuto@example.com is not signed in with Google.', {
      action: 'Sign in again. Nothing is lost.',
    });
    const { fake, user } = await openDesk({
      prepare: ({ world }) => Object.assign(world.shell, { signInAgain: again }),
    });
    const status = await fake.world.engine.call('desk.status', {});
    fake.answer({ 'desk.status': () => ({ ...status, connection: { kind: 'stopped', error: packError(error) } }) });
    fake.emit('desk.status', { ...status, connection: { kind: 'stopped', error: packError(error) } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Not receiving since');
    expect(alert.textContent).toContain('The mailbox is signed out. Sign in again.');
    await user.click(within(alert).getByRole('button', { name: 'Sign in again' }));
    expect(again).toHaveBeenCalledWith({
      words: {
        done: expect.stringContaining('You can close this window'),
        failed: expect.any(String),
      },
    });
  });
});
