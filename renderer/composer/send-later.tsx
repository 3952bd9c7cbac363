import { Button, Modal, TextInput } from '@mantine/core';
import { memo, useDeferredValue, useState } from 'react';
import { LATEST_SEND_MS } from '../../shared/contract/limits';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { readSnooze } from '../dialogs/snooze-words';

const PRESETS = ['1h', 'tomorrow 9', 'mon 9'] as const;

type Asked = { readonly opened: boolean; readonly onClose: () => void; readonly onChoose: (at: number) => void };

/** When shall it go? Until then it lies in the outbox and can be taken back. */
export const SendLater = memo(function SendLater({ opened, ...rest }: Asked) {
  // A composer is made with every ticket: its dialog only once it is asked for, shut at first, so that the focus finds its way back.
  const [isMade, setIsMade] = useState(false);
  if (opened && !isMade) setIsMade(true);
  const wasOpened = useDeferredValue(opened);
  return isMade ? <WhenDialog opened={opened && wasOpened} {...rest} /> : null;
});

function WhenDialog(props: Asked) {
  const desk = useDesk();
  const words = useWords();
  const [text, setText] = useState('');
  const read = readSnooze(text, desk.now());
  const at = read !== null && read - desk.now() <= LATEST_SEND_MS ? read : null;
  const choose = (when: number | null): void => {
    if (when === null) return;
    setText('');
    props.onChoose(when);
  };
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={words.t('later.title')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          choose(at);
        }}
      >
        <TextInput
          data-autofocus
          label={words.t('later.when')}
          description={at === null ? words.t('later.examples') : words.t('later.goes', { when: words.moment(at) })}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          {PRESETS.map((preset) => {
            const when = readSnooze(preset, desk.now());
            return (
              <Button key={preset} size="xs" variant="default" onClick={() => choose(when)}>
                {when === null ? preset : words.moment(when)}
              </Button>
            );
          })}
          <Button size="xs" type="submit" disabled={at === null}>
            {words.t('later.title')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
