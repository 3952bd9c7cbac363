import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { EditedText, MacroPreview } from '../../shared/contract/macros';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { TextId } from '../../shared/domain/macro-names';
import { useDesk } from '../desk/desk-context';

/** A text is filled this long after the last key, ms: soon enough to look live, seldom enough for a team's server. */
const PAUSE_MS = 200;

export type Preview = {
  /** undefined before the first answer. */
  readonly shown: MacroPreview | undefined;
  readonly ticket: string | null;
  readonly choose: (ticket: string | null) => void;
};

/** The text as it would read, and what is wrong with it, while it is typed. */
export function useMacroPreview(writing: {
  readonly macro: TextId;
  readonly language: ReplyLanguage;
  readonly text: EditedText;
}): Preview {
  const desk = useDesk();
  const { macro, language, text } = writing;
  const [ticket, choose] = useState<string | null>(null);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data } = useQuery({
    queryKey: ['macros.preview', { macro, language, text: settled, ticket }],
    queryFn: () => desk.engine.call('macros.preview', { macro, language, text: settled, ticket }),
    placeholderData: keepPreviousData,
    // Every keystroke is another question: none is worth keeping.
    gcTime: 0,
  });
  return { shown: data, ticket, choose };
}
