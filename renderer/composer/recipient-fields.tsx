import { TextInput } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { DraftFields } from '../../shared/contract/compose';
import { readRecipients } from '../../shared/domain/recipients';
import { useWords } from '../i18n/use-words';

type Field = 'to' | 'cc' | 'bcc';

/** Fields of addresses, each saying which of what is typed is none. */
export function RecipientFields(props: {
  readonly shown: readonly Field[];
  readonly fields: DraftFields;
  /** Whom it goes to while `to` is empty. */
  readonly otherwise?: string;
  readonly focus?: Field;
  readonly onChange: (fields: DraftFields) => void;
}) {
  const words = useWords();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.focus !== undefined)
      box.current?.querySelector<HTMLInputElement>(`input[name="${props.focus}"]`)?.focus();
  }, [props.focus]);
  return (
    <div className="recipients" ref={box}>
      {props.shown.map((field) => {
        const { wrong } = readRecipients(props.fields[field]);
        return (
          // Not within its label: what is wrong with it would be part of its name.
          <div className="recipient" key={field}>
            <label htmlFor={`${id}-${field}`}>{words.t(`letter.${field}`)}</label>
            <TextInput
              id={`${id}-${field}`}
              size="xs"
              type="text"
              inputMode="email"
              autoComplete="off"
              spellCheck={false}
              name={field}
              data-autofocus={props.focus === field || undefined}
              value={props.fields[field]}
              placeholder={field === 'to' ? (props.otherwise ?? '') : ''}
              // While the last word is being typed it is no address yet.
              error={
                wrong.length > 0 &&
                /[,;\s]$|@.*\./.test(props.fields[field]) &&
                words.t('letter.wrong', { address: wrong[0] ?? '' })
              }
              onChange={(event) => props.onChange({ ...props.fields, [field]: event.currentTarget.value })}
            />
          </div>
        );
      })}
    </div>
  );
}
