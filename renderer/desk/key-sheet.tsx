import { Modal } from '@mantine/core';
import { useWords } from '../i18n/use-words';
import { COMMANDS, COMMAND_GROUPS } from './commands';
import { useDesk, useDeskState } from './desk-context';

/** `?`: all keys on one sheet, from the same list that binds them. */
export function KeySheet() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'keys');
  return (
    <Modal opened={opened} onClose={() => desk.store.set({ dialog: null })} title={words.t('command.keys')} size={760}>
      <div className="key-groups">
        {(opened ? COMMAND_GROUPS : []).map((group) => (
          <section key={group}>
            <h3>{words.t(`group.${group}`)}</h3>
            <dl>
              {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map((command) => (
                <div key={command.id} style={{ display: 'contents' }}>
                  <dt>
                    {command.id.startsWith('go.')
                      ? words.t('command.go', { page: words.t(`queue.${command.id.slice(3)}`) })
                      : words.t(`command.${command.id}`)}
                  </dt>
                  <dd>
                    {command.keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
