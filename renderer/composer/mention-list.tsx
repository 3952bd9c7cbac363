import { VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Colleague } from '../../shared/contract/team-work';
import { fittingPeople, mentionAt, mentionWord } from '../../shared/domain/mention';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './mention-list.css';

/** More people than these are found by one more letter. */
const MOST_SHOWN = 8;

/** Names that are proposed behind an `@` of a note. */
export type Mentions = {
  readonly id: string;
  readonly people: readonly Colleague[];
  /** Which of them Enter takes. */
  readonly at: number;
  readonly take: (person: Colleague) => void;
  /** Whether the list took the key. */
  readonly takesKey: (key: string) => boolean;
  /** The caret is here now; null: nothing is proposed any more. */
  readonly look: (caret: number | null) => void;
};

/** Completes names in `text` while `active`; `write` puts the text with the name in place of what was typed. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  active: boolean,
  write: (text: string) => void,
): Mentions {
  const id = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const wanted = useRef<number | null>(null);
  const colleagues = useEngine('team.colleagues', {}, { enabled: active }).data ?? [];
  const typed = !active || caret === null ? null : mentionAt(text, caret);
  const people = typed === null ? [] : fittingPeople(typed.typed, colleagues).slice(0, MOST_SHOWN);
  const chosen = Math.min(at, people.length - 1);

  useEffect(() => {
    if (wanted.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });

  const look = (next: number | null): void => {
    // A reply has no mentions: the caret of each key would draw it once more.
    if (next === caret || (next !== null && !active)) return;
    setAt(0);
    setCaret(next);
  };
  const take = (person: Colleague): void => {
    if (typed === null || caret === null) return;
    const name = `@${mentionWord(person, colleagues)} `;
    wanted.current = typed.from + name.length;
    look(null);
    write(text.slice(0, typed.from) + name + text.slice(caret).replace(/^ /, ''));
  };
  const takesKey = (key: string): boolean => {
    const person = people[chosen];
    if (person === undefined) return false;
    if (key === 'ArrowDown') setAt((chosen + 1) % people.length);
    else if (key === 'ArrowUp') setAt((chosen + people.length - 1) % people.length);
    else if (key === 'Escape') look(null);
    else if (key === 'Enter' || key === 'Tab') take(person);
    else return false;
    return true;
  };
  return { id, people, at: chosen, take, takesKey, look };
}

/** The list itself; its keys are the field's, which the focus never leaves. */
export function MentionList(props: { readonly mentions: Mentions }) {
  const { id, people, at, take } = props.mentions;
  const words = useWords();
  return (
    <>
      {people.length > 0 && (
        <div
          className="proposals mention-list"
          id={`${id}-list`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="listbox"
          aria-label={words.t('mentions.people')}
        >
          {people.map((person, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={person.id}
              id={`${id}-list-${index}`}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <b>{person.name}</b>
              <span>{person.email}</span>
            </div>
          ))}
        </div>
      )}
      <VisuallyHidden aria-live="polite">
        {people.length > 0 ? words.t('mentions.offered', { count: people.length }) : ''}
      </VisuallyHidden>
    </>
  );
}
