import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { PurchasesCard } from '../purchases/purchases-card';
import { commandNamed } from '../desk/commands';
import { useDesk } from '../desk/desk-context';
import { Card, Page } from '../desk/page';
import { connectionText } from '../desk/status-bar';
import { oauthOf } from '../../shared/contract/mailbox-auth';
import { useEngine } from '../engine-client';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { AboutCard } from './about-card';
import { BlockedCard } from './blocked-card';
import { AppearanceCard } from './appearance-card';
import { NotificationsCard } from './notifications-card';
import { PrivacyCard } from '../privacy/privacy-card';
import { ClocksCard } from './clocks-card';
import { CatalogueCard } from './catalogue-card';
import { CopiesCard } from './copies-card';
import { HealthCard } from './health-card';
import { HotmartCard } from './hotmart-card';
import { KeysCard } from './keys-card';
import { MailboxForm } from './mailbox-form';
import { MembersCard } from './members-card';
import { QuarantineCard } from './quarantine-card';
import { wayOf } from './sign-in-fields';
import { sportello } from '../sportello';
import { SpellingCard } from './spelling-card';
import { TeamCard } from './team-card';
import { UpdatesCard } from './updates-card';
import './settings.css';

function MailboxCard(props: Pick<ShellState, 'keychain' | 'signedIn'>) {
  const desk = useDesk();
  const words = useWords();
  const { data } = useEngine('mailbox.settings', {});
  const connection = useEngine('desk.status', {}).data?.connection;
  const [editing, setEditing] = useState(false);
  const signingOut = useShellCall();
  const [signedOut, setSignedOut] = useState<string | null>(null);
  const mailbox = data?.mailboxes[0] ?? null;
  const signedIn = mailbox !== null && props.signedIn.includes(mailbox.id);
  if (data === undefined) return null;
  return (
    <Card title={words.t('mailbox.title')} text={words.t(props.keychain ? 'mailbox.text' : 'mailbox.text-no-keychain')}>
      {mailbox !== null && !editing ? (
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
              <dd>{connection === undefined ? '' : connectionText(words, connection)}</dd>
            </div>
          </dl>
          <div className="card-row">
            <Button size="xs" variant="default" onClick={() => setEditing(true)}>
              {words.t('mailbox.edit')}
            </Button>
            <Button size="xs" variant="default" onClick={() => void commandNamed('sync').run(desk)}>
              {words.t('command.sync')}
            </Button>
            {oauthOf(mailbox) !== null && (
              <Button
                size="xs"
                variant="subtle"
                loading={signingOut.busy}
                onClick={() =>
                  void signingOut.run(async () => {
                    const { revoked } = await sportello().shell.signOut({});
                    setSignedOut(revoked ? 'sign-in.signed-out' : 'sign-in.signed-out-here');
                  })
                }
              >
                {words.t('sign-in.out')}
              </Button>
            )}
          </div>
          {signingOut.failure}
          {signedOut !== null && !signedIn && <output className="notice">{words.t(signedOut)}</output>}
        </>
      ) : (
        <MailboxForm
          mailbox={mailbox}
          signedIn={signedIn}
          saveLabel={words.t('mailbox.save')}
          onSaved={() => setEditing(false)}
          onCancel={mailbox === null ? null : () => setEditing(false)}
        />
      )}
    </Card>
  );
}

/** Everything that is set, on one page. */
export function SettingsPage(props: { readonly shell: ShellState }) {
  const words = useWords();
  return (
    <Page title={words.t('queue.settings')} lead={words.t('settings.lead')}>
      <MailboxCard keychain={props.shell.keychain} signedIn={props.shell.signedIn} />
      <QuarantineCard />
      <PurchasesCard />
      <HotmartCard demo={props.shell.demo} />
      <CatalogueCard />
      <MembersCard shell={props.shell} />
      <TeamCard />
      <ClocksCard />
      <BlockedCard />
      <AppearanceCard shell={props.shell} />
      <KeysCard own={props.shell.keys} />
      <SpellingCard shell={props.shell} />
      <NotificationsCard shell={props.shell} />
      <PrivacyCard />
      <CopiesCard />
      <HealthCard shell={props.shell} />
      <UpdatesCard shell={props.shell} />
      <AboutCard shell={props.shell} />
    </Page>
  );
}
