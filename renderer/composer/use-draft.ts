import { useCallback, useEffect, useRef, useState } from 'react';
import { NO_FIELDS } from '../../shared/contract/limits';
import type { QueryClient } from '@tanstack/react-query';
import type { DraftFields, DraftView } from '../../shared/contract/compose';
import type { TicketView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { askEngine } from '../engine-client';

/** A draft is a row of the store this long after the last key, ms (ui.md: saved on input). */
export const DRAFT_PAUSE_MS = 300;

export type Draft = {
  readonly text: string;
  readonly fields: DraftFields;
  readonly write: (text: string) => void;
  readonly writeFields: (fields: DraftFields) => void;
  /** Forgets it here without saving: the engine cleared it with the reply. */
  readonly sent: () => void;
};

type Typed = { readonly text: string; readonly fields: DraftFields | null };

/**
 * What was typed in this window and is not yet known to be in the cache, by draft. An answer that was on its way while the
 * store took the draft still has the text before: who leaves and comes back meanwhile must not be shown that.
 */
const onItsWay = new Map<string, Typed>();

/** Words of this draft that were typed in this window and that the store may not have yet. */
export function unsavedWords(draft: string): Typed | undefined {
  return onItsWay.get(draft);
}

/** What is known of a draft, with these words: whoever opens it here is shown them, whatever was asked before. */
export function keepWords(queries: QueryClient, draft: string, { text, fields }: Typed): void {
  queries.setQueryData<TicketView>(['tickets.open', { ticket: draft }], (known) =>
    known === undefined ? known : { ...known, draft: text },
  );
  queries.setQueryData<DraftView>(['drafts.open', { draft }], (known) =>
    known === undefined ? known : { ...known, text, fields: fields ?? known.fields },
  );
}

/**
 * One draft: the reply to a ticket, a forward or a new message. It is saved on input and once more when its place goes away,
 * so a switch loses nothing; an answer of the engine never overwrites what is being typed. Another window that shows it follows each
 * key: the one that is typed in wins, and has the newest words to type on. `fields` undefined: not known yet.
 */
export function useDraft(draft: string, initial: string, fields: DraftFields | undefined): Draft {
  const desk = useDesk();
  const [text, setText] = useState(onItsWay.get(draft)?.text ?? initial);
  /** As typed in this window; null as long as nobody touched them. */
  const [typed, setTyped] = useState<DraftFields | null>(onItsWay.get(draft)?.fields ?? null);
  const unsaved = useRef<Typed | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const waiting = unsaved.current;
    if (waiting === null) return;
    unsaved.current = null;
    onItsWay.set(draft, waiting);
    // Coming back must show the newest words even before the store answered.
    keepWords(desk.queries, draft, waiting);
    const around = waiting.fields === null ? {} : { fields: waiting.fields };
    try {
      await desk.engine.call('drafts.save', { ticket: draft, text: waiting.text, ...around });
      // Ends what was asked before the draft was kept, and asks again.
      await Promise.all([
        desk.queries.invalidateQueries({ queryKey: ['tickets.open', { ticket: draft }], refetchType: 'all' }),
        desk.queries.invalidateQueries({ queryKey: ['drafts.open', { draft }], refetchType: 'all' }),
      ]);
      if (onItsWay.get(draft) === waiting) onItsWay.delete(draft);
    } catch (error) {
      // Unless another window has newer words by now.
      if (onItsWay.get(draft) === waiting) unsaved.current ??= waiting;
      desk.complain(error);
    }
  }, [desk, draft]);

  useEffect(() => {
    const saveNow = (): void => void save();
    // What could not be saved while the engine was away is saved when it is back.
    const stopLink = desk.engine.onLink((link) => {
      if (link === 'up') saveNow();
    });
    const stopClosing = desk.shell.onClosing(save);
    window.addEventListener('pagehide', saveNow);
    // Who turns to another window finds the words in the store.
    window.addEventListener('blur', saveNow);
    return () => {
      stopLink();
      stopClosing();
      window.removeEventListener('pagehide', saveNow);
      window.removeEventListener('blur', saveNow);
      saveNow();
    };
  }, [desk, save]);

  useEffect(() => {
    let isOpen = true;
    let heard = 0;
    const show = (next: Typed): void => {
      heard += 1;
      clearTimeout(timer.current);
      unsaved.current = null;
      onItsWay.delete(draft);
      setText(next.text);
      setTyped(next.fields);
    };
    const readAnew = async (): Promise<void> => {
      const before = heard;
      const query = askEngine(desk.engine, 'drafts.open', { draft });
      const view = await desk.queries.fetchQuery({ ...query, staleTime: 0 });
      // Who types meanwhile, here or there, has newer words.
      if (isOpen && heard === before && !onItsWay.has(draft)) show({ text: view.text, fields: null });
    };
    const stop = desk.others.on((word) => {
      if (word.kind === 'typed' && word.draft === draft) show(word);
      else if (word.kind === 'draft' && word.draft === draft)
        readAnew().catch((error: unknown) => desk.complain(error));
    });
    return () => {
      isOpen = false;
      stop();
    };
  }, [desk, draft]);

  const wait = (next: Typed): void => {
    unsaved.current = next;
    onItsWay.set(draft, next);
    desk.others.tell({ kind: 'typed', draft, ...next });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), DRAFT_PAUSE_MS);
  };
  return {
    text,
    fields: typed ?? fields ?? NO_FIELDS,
    write: (next) => {
      setText(next);
      wait({ text: next, fields: typed });
    },
    writeFields: (next) => {
      setTyped(next);
      wait({ text, fields: next });
    },
    sent: () => {
      clearTimeout(timer.current);
      unsaved.current = null;
      onItsWay.delete(draft);
      setText('');
      setTyped(NO_FIELDS);
      desk.queries.setQueryData<TicketView>(['tickets.open', { ticket: draft }], (known) =>
        known === undefined ? known : { ...known, draft: '' },
      );
    },
  };
}

const carets = new Map<string, readonly [from: number, to: number]>();

/** Where the caret stood in a draft when it was last seen in this window. */
export function caretOf(draft: string): readonly [from: number, to: number] | undefined {
  return carets.get(draft);
}

/** Remembers it for the way back. */
export function keepCaret(draft: string, field: HTMLTextAreaElement): void {
  carets.set(draft, [field.selectionStart, field.selectionEnd]);
}
