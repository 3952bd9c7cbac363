import { useCallback, useEffect, useRef, useState } from 'react';
import type { EditedText, MacroLanguage, OpenMacro } from '../../shared/contract/macros';
import type { TextId } from '../../shared/domain/macro-names';
import { useDesk } from '../desk/desk-context';

/** A draft is a row of the store this long after the last key, ms (ui.md: nothing typed is ever lost). */
export const MACRO_PAUSE_MS = 300;

/** What a text of the team's own begins with. */
export const EMPTY_TEXT: EditedText = {
  title: '',
  subject: 'Re: {{ subject }}',
  mailboxSubject: '',
  noSubject: '',
  body: '',
};

export type MacroDraft = {
  readonly text: EditedText;
  readonly write: (change: Partial<EditedText>) => void;
  /** Settles when what was typed is kept. */
  readonly kept: () => Promise<void>;
  /** Back to what is live. */
  readonly discard: () => Promise<void>;
};

/** One language of one text while it is written; mounted anew for another. An answer of the engine never overwrites what is being typed. */
export function useMacroDraft(macro: TextId, shown: MacroLanguage): MacroDraft {
  const desk = useDesk();
  const { language } = shown;
  const [typed, setTyped] = useState<EditedText | null>(null);
  const unsaved = useRef<EditedText | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const text = typed ?? shown.draft?.text ?? shown.live ?? EMPTY_TEXT;

  const keep = useCallback(
    async (next: EditedText | null): Promise<void> => {
      const { savedAt } = await desk.engine.call('macros.keepDraft', { macro, language, text: next });
      const by = desk.queries.getQueryData<{ agent: { name: string } }>(['desk.status', {}])?.agent.name ?? '';
      desk.queries.setQueryData<OpenMacro>(['macros.open', { macro }], (known) =>
        known === undefined
          ? known
          : {
              ...known,
              languages: known.languages.map((one) =>
                one.language === language ? { ...one, draft: next && { text: next, by, at: savedAt } } : one,
              ),
            },
      );
      void desk.queries.invalidateQueries({ queryKey: ['macros.overview'] });
    },
    [desk, macro, language],
  );

  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const waiting = unsaved.current;
    if (waiting === null) return;
    unsaved.current = null;
    try {
      await keep(waiting);
    } catch (error) {
      unsaved.current ??= waiting;
      desk.complain(error);
    }
  }, [desk, keep]);

  useEffect(() => {
    // What could not be saved while the engine was away is saved when it is back.
    const stop = desk.engine.onLink((link) => {
      if (link === 'up') void save();
    });
    const leave = (): void => void save();
    window.addEventListener('pagehide', leave);
    return () => {
      stop();
      window.removeEventListener('pagehide', leave);
      void save();
    };
  }, [desk, save]);

  return {
    text,
    write: (change) => {
      const next = { ...text, ...change };
      setTyped(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), MACRO_PAUSE_MS);
    },
    kept: save,
    discard: async () => {
      clearTimeout(timer.current);
      unsaved.current = null;
      setTyped(null);
      await keep(null);
    },
  };
}
