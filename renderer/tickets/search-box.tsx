import { VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useDesk, useDeskState } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { SearchNotes } from './search-notes';
import { proposalsFor, withProposal, wordAt } from './search-proposals';
import type { KnownNames, SearchProposal, SearchWord } from './search-proposals';
import './search-box.css';

/** Names for the filter that is being typed; asked for no sooner than that. */
function useKnownNames(word: SearchWord | null): KnownNames {
  const filter = word?.filter ?? null;
  const labels = useEngine('labels.list', { tickets: [] }, { enabled: filter === 'label' }).data ?? [];
  const products = useEngine('products.list', {}, { enabled: filter === 'product' }).data ?? [];
  const mailboxes = useEngine('desk.status', {}, { enabled: word !== null }).data?.mailboxes ?? [];
  const colleagues = useEngine('team.colleagues', {}, { enabled: filter === 'assignee' }).data ?? [];
  return {
    mailboxes: mailboxes.map(({ address }) => address),
    labels: labels.map(({ name }) => name),
    products: products.map(({ name }) => name),
    colleagues: colleagues.map(({ name }) => name),
  };
}

function Proposals(props: {
  readonly id: string;
  readonly proposals: readonly SearchProposal[];
  /** Position of the one that the arrows chose; -1 for none. */
  readonly at: number;
  readonly onTake: (proposal: SearchProposal) => void;
}) {
  const words = useWords();
  return (
    // No datalist: it would take the place of the whole query, and say nothing of what a filter is.
    <div
      className="proposals search-proposals"
      id={props.id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label={words.t('search.offers')}
    >
      {props.proposals.map((proposal, index) => (
        // Its keys are the box's: the focus never leaves it.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={proposal.text}
          id={`${props.id}-${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          tabIndex={-1}
          aria-selected={index === props.at}
          onMouseDown={(event) => {
            event.preventDefault();
            props.onTake(proposal);
          }}
        >
          <b>{proposal.text.trim()}</b>
          <span>{proposal.about}</span>
        </div>
      ))}
    </div>
  );
}

/** Where tickets are sought: filters are proposed while one types, and what was not understood is said. */
export function SearchBox() {
  const desk = useDesk();
  const words = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const wantedCaret = useRef<number | null>(null);
  const search = useDeskState((state) => state.search);
  /** Where one types; null while nothing is to be proposed. */
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(-1);
  const word = caret === null || caret > search.length ? null : wordAt(search, caret);
  const names = useKnownNames(word);
  const proposals = word === null ? [] : proposalsFor(word, names, words);
  const open = proposals.length > 0;
  const chosen = proposals[at];

  useLayoutEffect(() => {
    if (wantedCaret.current === null) return;
    field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  const take = (proposal: SearchProposal): void => {
    if (word === null || caret === null) return;
    const done = withProposal(search, caret, word, proposal);
    wantedCaret.current = done.caret;
    // Behind a filter's name its values come next.
    setCaret(word.filter === null ? done.caret : null);
    setAt(-1);
    desk.store.set({ search: done.query });
  };
  /** Whether the list of proposals took the key. */
  const takesKey = (key: string): boolean => {
    if (!open) return false;
    const places = proposals.length + 1;
    // Beyond either end none is chosen, as at first.
    if (key === 'ArrowDown') setAt(((at + 2) % places) - 1);
    else if (key === 'ArrowUp') setAt(((at + 1 + proposals.length) % places) - 1);
    else if (key === 'Escape') setCaret(null);
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) take(chosen);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (!event.shiftKey && takesKey(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape') desk.store.set({ search: '' });
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-zone="list"]')?.focus();
      if (event.key === 'ArrowDown') desk.moveBy(1);
    }
  };
  return (
    <>
      <div className="search">
        <IconSearch size={15} stroke={1.8} aria-hidden />
        <input
          ref={field}
          type="search"
          data-zone="search"
          aria-label={words.t('search.label')}
          // It stays a searchbox, which has no aria-expanded: that proposals are there is told below.
          aria-autocomplete="list"
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-list-${at}`}
          placeholder={words.t('search.placeholder')}
          value={search}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setCaret(event.currentTarget.selectionStart);
            setAt(-1);
            desk.store.set({ search: event.currentTarget.value });
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setCaret(null)}
        />
        <KeyCap of="search" />
        {open && <Proposals id={`${id}-list`} proposals={proposals} at={at} onTake={take} />}
      </div>
      <VisuallyHidden aria-live="polite">
        {open ? words.t('search.offered', { count: proposals.length }) : ''}
      </VisuallyHidden>
      <SearchNotes typed={search} now={desk.now()} quiet={open} />
    </>
  );
}
