import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { assign } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** A: hands the ticket to someone by name. */
export function AssignDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'assign');
  const me = useEngine('desk.status', {}).data?.agent.name ?? '';
  const [name, setName] = useState('');
  const close = (): void => {
    setName('');
    desk.store.set({ dialog: null });
  };
  const give = (to: string | null): void => {
    const row = desk.open()?.row;
    close();
    if (row !== undefined) void assign(desk, row, to);
  };
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.assign')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') give(name.trim());
        }}
      >
        <TextInput
          data-autofocus
          label={words.t('assign.who')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button size="xs" variant="default" onClick={() => give(me)}>
            {words.t('assign.me')}
          </Button>
          <Button size="xs" variant="default" onClick={() => give(null)}>
            {words.t('assign.nobody')}
          </Button>
          <Button size="xs" type="submit" disabled={name.trim() === ''}>
            {words.t('command.assign')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
