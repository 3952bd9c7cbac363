import { useCallback, useEffect, useRef, useState } from 'react';
import type { TicketView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';

/** A draft is a row of the store this long after the last key, ms (ui.md: saved on input). */
export const DRAFT_PAUSE_MS = 300;

export type Draft = {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Forgets it here without saving: the engine cleared it with the reply. */
  readonly sent: () => void;
};

/**
 * The draft of one ticket. It is saved on input and once more when the composer goes away, so a switch loses nothing;
 * an answer of the engine never overwrites what is being typed.
 */
export function useDraft(view: TicketView): Draft {
  const desk = useDesk();
  const ticket = view.row.id;
  const [text, setText] = useState(view.draft);
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const waiting = unsaved.current;
    if (waiting === null) return;
    unsaved.current = null;
    // Coming back must show the newest words even before the store answered.
    desk.queries.setQueryData<TicketView>(['tickets.open', { ticket }], (known) =>
      known === undefined ? known : { ...known, draft: waiting },
    );
    desk.engine.call('drafts.save', { ticket, text: waiting }).catch((error: unknown) => {
      unsaved.current ??= waiting;
      desk.complain(error);
    });
  }, [desk, ticket]);

  useEffect(() => {
    // What could not be saved while the engine was away is saved when it is back.
    const stop = desk.engine.onLink((link) => {
      if (link === 'up') save();
    });
    window.addEventListener('pagehide', save);
    return () => {
      stop();
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [desk, save]);

  return {
    text,
    write: (next) => {
      setText(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, DRAFT_PAUSE_MS);
    },
    sent: () => {
      clearTimeout(timer.current);
      unsaved.current = null;
      setText('');
      desk.queries.setQueryData<TicketView>(['tickets.open', { ticket }], (known) =>
        known === undefined ? known : { ...known, draft: '' },
      );
    },
  };
}
