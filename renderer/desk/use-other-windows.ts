import { useEffect } from 'react';
import { keepNote, noteOf } from '../composer/notes';
import { keepWords } from '../composer/typed-words';
import type { DraftView } from '../../shared/contract/compose';
import type { TicketView } from '../../shared/contract/views';
import { runCommand } from './commands';
import { SINGLE_KEYS } from './desk';
import type { Desk } from './desk';
import type { WindowWord } from './other-windows';
import { queuedElsewhere } from './queueing';
import { writeTo } from './sending';
import { hasDialog } from './use-desktop';

/** Hears what the other windows of this desk have and do, and tells them what is here alone. */
export function useOtherWindows(desk: Desk): void {
  useEffect(() => {
    const stop = desk.others.on((word) => hear(desk, word));
    const onStorage = ({ key, newValue }: StorageEvent): void => {
      if (key === SINGLE_KEYS) desk.store.set({ singleKeys: newValue !== 'off' });
    };
    window.addEventListener('storage', onStorage);
    if (desk.ticket !== null) desk.others.tell({ kind: 'asked', ticket: desk.ticket });
    return () => {
      stop();
      window.removeEventListener('storage', onStorage);
    };
  }, [desk]);
}

function hear(desk: Desk, word: WindowWord): void {
  switch (word.kind) {
    case 'typed':
      // Who typed last has the newest words, and saves them.
      desk.words.forget(word.draft);
      keepWords(desk.queries, word.draft, word);
      return;
    case 'noted':
      keepNote(word.ticket, word.text);
      return;
    case 'asked':
      answer(desk, word.ticket);
      return;
    case 'draft':
      readDraftAnew(desk, word.draft);
      return;
    case 'files':
      desk.queries.setQueryData<DraftView>(['drafts.open', { draft: word.draft }], (known) =>
        known === undefined ? known : { ...known, files: word.files, room: word.room },
      );
      return;
    case 'queued':
      if (word.draft !== null) emptyDraft(desk, word.draft);
      if (desk.ticket === null || desk.ticket === word.ticket) queuedElsewhere(desk, word);
      return;
    case 'undone':
      desk.blocks.take(desk.now(), word.block);
      desk.store.set((state) => ({ toasts: state.toasts.filter(({ block }) => block !== word.block) }));
      return;
    case 'run':
      if (desk.ticket === null && !hasDialog()) runCommand(desk, word.command);
      return;
    case 'write':
      if (desk.ticket === null) void writeTo(desk, word.link);
      return;
    case 'handed':
      // `keepTyped` hears it, also while the desk cannot be shown.
      return;
    case 'said':
      if (word.to === (desk.ticket === null ? 'desk' : 'tickets')) {
        const { sentence, detail, tone, lasts } = word;
        desk.toast({ sentence, tone, lasts, ...(detail === null ? {} : { detail }) });
      }
      return;
    case 'at':
      // `useTellPresence` hears this, too.
      desk.store.set({ elsewhere: word.window });
      return;
    case 'away':
    case 'left':
      // Of two windows, one may be known to have the focus before the other one is known to have lost it.
      if (desk.store.get().elsewhere === word.window) desk.store.set({ elsewhere: null });
      return;
  }
}

/**
 * A draft that is not on screen is forgotten, not only out of date: what is shown first of a ticket is what is written on, and a reply
 * that was sent would stand there to be sent again.
 */
function readDraftAnew({ queries }: Desk, draft: string): void {
  for (const queryKey of [['drafts.open', { draft }] as const, ['tickets.open', { ticket: draft }] as const]) {
    queries.removeQueries({ queryKey, type: 'inactive' });
    void queries.invalidateQueries({ queryKey });
  }
}

/** Its words went out with a mail. */
function emptyDraft({ words, queries }: Desk, draft: string): void {
  words.forget(draft);
  queries.setQueryData<TicketView>(['tickets.open', { ticket: draft }], (known) =>
    known === undefined ? known : { ...known, draft: '' },
  );
}

/** Words of a ticket that the window which begins to show it cannot have from the store. */
function answer({ others, words: typed }: Desk, ticket: string): void {
  for (const draft of [ticket, `forward:${ticket}`]) {
    const words = typed.of(draft);
    if (words !== undefined) others.tell({ kind: 'typed', draft, ...words });
  }
  const note = noteOf(ticket);
  if (note !== '') others.tell({ kind: 'noted', ticket, text: note });
}
