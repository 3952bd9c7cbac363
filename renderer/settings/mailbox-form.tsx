import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { mailboxAuthSchema } from '../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../shared/contract/profile';
import type { Finding } from '../../shared/contract/views';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { presetFor, presetOf } from '../../shared/domain/mail-presets';
import type { MailPreset } from '../../shared/domain/mail-presets';
import { grantOf } from '../../shared/domain/oauth-providers';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { Findings } from './findings';
import { MAIL_PROVIDERS } from './mail-providers';
import { ProviderHints } from './provider-hints';
import { ServerFields } from './server-fields';
import { SignInFields, authOf, wayOf } from './sign-in-fields';
import type { Way } from './sign-in-fields';
import { SignInSection } from './sign-in-section';
import type { SignedInAs } from './sign-in-section';

const EMPTY: MailboxSettings = {
  imap: { host: '', port: 993, secure: true, user: '' },
  smtp: { host: '', port: 465, secure: true, user: '' },
  address: '',
  name: '',
  language: 'it',
};

/** Puts servers into a mailbox; private certificates stay. `before` is what had been filled in until now. */
function withPreset(mailbox: MailboxSettings, preset: MailPreset, before: MailPreset | null): MailboxSettings {
  const { auth: current, ...rest } = mailbox;
  const way = wayFor(wayOf(current), preset, before);
  const auth = way === wayOf(current) ? current : authOf(way);
  return {
    ...rest,
    ...(auth && { auth }),
    imap: { ...preset.imap, ...(mailbox.imap.ca !== undefined && { ca: mailbox.imap.ca }) },
    smtp: { ...preset.smtp, ...(mailbox.smtp.ca !== undefined && { ca: mailbox.smtp.ca }) },
  };
}

/** A provider that takes no passwords gets its own sign-in; one that another provider brought does not stay. */
function wayFor(current: Way, { provider }: MailPreset, before: MailPreset | null): Way {
  if (current === 'custom') return current;
  if (provider === null) return before?.provider ? 'password' : current;
  if (provider.signIn.some((one) => one === current)) return current;
  return provider.signIn.includes('password') ? 'password' : (provider.signIn[0] ?? 'password');
}

/** Everything needed to receive and send as one address. Passwords go to the keychain, never into a file. */
export function MailboxForm(props: {
  readonly mailbox: MailboxSettings | null;
  /** A permission for `mailbox` as it is set up is kept (`ShellState.signedIn`). */
  readonly signedIn: boolean;
  /** One more mailbox beside those that there are: nothing that is kept is used for it. */
  readonly add?: boolean;
  readonly saveLabel: string;
  readonly onSaved?: () => void;
  readonly onCancel: (() => void) | null;
}) {
  const words = useWords();
  const [mailbox, setMailbox] = useState<MailboxSettings>(props.mailbox ?? EMPTY);
  /** What was filled in for the person: it is replaced while the address is typed, what was typed is not. */
  const [filled, setFilled] = useState<MailPreset | null>(null);
  const [clientSecret, setClientSecret] = useState('');
  const [signedIn, setSignedIn] = useState<{ readonly of: string | null; readonly as: SignedInAs } | null>(null);
  const [imapPassword, setImapPassword] = useState('');
  const [smtpPassword, setSmtpPassword] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { busy, failure, run } = useShellCall();
  const passwords = { imapPassword, smtpPassword: smtpPassword === '' ? imapPassword : smtpPassword };
  const adding = props.add === true ? { add: true } : {};
  const grant = grantOfForm(mailbox);
  const isSame = props.mailbox !== null && grant !== null && grant === grantOf(props.mailbox);
  // after signing out the client secret is still there, the permission is not
  const isKept = isSame && props.signedIn;
  const isSignedIn = signedIn !== null && signedIn.of === grant;
  const isOAuth = mailbox.auth?.kind === 'oauth2';
  const incomplete = [mailbox.address, mailbox.imap.host, mailbox.imap.user, mailbox.smtp.host, mailbox.smtp.user];
  const fill = (next: MailboxSettings, preset: MailPreset | null): void => {
    setMailbox(preset === null ? next : withPreset(next, preset, filled));
    setFilled(preset);
  };
  const setAddress = (address: string): void => {
    const follow = (server: MailboxSettings['imap']): MailboxSettings['imap'] =>
      server.user === mailbox.address ? { ...server, user: address } : server;
    const next = { ...mailbox, address, imap: follow(mailbox.imap), smtp: follow(mailbox.smtp) };
    const isOurs = mailbox.imap.host === (filled?.imap.host ?? '') && mailbox.smtp.host === (filled?.smtp.host ?? '');
    const chosen = filled?.provider?.ownDomains === true ? filled.provider : null;
    const found = presetFor(address, MAIL_PROVIDERS);
    // who chose a provider for an own domain keeps it until the address says another
    const preset = chosen !== null && !found?.provider ? presetOf(chosen, address) : found;
    if (!isOurs) setMailbox(next);
    else if (preset !== null) fill(next, preset);
    else fill({ ...next, imap: { ...next.imap, host: '' }, smtp: { ...next.smtp, host: '' } }, null);
  };
  const setAuth = (auth: MailboxSettings['auth']): void => {
    const { auth: _old, ...rest } = mailbox;
    setMailbox(auth === undefined ? rest : { ...rest, auth });
  };
  const offered = MAIL_PROVIDERS.filter((one) => one.ownDomains || one.id === filled?.provider?.id);
  return (
    <form
      className="mailbox-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          await sportello().shell.saveMailbox({ mailbox, ...passwords, ...adding });
          props.onSaved?.();
        });
      }}
    >
      <div className="card-grid">
        <TextInput
          size="xs"
          data-autofocus
          label={words.t('mailbox.address')}
          value={mailbox.address}
          spellCheck={false}
          onChange={(event) => setAddress(event.currentTarget.value.trim())}
        />
        <TextInput
          size="xs"
          label={words.t('mailbox.name')}
          value={mailbox.name}
          onChange={(event) => setMailbox({ ...mailbox, name: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label={words.t('mailbox.language')}
          value={mailbox.language}
          data={REPLY_LANGUAGES.map((language) => ({ value: language, label: words.t(`language.${language}`) }))}
          onChange={(event) => setMailbox({ ...mailbox, language: event.currentTarget.value as ReplyLanguage })}
        />
        <NativeSelect
          size="xs"
          label={words.t('mailbox.provider')}
          value={filled?.provider?.id ?? ''}
          data={[
            { value: '', label: words.t('mailbox.provider.other') },
            ...offered.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => {
            const provider = MAIL_PROVIDERS.find(({ id }) => id === event.currentTarget.value);
            fill(mailbox, provider ? presetOf(provider, mailbox.address) : presetFor(mailbox.address, []));
          }}
        />
      </div>
      {filled !== null && (
        <ProviderHints provider={filled.provider} way={wayOf(mailbox.auth)} onWay={(way) => setAuth(authOf(way))} />
      )}
      <SignInFields
        auth={mailbox.auth}
        clientSecret={clientSecret}
        kept={isSame}
        onAuth={setAuth}
        onClientSecret={setClientSecret}
      />
      <SignInSection
        mailbox={mailbox}
        clientSecret={clientSecret}
        add={props.add === true}
        signedIn={isSignedIn ? signedIn.as : null}
        kept={isKept}
        onSignedIn={(as) => setSignedIn({ of: grant, as })}
      />
      <ServerFields
        kind="imap"
        server={mailbox.imap}
        password={isOAuth ? null : imapPassword}
        kept={props.mailbox !== null}
        onServer={(imap) => setMailbox({ ...mailbox, imap })}
        onPassword={setImapPassword}
      />
      <ServerFields
        kind="smtp"
        server={mailbox.smtp}
        password={isOAuth ? null : smtpPassword}
        kept={props.mailbox !== null}
        onServer={(smtp) => setMailbox({ ...mailbox, smtp })}
        onPassword={setSmtpPassword}
      />
      <Textarea
        size="xs"
        label={words.t('mailbox.signature')}
        autosize={false}
        rows={3}
        value={mailbox.signature ?? ''}
        onChange={(event) => setMailbox({ ...mailbox, signature: event.currentTarget.value })}
      />
      {failure}
      <Findings findings={findings} />
      <div className="dialog-actions">
        <Button
          type="submit"
          size="xs"
          loading={busy}
          disabled={incomplete.includes('') || (isOAuth && !isSignedIn && !isKept)}
        >
          {props.saveLabel}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || incomplete.includes('') || (isOAuth && grant === null)}
          onClick={() =>
            void run(async () => {
              setFindings([]);
              setFindings(await sportello().shell.checkMailbox({ mailbox, ...passwords, ...adding }));
            })
          }
        >
          {words.t('mailbox.check')}
        </Button>
        {props.onCancel !== null && (
          <Button size="xs" variant="subtle" onClick={props.onCancel}>
            {words.t('action.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What a sign-in with these settings would belong to; null while they are incomplete, or for a password. */
function grantOfForm(mailbox: MailboxSettings): string | null {
  return mailbox.auth !== undefined && mailboxAuthSchema.safeParse(mailbox.auth).success ? grantOf(mailbox) : null;
}
