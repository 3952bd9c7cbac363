import { ActionIcon, Button } from '@mantine/core';
import { IconArrowForwardUp, IconBuildingStore, IconClock, IconSend, IconUsersPlus } from '@tabler/icons-react';
import { memo } from 'react';
import { useDesk, useDeskState } from '../desk/desk-context';
import { armEscalation } from '../desk/replying';
import { forward } from '../desk/sending';
import { useWords } from '../i18n/use-words';
import { AttachButton } from './attached-files';

type Props = {
  /** The draft that a chosen file goes with. */
  readonly draft: string;
  readonly open: boolean;
  readonly noting: boolean;
  readonly empty: boolean;
  readonly onCopies: () => void;
  readonly onLater: () => void;
  readonly onSend: () => void;
};

/** What is done with the text above it. A key in the text changes nothing here, so it is not drawn again. */
export const ComposerBar = memo(function ComposerBar(props: Props) {
  const { open, noting, empty } = props;
  const desk = useDesk();
  const words = useWords();
  const busy = useDeskState((state) => state.busy);
  return (
    <div className="composer-bar">
      {!noting && (
        <>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconBuildingStore size={15} stroke={1.7} aria-hidden />}
            onClick={() => armEscalation(desk)}
          >
            {words.t('composer.escalate')}
          </Button>
          <ActionIcon
            variant="subtle"
            aria-label={words.t('command.forward')}
            title={`${words.t('command.forward')} (F)`}
            onClick={() => void forward(desk, null)}
          >
            <IconArrowForwardUp size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
          {open && <AttachButton draft={props.draft} />}
          {open && (
            <ActionIcon
              variant="subtle"
              aria-label={words.t('command.copies')}
              title={words.t('command.copies')}
              onClick={props.onCopies}
            >
              <IconUsersPlus size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          )}
        </>
      )}
      <span className="composer-hint">{open && words.t('composer.keys')}</span>
      <span className="composer-go">
        {open && !noting && (
          <ActionIcon
            variant="default"
            aria-label={words.t('later.open')}
            title={words.t('later.open')}
            disabled={empty || busy}
            onClick={props.onLater}
          >
            <IconClock size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
        <Button
          size="xs"
          loading={busy && !empty}
          disabled={empty}
          leftSection={<IconSend size={15} stroke={1.7} aria-hidden />}
          onClick={props.onSend}
        >
          {words.t(noting ? 'composer.keep-note' : 'composer.send')}
        </Button>
      </span>
    </div>
  );
});
