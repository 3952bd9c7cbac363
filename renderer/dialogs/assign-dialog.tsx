import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Colleague } from '../../shared/contract/team-work';
import { assign } from '../desk/claiming';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Colleagues of whom a name or an address begins with what was typed, who is called exactly so first. */
function matching(colleagues: readonly Colleague[], typed: string): readonly Colleague[] {
  const sought = typed.trim().toLowerCase();
  const isExact = ({ name }: Colleague): boolean => name.toLowerCase() === sought;
  return colleagues
    .filter(({ name, email }) =>
      [...name.toLowerCase().split(/\s+/), name.toLowerCase(), email.toLowerCase()].some((word) =>
        word.startsWith(sought),
      ),
    )
    .toSorted((one, other) => Number(isExact(other)) - Number(isExact(one)));
}

/** A: hands the ticket to someone by name. */
export function AssignDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'assign');
  const me = useEngine('desk.status', {}).data?.agent.name ?? '';
  const colleagues = useEngine('team.colleagues', {}, { enabled: opened }).data ?? [];
  const [name, setName] = useState('');
  const found = matching(colleagues, name);
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
          if (name.trim() !== '') give(found[0]?.name ?? name.trim());
        }}
      >
        <TextInput
          data-autofocus
          label={words.t('assign.who')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {found.length > 0 && (
          <ul className="dialog-list" aria-label={words.t('assign.colleagues')}>
            {found.map((colleague, index) => (
              <li key={`${colleague.name} ${colleague.email}`}>
                <button
                  type="button"
                  // What Enter would take.
                  aria-current={(name.trim() !== '' && index === 0) || undefined}
                  onClick={() => give(colleague.name)}
                >
                  {colleague.name}
                  {colleague.email !== '' && <span>{colleague.email}</span>}
                </button>
              </li>
            ))}
          </ul>
        )}
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
