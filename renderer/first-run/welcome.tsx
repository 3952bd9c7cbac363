import { Button } from '@mantine/core';
import { IconMailPlus, IconPlayerPlay, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { useWords } from '../i18n/use-words';
import { MailboxForm } from '../settings/mailbox-form';
import { sportello } from '../sportello';
import { FirstRunDialog } from './first-run-dialog';
import { JoinTeam } from './join-team';
import { useShellCall } from './use-shell-call';

/** First run: connect a mailbox, try everything in the demo inbox, or join a team, whose mailbox is then connected. */
export function Welcome(props: { readonly shell: ShellState }) {
  const words = useWords();
  const { team, keychain } = props.shell;
  // Who has joined goes on with the mailbox, after a restart too.
  const [step, setStep] = useState<'choose' | 'mailbox' | 'join'>(team === null ? 'choose' : 'mailbox');
  const { busy, failure, run } = useShellCall();
  const onBack = (): void => setStep('choose');
  return (
    <FirstRunDialog
      title={words.t('welcome.title')}
      width={step === 'choose' ? 520 : 640}
      {...(step === 'choose' ? {} : { onBack })}
    >
      {step === 'mailbox' && (
        <>
          {team !== null && <p className="dialog-lead">{words.t('join.joined', { ...team })}</p>}
          <MailboxForm mailbox={null} signedIn={false} saveLabel={words.t('mailbox.save')} onCancel={onBack} />
        </>
      )}
      {step === 'join' && (
        <>
          <p className="dialog-lead">{words.t('join.lead')}</p>
          <JoinTeam keychain={keychain} onJoined={() => setStep('mailbox')} onCancel={onBack} />
        </>
      )}
      {step === 'choose' && (
        <>
          <p className="dialog-lead">{words.t('welcome.lead')}</p>
          {failure}
          <div className="dialog-actions">
            <Button
              data-autofocus
              leftSection={<IconMailPlus size={17} stroke={1.7} aria-hidden />}
              onClick={() => setStep('mailbox')}
            >
              {words.t('welcome.connect')}
            </Button>
            <Button
              variant="default"
              loading={busy}
              leftSection={<IconPlayerPlay size={17} stroke={1.7} aria-hidden />}
              onClick={() => void run(() => sportello().shell.startDemo())}
            >
              {words.t('welcome.demo')}
            </Button>
          </div>
          <p className="dialog-lead">{words.t('welcome.demo-about')}</p>
          <div className="dialog-actions">
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconUsers size={15} stroke={1.7} aria-hidden />}
              onClick={() => setStep('join')}
            >
              {words.t('welcome.join')}
            </Button>
          </div>
        </>
      )}
    </FirstRunDialog>
  );
}
