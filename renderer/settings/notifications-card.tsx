import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { TIME_OF_DAY } from '../../shared/contract/digest';
import { NOTIFIED } from '../../shared/contract/desktop';
import type { Notified } from '../../shared/contract/desktop';
import type { ShellState } from '../../shared/contract/shell-api';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useWords } from '../i18n/use-words';

/** Which new mail the system tells of, on this machine only. */
export function NotificationsCard(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const { notifications } = props.shell;
  const set = (change: Partial<ShellState['notifications']>): void => {
    const chosen = desk.shell.setAppearance({ notifications: { ...notifications, ...change } });
    chosen.catch((error: unknown) => desk.complain(error));
  };
  const [typed, setTyped] = useState<string | null>(null);
  const keepTyped = (): void => {
    if (typed !== null && TIME_OF_DAY.test(typed)) set({ digest: { ...notifications.digest, at: typed } });
    setTyped(null);
  };
  return (
    <Card title={words.t('notifications.title')}>
      <div className="card-grid">
        <NativeSelect
          size="xs"
          label={words.t('notifications.of')}
          description={words.t('notifications.about')}
          value={notifications.of}
          data={NOTIFIED.map((of) => ({ value: of, label: words.t(`notifications.${of}`) }))}
          onChange={(event) => set({ of: event.currentTarget.value as Notified })}
        />
      </div>
      <Switch
        label={words.t('notifications.content')}
        description={words.t('notifications.content.about')}
        checked={notifications.content}
        disabled={notifications.of === 'none'}
        onChange={(event) => set({ content: event.currentTarget.checked })}
      />
      {lead && (
        <>
          <Switch
            label={words.t('digest.on')}
            description={words.t('digest.about')}
            checked={notifications.digest.on}
            onChange={(event) => set({ digest: { ...notifications.digest, on: event.currentTarget.checked } })}
          />
          <div className="card-grid">
            <TextInput
              type="time"
              size="xs"
              label={words.t('digest.at')}
              value={typed ?? notifications.digest.at}
              disabled={!notifications.digest.on}
              onChange={(event) => setTyped(event.currentTarget.value)}
              // Typed to its end: an hour on the way there would be told at once.
              onBlur={keepTyped}
              onKeyDown={(event) => {
                if (event.key === 'Enter') keepTyped();
              }}
            />
          </div>
        </>
      )}
    </Card>
  );
}
