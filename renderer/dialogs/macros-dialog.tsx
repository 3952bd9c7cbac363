import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { macroTitle } from '../case/macro-title';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** M: all texts, filled for this ticket; the chosen one goes into the composer, never straight out. */
export function MacrosDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'macros');
  // Closed it is not drawn anew with each ticket.
  const ticket = useDeskState((state) => (state.dialog === 'macros' ? state.selected : null));
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const list = useEngine('macros.list', { ticket: ticket ?? 'T-0' }, { enabled: opened && ticket !== null });
  const macros = (list.data ?? [])
    .map((macro) => ({ ...macro, title: macroTitle(words, macro.preview) }))
    .filter((macro) => `${macro.title} ${macro.preview.text}`.toLowerCase().includes(filter.trim().toLowerCase()));
  const chosen = macros[Math.min(at, macros.length - 1)];
  const close = (): void => {
    setFilter('');
    setAt(0);
    desk.store.set({ dialog: null });
  };
  const use = (): void => {
    if (chosen === undefined || ticket === null) return;
    close();
    desk.store.set({ composer: 'reply', inserted: { ticket, text: chosen.preview.text, macro: chosen.macro } });
  };
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.macros')} size={820}>
      <div className="macro-picker">
        <div>
          <TextInput
            data-autofocus
            aria-label={words.t('macros.filter')}
            placeholder={words.t('macros.filter')}
            value={filter}
            onChange={(event) => {
              setFilter(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setAt(Math.min(macros.length - 1, at + 1));
              if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
              if (event.key === 'Enter') use();
            }}
          />
          <ul className="dialog-list">
            {macros.map((macro, index) => (
              <li key={macro.macro}>
                <button type="button" aria-current={macro === chosen || undefined} onClick={() => setAt(index)}>
                  {macro.title}
                </button>
              </li>
            ))}
          </ul>
        </div>
        {chosen !== undefined && (
          <div>
            {/* A text that scrolls must be reachable by key. */}
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0} aria-label={chosen.title}>
              {chosen.preview.text}
            </pre>
            <Button size="xs" onClick={use}>
              {words.t('macros.use')}
            </Button>
          </div>
        )}
      </div>
    </Modal>
  );
}
