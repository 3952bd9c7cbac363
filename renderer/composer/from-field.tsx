import { NativeSelect } from '@mantine/core';
import { useId } from 'react';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Which mailbox a letter goes from, where the desk has several; nothing where it has one. */
export function FromField(props: {
  /** Id of the mailbox that was chosen; undefined: the usual one. */
  readonly chosen: string | undefined;
  /** Id of the usual one; undefined: the first. */
  readonly usual: string | undefined;
  readonly onChoose: (mailbox: string) => void;
}) {
  const words = useWords();
  const id = useId();
  const mailboxes = useEngine('desk.status', {}).data?.mailboxes ?? [];
  if (mailboxes.length < 2) return null;
  const known = (mailbox: string | undefined): boolean => mailboxes.some((one) => one.id === mailbox);
  const value = [props.chosen, props.usual].find(known) ?? mailboxes[0]?.id ?? '';
  return (
    <div className="recipients">
      <div className="recipient">
        <label htmlFor={id}>{words.t('letter.from')}</label>
        <NativeSelect
          id={id}
          size="xs"
          value={value}
          data={mailboxes.map((one) => ({
            value: one.id,
            label: one.name === '' ? one.address : `${one.name} <${one.address}>`,
          }))}
          onChange={(event) => props.onChoose(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
