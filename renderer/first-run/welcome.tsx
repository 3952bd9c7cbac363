import { Button } from '@mantine/core';
import { IconMailPlus, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { MailboxForm } from '../settings/mailbox-form';
import { sportello } from '../sportello';
import { FirstRunDialog } from './first-run-dialog';
import { useShellCall } from './use-shell-call';

/** First run: connect a mailbox, or try everything in the demo inbox. */
export function Welcome() {
  const words = useWords();
  const [connecting, setConnecting] = useState(false);
  const { busy, failure, run } = useShellCall();
  const onBack = (): void => setConnecting(false);
  return (
    <FirstRunDialog title={words.t('welcome.title')} width={connecting ? 640 : 520} {...(connecting ? { onBack } : {})}>
      {connecting ? (
        <MailboxForm mailbox={null} signedIn={false} saveLabel={words.t('mailbox.save')} onCancel={onBack} />
      ) : (
        <>
          <p className="dialog-lead">{words.t('welcome.lead')}</p>
          {failure}
          <div className="dialog-actions">
            <Button
              data-autofocus
              leftSection={<IconMailPlus size={17} stroke={1.7} aria-hidden />}
              onClick={() => setConnecting(true)}
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
        </>
      )}
    </FirstRunDialog>
  );
}
