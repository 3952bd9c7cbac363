import type { i18n } from 'i18next';
import type { KeyMap } from '../../shared/domain/own-keys';
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useNow } from './use-now';
import { createSayings, withAges } from './words';
import type { Words } from './words';

export type { Words } from './words';

const WordsContext = createContext<Words | null>(null);

/**
 * Hands the words to everything below. One look at language and minute for the whole window: a screen has hundreds of parts
 * that say something, and a subscription in each was a third of what a key to the next ticket cost.
 */
export function WordsProvider(props: {
  readonly interfaceWords: i18n;
  readonly keys: KeyMap;
  readonly children: ReactNode;
}) {
  const { interfaceWords, keys } = props;
  const now = useNow();
  const language = useSyncExternalStore(
    useMemo(() => subscription(interfaceWords), [interfaceWords]),
    () => interfaceWords.language,
  );
  const sayings = useMemo(() => createSayings(interfaceWords, language, keys), [interfaceWords, language, keys]);
  const words = useMemo(() => withAges(sayings, now), [sayings, now]);
  return <WordsContext.Provider value={words}>{props.children}</WordsContext.Provider>;
}

function subscription(interfaceWords: i18n): (listener: () => void) => () => void {
  return (listener) => {
    interfaceWords.on('languageChanged', listener);
    return () => interfaceWords.off('languageChanged', listener);
  };
}

/** Words in the interface's language; ages follow the shared minute tick. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('useWords outside a WordsProvider');
  return words;
}
