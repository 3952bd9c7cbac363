import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { ServerSettings } from '../../shared/contract/profile';
import { useWords } from '../i18n/use-words';

/** One server of a mailbox; its password only where the mailbox has one (`password` null: it signs in elsewhere). */
export function ServerFields(props: {
  readonly kind: 'imap' | 'smtp';
  readonly server: ServerSettings;
  readonly password: string | null;
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
      {props.password !== null && (
        <TextInput
          size="xs"
          type="password"
          autoComplete="off"
          label={name(words.t('mailbox.password'))}
          placeholder={props.kept ? words.t('mailbox.password-kept') : undefined}
          value={props.password}
          onChange={(event) => props.onPassword(event.currentTarget.value)}
        />
      )}
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
