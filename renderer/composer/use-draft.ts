import { useEffect, useState } from 'react';
import { NO_FIELDS } from '../../shared/contract/limits';
import type { DraftFields } from '../../shared/contract/compose';
import type { TicketView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { askEngine } from '../engine-client';
import type { Typed } from './typed-words';

export type Draft = {
  readonly text: string;
  readonly fields: DraftFields;
  readonly write: (text: string) => void;
  readonly writeFields: (fields: DraftFields) => void;
  /** Forgets it here without saving: the engine cleared it with the reply. */
  readonly sent: () => void;
};

/**
 * One draft: the reply to a ticket, a forward or a new message. It is saved on input and once more when its place goes away,
 * so a switch loses nothing; an answer of the engine never overwrites what is being typed. Another window that shows it follows each
 * key: the one that is typed in wins, and has the newest words to type on. `fields` undefined: not known yet.
 */
export function useDraft(draft: string, initial: string, fields: DraftFields | undefined): Draft {
  const desk = useDesk();
  const [text, setText] = useState(desk.words.of(draft)?.text ?? initial);
  /** As typed in this window; null as long as nobody touched them. */
  const [typed, setTyped] = useState<DraftFields | null>(desk.words.of(draft)?.fields ?? null);

  useEffect(() => () => void desk.words.save(draft), [desk, draft]);

  useEffect(() => {
    let isOpen = true;
    let heard = 0;
    const show = (next: Typed): void => {
      heard += 1;
      desk.words.forget(draft);
      setText(next.text);
      setTyped(next.fields);
    };
    const readAnew = async (): Promise<void> => {
      const before = heard;
      const query = askEngine(desk.engine, 'drafts.open', { draft });
      const view = await desk.queries.fetchQuery({ ...query, staleTime: 0 });
      // Who types meanwhile, here or there, has newer words.
      if (isOpen && heard === before && desk.words.of(draft) === undefined) show({ text: view.text, fields: null });
    };
    const stop = desk.others.on((word) => {
      if (word.kind === 'typed' && word.draft === draft) show(word);
      else if (word.kind === 'draft' && word.draft === draft)
        readAnew().catch((error: unknown) => desk.complain(error));
    });
    // What is answered before anybody listens here would be written over by what the store has.
    if (desk.ticket !== null) desk.others.tell({ kind: 'asked', ticket: desk.ticket });
    return () => {
      isOpen = false;
      stop();
    };
  }, [desk, draft]);

  const type = (next: Typed): void => {
    desk.words.type(draft, next);
    desk.others.tell({ kind: 'typed', draft, ...next });
  };
  return {
    text,
    fields: typed ?? fields ?? NO_FIELDS,
    write: (next) => {
      setText(next);
      type({ text: next, fields: typed });
    },
    writeFields: (next) => {
      setTyped(next);
      type({ text, fields: next });
    },
    sent: () => {
      desk.words.forget(draft);
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
