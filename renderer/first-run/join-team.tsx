import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TeamCheck } from '../../shared/contract/team-work';
import { DEFAULT_SCHEMA, isLoopback, writeTeamAddress } from '../../shared/domain/team-address';
import type { TeamAddress } from '../../shared/domain/team-address';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { useShellCall } from './use-shell-call';

const EMPTY: TeamAddress = {
  host: '',
  port: 5432,
  database: '',
  user: '',
  schema: DEFAULT_SCHEMA,
  tls: true,
  authority: null,
};

/** Joins a team: by its invitation, or by what that says; and by the password, which came another way. */
export function JoinTeam(props: {
  readonly keychain: boolean;
  readonly onJoined: () => void;
  readonly onCancel: () => void;
}) {
  const words = useWords();
  const [invitation, setInvitation] = useState('');
  const [isUnread, setIsUnread] = useState(false);
  const [address, setAddress] = useState(EMPTY);
  const [password, setPassword] = useState('');
  const [check, setCheck] = useState<TeamCheck | null>(null);
  const { busy, failure, run } = useShellCall();
  const isIncomplete = [address.host, address.database, address.user, address.schema, password].includes('');
  const change = (part: Partial<TeamAddress>): void => {
    setCheck(null);
    setAddress({ ...address, ...part });
  };
  const read = (text: string): Promise<void> =>
    run(async () => {
      setInvitation(text);
      setCheck(null);
      const found = await sportello().shell.readInvitation(text);
      setIsUnread(found === null && text.trim() !== '');
      if (found !== null) setAddress(found);
    });
  const text = (name: 'host' | 'database' | 'user' | 'schema') => ({
    size: 'xs' as const,
    label: words.t(`join.${name}`),
    value: address[name],
    spellCheck: false,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ [name]: event.currentTarget.value.trim() }),
  });
  // Elsewhere the server has to prove its name: `writeTeamAddress` would write what is refused.
  const tls = address.tls || !isLoopback(address.host);
  const given = { url: writeTeamAddress({ ...address, tls }), password };
  return (
    <form
      className="mailbox-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          await sportello().shell.joinTeam(given);
          props.onJoined();
        });
      }}
    >
      <Textarea
        size="xs"
        data-autofocus
        label={words.t('join.invitation')}
        description={words.t('join.invitation.about')}
        error={isUnread ? words.t('join.invitation.none') : undefined}
        autosize={false}
        rows={3}
        spellCheck={false}
        value={invitation}
        onChange={(event) => void read(event.currentTarget.value)}
      />
      <div className="card-grid">
        <TextInput {...text('host')} />
        <NumberInput
          size="xs"
          label={words.t('join.port')}
          min={1}
          max={65535}
          value={address.port}
          onChange={(port) => change({ port: Number(port) })}
        />
        <TextInput {...text('database')} />
        <TextInput {...text('schema')} />
        <TextInput {...text('user')} />
        <TextInput
          size="xs"
          type="password"
          autoComplete="off"
          label={words.t('join.password')}
          // Below, so that it stands beside the login.
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={words.t(props.keychain ? 'join.password.about' : 'join.no-keychain')}
          value={password}
          onChange={(event) => {
            setCheck(null);
            setPassword(event.currentTarget.value);
          }}
        />
      </div>
      <Certificate file={address.authority} onFile={(authority) => change({ authority })} />
      {isLoopback(address.host) && (
        <Checkbox
          size="xs"
          label={words.t('join.tls')}
          checked={address.tls}
          onChange={(event) => change({ tls: event.currentTarget.checked })}
        />
      )}
      {failure}
      {check !== null && (
        <output className="notice" data-tone="good">
          {words.t('join.ok', {
            // Distributions put their own number behind PostgreSQL's.
            server: check.server.replace(/ .*/, ''),
            name: check.member.name,
            role: words.t(`role.${check.member.role}`),
            team: check.team === '' ? address.schema : check.team,
          })}
        </output>
      )}
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy} disabled={isIncomplete}>
          {words.t('join.join')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || isIncomplete}
          onClick={() =>
            void run(async () => {
              setCheck(null);
              setCheck(await sportello().shell.checkTeam(given));
            })
          }
        >
          {words.t('join.check')}
        </Button>
        <Button size="xs" variant="subtle" onClick={props.onCancel}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** The certificate of a private authority; an invitation names it, the person has the file. */
function Certificate(props: { readonly file: string | null; readonly onFile: (file: string | null) => void }) {
  const words = useWords();
  const isOnlyNamed = props.file !== null && !/^(?:[\\/]|[A-Za-z]:)/.test(props.file);
  return (
    <div className="join-certificate">
      <TextInput
        size="xs"
        label={words.t('join.certificate')}
        description={
          isOnlyNamed
            ? words.t('join.certificate.named', { file: props.file ?? '' })
            : words.t('join.certificate.about')
        }
        value={props.file ?? ''}
        spellCheck={false}
        onChange={(event) => props.onFile(event.currentTarget.value.trim() || null)}
      />
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void sportello()
            .shell.chooseFile('certificate')
            .then((chosen) => chosen !== null && props.onFile(chosen))
        }
      >
        {words.t('join.choose')}
      </Button>
    </div>
  );
}
