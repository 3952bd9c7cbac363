import { Button } from '@mantine/core';
import { useState } from 'react';
import { oauthOf } from '../../shared/contract/mailbox-auth';
import type { NamedMailbox } from '../../shared/contract/profile';
import type { ShellState } from '../../shared/contract/shell-api';
import type { MailboxStatus } from '../../shared/contract/views';
import { commandNamed } from '../desk/commands';
import { useDesk } from '../desk/desk-context';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { Card } from '../desk/page';
import { connectionText } from '../desk/status-bar';
import { useEngine } from '../engine-client';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { MailboxForm } from './mailbox-form';
import { RemoveMailboxDialog } from './remove-mailbox-dialog';
import { wayOf } from './sign-in-fields';

/** The mailboxes of the desk: one as it always was, several as a list; each opens its form. */
export function MailboxesCard(props: Pick<ShellState, 'keychain' | 'signedIn' | 'demo'>) {
  const words = useWords();
  const { data } = useEngine('mailbox.settings', {});
  const status = useEngine('desk.status', {}).data?.mailboxes ?? [];
  /** Id of the mailbox that is being changed; `null`: one more is being set up. */
  const [editing, setEditing] = useState<string | null | undefined>(undefined);
  if (data === undefined) return null;
  const { mailboxes } = data;
  const isAdding = editing === null || mailboxes.length === 0;
  const close = (): void => setEditing(undefined);
  const formOf = (mailbox: NamedMailbox) => (
    <MailboxForm
      mailbox={mailbox}
      signedIn={props.signedIn.includes(mailbox.id)}
      saveLabel={words.t('mailbox.save')}
      onSaved={close}
      onCancel={close}
    />
  );
  const [only, ...others] = mailboxes;
  const kind = others.length === 0 ? 'mailbox' : 'mailboxes';
  const stateOf = (id: string): MailboxStatus | undefined => status.find((one) => one.id === id);
  return (
    <Card title={words.t(`${kind}.title`)} text={words.t(props.keychain ? `${kind}.text` : `${kind}.text-no-keychain`)}>
      {only !== undefined && others.length === 0 && editing !== only.id && (
        <TheMailbox
          mailbox={only}
          state={stateOf(only.id)}
          isSignedIn={props.signedIn.includes(only.id)}
          onEdit={() => setEditing(only.id)}
          onAdd={props.demo || isAdding ? null : () => setEditing(null)}
        />
      )}
      {only !== undefined && others.length === 0 && editing === only.id && formOf(only)}
      {others.length > 0 && (
        <>
          <ul className="mailboxes">
            {mailboxes.map((mailbox) => (
              <li key={mailbox.id} aria-label={mailbox.address}>
                {editing === mailbox.id ? (
                  formOf(mailbox)
                ) : (
                  <MailboxRow
                    mailbox={mailbox}
                    state={stateOf(mailbox.id)}
                    isSignedIn={props.signedIn.includes(mailbox.id)}
                    onEdit={() => setEditing(mailbox.id)}
                  />
                )}
              </li>
            ))}
          </ul>
          {!isAdding && (
            <div className="card-row">
              <SyncButton />
              <AddButton onAdd={() => setEditing(null)} />
            </div>
          )}
        </>
      )}
      {isAdding && mailboxes.length > 0 && <h3>{words.t('mailboxes.add')}</h3>}
      {isAdding && (
        <MailboxForm
          mailbox={null}
          add={mailboxes.length > 0}
          signedIn={false}
          saveLabel={words.t('mailbox.save')}
          onSaved={close}
          onCancel={mailboxes.length === 0 ? null : close}
        />
      )}
    </Card>
  );
}

function TheMailbox(props: {
  readonly mailbox: NamedMailbox;
  readonly state: MailboxStatus | undefined;
  readonly isSignedIn: boolean;
  readonly onEdit: () => void;
  readonly onAdd: (() => void) | null;
}) {
  const words = useWords();
  const { mailbox, state } = props;
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{words.t('mailbox.address')}</dt>
          <dd>
            {mailbox.name} {mailbox.address}
          </dd>
        </div>
        <div>
          <dt>IMAP</dt>
          <dd>
            {mailbox.imap.user} · {mailbox.imap.host}:{mailbox.imap.port}
          </dd>
        </div>
        <div>
          <dt>SMTP</dt>
          <dd>
            {mailbox.smtp.user} · {mailbox.smtp.host}:{mailbox.smtp.port}
          </dd>
        </div>
        <div>
          <dt>{words.t('sign-in.way')}</dt>
          <dd>{words.t(`sign-in.${wayOf(mailbox.auth)}`)}</dd>
        </div>
        <div>
          <dt>{words.t('mailbox.state')}</dt>
          <dd>{state === undefined ? '' : connectionText(words, state.connection)}</dd>
        </div>
      </dl>
      <SignOut mailbox={mailbox} isSignedIn={props.isSignedIn}>
        <Button size="xs" variant="default" onClick={props.onEdit}>
          {words.t('mailbox.edit')}
        </Button>
        <SyncButton />
        {props.onAdd !== null && <AddButton onAdd={props.onAdd} />}
      </SignOut>
    </>
  );
}

/** One of several: who it is, how it is read, and what can be done with it. */
function MailboxRow(props: {
  readonly mailbox: NamedMailbox;
  readonly state: MailboxStatus | undefined;
  readonly isSignedIn: boolean;
  readonly onEdit: () => void;
}) {
  const words = useWords();
  const [isRemoving, setRemoving] = useState(false);
  const { mailbox, state } = props;
  const { connection } = state ?? {};
  const error = connection?.kind === 'stopped' || connection?.kind === 'offline' ? connection.error : state?.stopped;
  return (
    <>
      <p className="mailbox-line">
        <strong>{mailbox.address}</strong>
        {mailbox.name !== '' && <span className="mailbox-name">{mailbox.name}</span>}
        {connection !== undefined && (
          <span className="status-light" data-connection={connection.kind}>
            <span>{connectionText(words, connection)}</span>
          </span>
        )}
      </p>
      {error !== null && error !== undefined && (
        <p className="notice" data-tone="bad">
          <FailureText of={explainFailure(error)} />
        </p>
      )}
      <SignOut mailbox={mailbox} isSignedIn={props.isSignedIn}>
        <Button
          size="xs"
          variant="default"
          aria-label={words.t('mailboxes.edit', { address: mailbox.address })}
          onClick={props.onEdit}
        >
          {words.t('mailbox.edit')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          aria-label={words.t('mailboxes.remove-of', { address: mailbox.address })}
          onClick={() => setRemoving(true)}
        >
          {words.t('mailboxes.remove')}
        </Button>
      </SignOut>
      {isRemoving && <RemoveMailboxDialog mailbox={mailbox} onClose={() => setRemoving(false)} />}
    </>
  );
}

function AddButton({ onAdd }: { readonly onAdd: () => void }) {
  const words = useWords();
  return (
    <Button size="xs" variant="subtle" onClick={onAdd}>
      {words.t('mailboxes.add')}
    </Button>
  );
}

function SyncButton() {
  const desk = useDesk();
  const words = useWords();
  return (
    <Button size="xs" variant="default" onClick={() => void commandNamed('sync').run(desk)}>
      {words.t('command.sync')}
    </Button>
  );
}

/** The row of buttons, with "Sign out" at its end where the mailbox signs in at a provider. */
function SignOut(props: {
  readonly mailbox: NamedMailbox;
  readonly isSignedIn: boolean;
  readonly children: React.ReactNode;
}) {
  const words = useWords();
  const { mailbox } = props;
  const { busy, failure, run } = useShellCall();
  const [signedOut, setSignedOut] = useState<string | null>(null);
  return (
    <>
      <div className="card-row">
        {props.children}
        {oauthOf(mailbox) !== null && (
          <Button
            size="xs"
            variant="subtle"
            loading={busy}
            onClick={() =>
              void run(async () => {
                const { revoked } = await sportello().shell.signOut({ mailbox: mailbox.id });
                setSignedOut(revoked ? 'sign-in.signed-out' : 'sign-in.signed-out-here');
              })
            }
          >
            {words.t('sign-in.out')}
          </Button>
        )}
      </div>
      {failure}
      {signedOut !== null && !props.isSignedIn && <output className="notice">{words.t(signedOut)}</output>}
    </>
  );
}
