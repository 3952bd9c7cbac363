import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { TeamLabel } from '../../shared/contract/labels';
import { MAX_LABEL_CHARS, labelKey, labelName } from '../../shared/domain/label';
import { useDesk, useDeskState } from '../desk/desk-context';
import { labelled, putLabel } from '../desk/labelling';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { Label } from '../tickets/labels';

/** A label that can be chosen, or a new one by the name that was typed. */
type Choice = { readonly name: string; readonly known: TeamLabel | null };

/** What was typed picks labels that hold it, those that begin with it first; a name that is no label yet comes last. */
function choicesOf(labels: readonly TeamLabel[], typed: string): readonly Choice[] {
  const sought = labelKey(typed);
  const fits = labels
    .filter((label) => labelKey(label.name).includes(sought))
    .toSorted(
      (one, other) => Number(labelKey(other.name).startsWith(sought)) - Number(labelKey(one.name).startsWith(sought)),
    )
    .map((known): Choice => ({ name: known.name, known }));
  const isNew = sought !== '' && !labels.some((label) => labelKey(label.name) === sought);
  return isNew ? [...fits, { name: labelName(typed), known: null }] : fits;
}

function tick(label: TeamLabel | null, tickets: number): '✓' | '–' | '' {
  if (label === null || label.on === 0) return '';
  return label.on === tickets ? '✓' : '–';
}

function Choices(props: { readonly tickets: readonly string[]; readonly close: () => void }) {
  const { tickets, close } = props;
  const desk = useDesk();
  const words = useWords();
  const labels = useEngine('labels.list', { tickets: [...tickets] }).data;
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const choices = choicesOf(labels ?? [], typed);
  const chosen = Math.min(at, choices.length - 1);
  const choose = (choice: Choice | undefined): void => {
    // While the list is on its way a name that exists would look new.
    if (choice === undefined || labels === undefined) return;
    close();
    void putLabel(desk, tickets, choice.name, choice.known === null || choice.known.on < tickets.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(choices.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        choose(choices[chosen]);
      }}
    >
      <TextInput
        data-autofocus
        label={words.t('labels.name')}
        description={tickets.length > 1 ? words.t('labels.for', { count: tickets.length }) : undefined}
        maxLength={MAX_LABEL_CHARS}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {labels !== undefined && choices.length === 0 && <p className="label-none">{words.t('labels.none')}</p>}
      <ul className="dialog-list label-list" aria-label={words.t('labels.title')}>
        {choices.map((choice, index) => {
          const sign = tick(choice.known, tickets.length);
          return (
            <li key={choice.known === null ? 'new' : choice.name}>
              <button
                type="button"
                // What Enter would take.
                aria-current={index === chosen || undefined}
                aria-pressed={sign === '✓' ? true : sign === '–' ? 'mixed' : false}
                onClick={() => choose(choice)}
              >
                <b className="label-tick" aria-hidden>
                  {sign}
                </b>
                {choice.known === null ? (
                  words.t('labels.make', { name: choice.name })
                ) : (
                  <>
                    <Label label={choice.known} />
                    <span className="label-count" aria-hidden>
                      {choice.known.tickets}
                    </span>
                  </>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </form>
  );
}

/** L: puts a label on the ticket or the marked ones, takes it off where all carry it, makes one by its name. */
export function LabelsDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'labels');
  const close = (): void => desk.store.set({ dialog: null });
  const tickets = labelled(desk.store.get());
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.label')} size="sm">
      {opened && <Choices tickets={tickets} close={close} />}
    </Modal>
  );
}
