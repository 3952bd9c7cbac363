import { Modal } from '@mantine/core';
import { useWords } from '../i18n/use-words';
import { commandLabel } from './command-label';
import { COMMANDS, COMMAND_GROUPS, isIn } from './commands';
import { useDesk, useDeskState } from './desk-context';

/** `?`: all keys on one sheet, the person's own, from the same list that binds them. */
export function KeySheet() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'keys');
  const keysOf = (id: string): readonly string[] => words.keys.get(id) ?? [];
  return (
    <Modal opened={opened} onClose={() => desk.store.set({ dialog: null })} title={words.t('command.keys')} size={760}>
      <div className="key-groups">
        {(opened ? COMMAND_GROUPS : [])
          .filter((group) => COMMANDS.some((command) => command.group === group && isIn(desk, command)))
          .map((group) => (
            <section key={group}>
              <h3>{words.t(`group.${group}`)}</h3>
              <dl>
                {COMMANDS.filter(
                  (command) => command.group === group && isIn(desk, command) && keysOf(command.id).length > 0,
                ).map(({ id }) => (
                  <div key={id} style={{ display: 'contents' }}>
                    <dt>{commandLabel(words, id)}</dt>
                    <dd>
                      {keysOf(id).map((key) => (
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
