import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { setState } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { readSnooze } from './snooze-words';

const PRESETS = ['3h', 'tomorrow', '3d', '1w'] as const;

/** H: when shall this ticket come back? An answer of the customer brings it back earlier. */
export function SnoozeDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'snooze');
  const [text, setText] = useState('');
  const until = readSnooze(text, desk.now());
  const close = (): void => {
    setText('');
    desk.store.set({ dialog: null });
  };
  const snooze = (at: number | null): void => {
    const row = desk.open()?.row;
    if (row === undefined || at === null) return;
    close();
    void setState(desk, row, 'snoozed', at);
  };
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.snooze')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          snooze(until);
        }}
      >
        <TextInput
          data-autofocus
          label={words.t('snooze.when')}
          description={
            until === null ? words.t('snooze.examples') : words.t('snooze.until', { when: words.moment(until) })
          }
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          {PRESETS.map((preset) => (
            <Button key={preset} size="xs" variant="default" onClick={() => snooze(readSnooze(preset, desk.now()))}>
              {words.t(`snooze.${preset}`)}
            </Button>
          ))}
          <Button size="xs" type="submit" disabled={until === null}>
            {words.t('command.snooze')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
