import { useEffect } from 'react';
import { keepNote, noteOf } from '../composer/notes';
import { keepWords, unsavedWords } from '../composer/use-draft';
import { runCommand } from './commands';
import { SINGLE_KEYS } from './desk';
import type { Desk } from './desk';
import type { WindowWord } from './other-windows';
import { queuedElsewhere } from './replying';
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
      keepWords(desk.queries, word.draft, word);
      return;
    case 'noted':
      keepNote(word.ticket, word.text);
      return;
    case 'asked':
      answer(desk, word.ticket);
      return;
    case 'draft':
      void desk.queries.invalidateQueries({ queryKey: ['drafts.open', { draft: word.draft }] });
      void desk.queries.invalidateQueries({ queryKey: ['tickets.open', { ticket: word.draft }] });
      return;
    case 'queued':
      if (desk.ticket === null || desk.ticket === word.ticket) queuedElsewhere(desk, word);
      return;
    case 'undone':
      desk.blocks.take(desk.now(), word.block);
      desk.store.set((state) => ({ toasts: state.toasts.filter(({ block }) => block !== word.block) }));
      return;
    case 'run':
      if (desk.ticket === null && !hasDialog()) runCommand(desk, word.command);
      return;
    case 'at':
    case 'left':
      // `useTellPresence` hears these.
      return;
  }
}

/** Words of a ticket that the window which begins to show it cannot have from the store. */
function answer({ others }: Desk, ticket: string): void {
  for (const draft of [ticket, `forward:${ticket}`]) {
    const words = unsavedWords(draft);
    if (words !== undefined) others.tell({ kind: 'typed', draft, ...words });
  }
  const note = noteOf(ticket);
  if (note !== '') others.tell({ kind: 'noted', ticket, text: note });
}
