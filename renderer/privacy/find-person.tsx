import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ErasureCount } from '../../shared/contract/erasures';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';

/** Asks for an address or a purchase, and counts what there is. */
export function FindPerson(props: {
  readonly onFound: (people: readonly ErasureCount[]) => void;
  readonly onClose: () => void;
}) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  const sought = typed.trim();
  const count = (): Promise<void> =>
    run(async () => {
      const asked = sought.includes('@') ? { address: sought } : { transaction: sought };
      const people = await desk.engine.call('erasures.count', asked);
      setMissing(people.length === 0);
      if (people.length > 0) props.onFound(people);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (sought !== '') void count();
      }}
    >
      <TextInput
        data-autofocus
        label={words.t('erase.who')}
        description={words.t('erase.who.about')}
        error={missing ? words.t('erase.no-buyer') : undefined}
        value={typed}
        maxLength={320}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setMissing(false);
        }}
      />
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy} disabled={sought === ''}>
          {words.t('erase.count')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onClose}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
