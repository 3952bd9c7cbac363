import { Button, Modal } from '@mantine/core';
import { useDesk, useDeskState } from '../desk/desk-context';
import { openTold, readTold } from '../desk/telling';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Notes that mention me and that I have not read: a press opens the ticket. */
export function MentionsDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'mentions');
  const told = useEngine('told.list', {}).data ?? [];
  const mentions = told.filter(({ kind }) => kind === 'mention');
  const close = (): void => desk.store.set({ dialog: null });
  return (
    <Modal opened={opened} onClose={close} title={words.t('mentions.title')} size="md">
      {mentions.length === 0 && <p>{words.t('mentions.none')}</p>}
      <ul className="dialog-list" aria-label={words.t('mentions.title')}>
        {mentions.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => {
                close();
                void openTold(desk, one.ticket);
              }}
            >
              {words.t('mentions.line', { by: one.by, name: one.name })}
              <span>
                {one.ticket} · {one.subject === '' ? words.t('ticket.no-subject') : one.subject} ·{' '}
                {words.moment(one.at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button
          size="xs"
          variant="default"
          disabled={mentions.length === 0}
          onClick={() => {
            close();
            void readTold(desk, mentions);
          }}
        >
          {words.t('mentions.read-all')}
        </Button>
      </div>
    </Modal>
  );
}
