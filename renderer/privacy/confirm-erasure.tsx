import { Button, Radio, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ErasureCount, ErasureCounts } from '../../shared/contract/erasures';
import { foldAddress } from '../../shared/domain/address';
import { TicketButton } from '../desk/ticket-button';
import { useWords } from '../i18n/use-words';

/** In the order of what weighs most. */
const SHOWN: readonly (keyof ErasureCounts)[] = [
  'tickets',
  'messages',
  'replies',
  'notes',
  'drafts',
  'purchases',
  'memberships',
  'unreadable',
  'mentions',
];

/** Shows how much there is of whom, and erases once the address was typed. */
export function ConfirmErasure(props: {
  readonly people: readonly ErasureCount[];
  readonly onBack: () => void;
  readonly onClose: () => void;
  /** `confirmed`: the address as it was typed. */
  readonly onErase: (address: string, confirmed: string) => void;
}) {
  const words = useWords();
  const { people } = props;
  const [chosen, setChosen] = useState(people[0]?.address ?? '');
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The dialog is open already: its next step takes the focus by itself.
  useEffect(() => field.current?.focus(), []);
  const person = people.find((one) => one.address === chosen);
  if (person === undefined) return null;
  const isKnown = SHOWN.some((what) => person.counts[what] > 0);
  const isFree = isKnown && person.waiting.length === 0;
  const isConfirmed = isFree && foldAddress(typed.trim()) === person.address;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) props.onErase(person.address, typed.trim());
      }}
    >
      {people.length > 1 ? (
        <Radio.Group label={words.t('erase.several')} value={chosen} onChange={setChosen}>
          <div className="erase-people">
            {people.map(({ address }) => (
              <Radio key={address} size="xs" value={address} label={address} />
            ))}
          </div>
        </Radio.Group>
      ) : (
        <p className="erase-person">{person.address}</p>
      )}
      {isKnown ? <Counts person={person} /> : <p>{words.t('erase.nothing')}</p>}
      {person.waiting.length > 0 && (
        <div className="notice" data-tone="warn" role="alert">
          {words.t('erase.waiting')}{' '}
          {person.waiting.map((ticket) => (
            <TicketButton key={ticket} ticket={ticket} />
          ))}
        </div>
      )}
      {isFree && (
        <>
          <p className="notice" data-tone="bad">
            {words.t('erase.lost')}
          </p>
          <p className="erase-stays">{words.t('erase.stays')}</p>
          <TextInput
            ref={field}
            size="sm"
            label={words.t('erase.confirm', { address: person.address })}
            value={typed}
            maxLength={320}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </>
      )}
      <div className="dialog-actions">
        {isFree && (
          <Button type="submit" size="xs" color="red" disabled={!isConfirmed}>
            {words.t('erase.do')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={props.onBack}>
          {words.t('erase.back')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onClose}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Counts(props: { readonly person: ErasureCount }) {
  const words = useWords();
  return (
    <dl className="erase-counts">
      {SHOWN.filter((what) => props.person.counts[what] > 0).map((what) => (
        <div key={what}>
          <dt>{words.t(`erase.of.${what}`)}</dt>
          <dd>{props.person.counts[what]}</dd>
        </div>
      ))}
    </dl>
  );
}
