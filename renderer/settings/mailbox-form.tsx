import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MailboxSettings, ServerSettings } from '../../shared/contract/profile';
import type { Finding } from '../../shared/contract/views';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { Findings } from './findings';

const EMPTY: MailboxSettings = {
  imap: { host: '', port: 993, secure: true, user: '' },
  smtp: { host: '', port: 465, secure: true, user: '' },
  address: '',
  name: '',
  language: 'it',
};

function ServerFields(props: {
  readonly kind: 'imap' | 'smtp';
  readonly server: ServerSettings;
  readonly password: string;
  /** A password is known already and stays unless another is typed. */
  readonly kept: boolean;
  readonly onServer: (server: ServerSettings) => void;
  readonly onPassword: (password: string) => void;
}) {
  const words = useWords();
  const { kind, server, onServer } = props;
  const name = (field: string): string => words.t('mailbox.field', { kind: kind.toUpperCase(), field });
  const ports = kind === 'imap' ? { tls: 993, starttls: 143 } : { tls: 465, starttls: 587 };
  return (
    <div className="card-grid">
      <TextInput
        size="xs"
        label={name(words.t('mailbox.host'))}
        value={server.host}
        spellCheck={false}
        onChange={(event) => onServer({ ...server, host: event.currentTarget.value.trim() })}
      />
      <NumberInput
        size="xs"
        label={name(words.t('mailbox.port'))}
        min={1}
        max={65535}
        value={server.port}
        onChange={(port) => onServer({ ...server, port: Number(port) })}
      />
      <NativeSelect
        size="xs"
        label={name(words.t('mailbox.security'))}
        value={server.secure ? 'tls' : 'starttls'}
        data={[
          { value: 'tls', label: 'TLS' },
          { value: 'starttls', label: 'STARTTLS' },
        ]}
        onChange={(event) => {
          const secure = event.currentTarget.value === 'tls';
          onServer({ ...server, secure, port: secure ? ports.tls : ports.starttls });
        }}
      />
      <TextInput
        size="xs"
        label={name(words.t('mailbox.user'))}
        value={server.user}
        spellCheck={false}
        onChange={(event) => onServer({ ...server, user: event.currentTarget.value.trim() })}
      />
      <TextInput
        size="xs"
        type="password"
        autoComplete="off"
        label={name(words.t('mailbox.password'))}
        placeholder={props.kept ? words.t('mailbox.password-kept') : undefined}
        value={props.password}
        onChange={(event) => props.onPassword(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label={name(words.t('mailbox.certificate'))}
        placeholder={words.t('mailbox.certificate.about')}
        value={server.ca ?? ''}
        spellCheck={false}
        onChange={(event) => {
          const { ca: _ca, ...rest } = server;
          const file = event.currentTarget.value.trim();
          onServer(file === '' ? rest : { ...rest, ca: file });
        }}
      />
    </div>
  );
}

/** Everything needed to receive and send as one address. Passwords go to the keychain, never into a file. */
export function MailboxForm(props: {
  readonly mailbox: MailboxSettings | null;
  readonly saveLabel: string;
  readonly onSaved?: () => void;
  readonly onCancel: (() => void) | null;
}) {
  const words = useWords();
  const [mailbox, setMailbox] = useState<MailboxSettings>(props.mailbox ?? EMPTY);
  const [imapPassword, setImapPassword] = useState('');
  const [smtpPassword, setSmtpPassword] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { busy, failure, run } = useShellCall();
  const passwords = { imapPassword, smtpPassword: smtpPassword === '' ? imapPassword : smtpPassword };
  const incomplete = [mailbox.address, mailbox.imap.host, mailbox.imap.user, mailbox.smtp.host, mailbox.smtp.user];
  return (
    <form
      className="mailbox-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          await sportello().shell.saveMailbox({ mailbox, ...passwords });
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
          onChange={(event) => {
            const address = event.currentTarget.value.trim();
            const follow = (server: ServerSettings): ServerSettings =>
              server.user === mailbox.address ? { ...server, user: address } : server;
            setMailbox({ ...mailbox, address, imap: follow(mailbox.imap), smtp: follow(mailbox.smtp) });
          }}
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
      </div>
      <ServerFields
        kind="imap"
        server={mailbox.imap}
        password={imapPassword}
        kept={props.mailbox !== null}
        onServer={(imap) => setMailbox({ ...mailbox, imap })}
        onPassword={setImapPassword}
      />
      <ServerFields
        kind="smtp"
        server={mailbox.smtp}
        password={smtpPassword}
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
        <Button type="submit" size="xs" loading={busy} disabled={incomplete.includes('')}>
          {props.saveLabel}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || incomplete.includes('')}
          onClick={() =>
            void run(async () => {
              setFindings([]);
              setFindings(await sportello().shell.checkMailbox({ mailbox, ...passwords }));
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
